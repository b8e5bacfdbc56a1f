"""Exact decimal texts as people read them."""

from decimal import Decimal

MINIMUM_PLACES = 2


def quantity_text(quantity: str, unit: str = "") -> str:
    """Thousands apart, the unit behind; nothing where there is nothing."""
    if not quantity or not Decimal(quantity):
        return ""
    return f"{Decimal(quantity):,f} {unit}".strip()


def money_text(amount: str, currency: str) -> str:
    """At least two decimal places, and the currency behind."""
    if not amount:
        return ""
    whole, _, rest = f"{Decimal(amount):f}".partition(".")
    return f"{int(whole):,}.{rest.ljust(MINIMUM_PLACES, '0')} {currency}".strip()


def is_low(available: str, minimum: str) -> bool:
    """Whether less is available than should be."""
    return bool(minimum) and Decimal(available or 0) < Decimal(minimum)
