from sqlmodel import Session, col, select

from ioninv import codes
from ioninv.domain.input import Reading
from ioninv.errors import Conflict
from ioninv.models import UsageType


def read_name(name: str) -> str:
    """Raises Invalid when there is none, or it is too long."""
    reading = Reading({"name": name})
    cleaned = reading.text("name", "Name", required=True)
    reading.finish()
    return cleaned


def derived(name: str) -> dict[str, str]:
    """What a usage type is compared by."""
    return {"name_key": codes.key(name)}


def refuse_taken(session: Session, name: str, itself: int | None = None) -> None:
    """Raises Conflict when another usage type has this name."""
    other = session.exec(
        select(UsageType).where(col(UsageType.name_key) == codes.key(name))
    ).first()
    if other and other.id != itself:
        ending = " It is archived: restore it instead." if other.archived else ""
        raise Conflict(f"Usage type {other.name} already exists.{ending}", "name")
