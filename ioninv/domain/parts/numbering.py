from sqlmodel import Session, col, select

from ioninv import codes
from ioninv.domain.parts.labels import part_label
from ioninv.errors import Conflict
from ioninv.models import Part


def refuse_taken(
    session: Session,
    number: str,
    revision: str,
    *,
    itself: int | None = None,
    field: str = "part_number",
) -> None:
    """Raises Conflict when another part has this number and revision, however they are written."""
    other = session.exec(
        select(Part).where(
            col(Part.number_key) == codes.key(number), col(Part.revision_key) == codes.key(revision)
        )
    ).first()
    if other and other.id != itself:
        name = "" if other.name == other.part_number else f" ({other.name})"
        ending = " It is archived: restore it instead." if other.archived else ""
        label = part_label(other.part_number, other.revision)
        raise Conflict(f"Part {label}{name} already exists.{ending}", field)
