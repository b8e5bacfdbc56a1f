"""Column types: exact decimals, instants and statuses as whole numbers."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, SmallInteger, String
from sqlalchemy.types import TypeDecorator

from ioninv.vocabulary import MICRO, Status

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micro(value: Decimal) -> int:
    """Millionths of a decimal that has at most six places."""
    return int((value * MICRO).to_integral_exact())


def from_micro(value: int) -> Decimal:
    """The decimal, without trailing zeros and never in scientific notation."""
    whole, rest = divmod(value, MICRO)
    return Decimal(whole) if not rest else Decimal(f"{whole}.{rest:06d}".rstrip("0"))


def to_instant(value: datetime) -> int:
    """Microseconds since 1970 in UTC. The datetime must be aware."""
    return (value.astimezone(UTC) - EPOCH) // _MICROSECOND


def from_instant(value: int) -> datetime:
    return EPOCH + timedelta(microseconds=value)


class Micro(TypeDecorator[Decimal]):
    """A decimal of up to six places, stored as whole millionths: never a float."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> int | None:
        return None if value is None else to_micro(value)

    def process_result_value(self, value: Any, dialect: Any) -> Decimal | None:
        return None if value is None else from_micro(value)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored as microseconds since 1970 in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> int | None:
        return None if value is None else to_instant(value)

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        return None if value is None else from_instant(value)


class Day(TypeDecorator[date]):
    """A calendar day, stored as ISO 8601 text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Any) -> date | None:
        return None if value is None else date.fromisoformat(value)


class StatusCode(TypeDecorator[Status]):
    """A status, stored as its number."""

    impl = SmallInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> int | None:
        return None if value is None else value.code

    def process_result_value(self, value: Any, dialect: Any) -> Status | None:
        return None if value is None else Status.from_code(value)
