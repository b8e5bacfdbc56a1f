"""In whose units a quantity is typed: ours, or the packs of a supplier."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import TypedDict

from ioninv.domain.purchasing import SupplierPartRow
from ioninv.errors import Invalid
from ioninv.ui import arguments

_SUPPLIER = "supplier"


class Unit(TypedDict):
    """A choice of the field beside the quantity."""

    value: str
    label: str


def unit_choices(sold: Sequence[SupplierPartRow], unit: str) -> list[Unit]:
    """Our unit first; the supplier part it is bought as goes with it."""
    ours = unit or "pieces"
    if not sold:
        return [Unit(value="", label=ours)]
    told: list[Unit] = []
    for row in sold:
        told.append(Unit(value=f"{row.id}:", label=f"{ours} · {row.sku}"))
        if Decimal(row.pack_size) != 1:
            pack = f"{row.supplier_unit or 'pack'} of {Decimal(row.pack_size):,f}"
            told.append(Unit(value=f"{row.id}:{_SUPPLIER}", label=f"{pack} · {row.sku}"))
    return told


def read_unit(value: str) -> tuple[int | None, str]:
    """The supplier part and the pack that a choice means. Raises Invalid."""
    id_, _, pack = value.partition(":")
    if pack not in ("", _SUPPLIER):
        raise Invalid("There is no such unit.", "unit")
    return arguments.number_or_none(id_), pack


def converted(typed: str, by: Decimal) -> str:
    """What was typed in one unit, in another; empty where that is no number of six places."""
    try:
        number = Decimal(typed.strip()) * by
    except InvalidOperation:
        return ""
    if not number.is_finite() or number != round(number, 6):
        return ""
    return f"{number.normalize():f}"


def pack_of(value: str, sold: Sequence[SupplierPartRow]) -> SupplierPartRow | None:
    """The supplier part in whose packs is counted; None where it is in our units."""
    id_, pack = read_unit(value)
    return next((row for row in sold if pack and row.id == id_), None)
