"""What the items of a part say against a change of the part."""

from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.parts.labels import part_label
from ioninv.domain.parts.units import counted
from ioninv.errors import Conflict
from ioninv.models import Part
from ioninv.vocabulary import FIRST_HIDDEN_CODE, MICRO, TrackingType

_LEFT_BEHIND = {TrackingType.SERIAL: "serial", TrackingType.LOT: "lot"}
_BECOMES = {
    TrackingType.SERIAL: "tracked by serial number",
    TrackingType.LOT: "tracked by lot",
    TrackingType.NONE: "untracked",
}


def refuse_contradictions(session: Session, part: Part, facts: dict[str, Any]) -> None:
    """Raises Conflict when items there are contradict what the part would become."""
    _refuse_tracking(session, part, TrackingType(facts["tracking"]))
    if counted(facts["unit"]) and not counted(part.unit):
        _refuse_whole_units(session, part)


def _refuse_tracking(session: Session, part: Part, wanted: TrackingType) -> None:
    """Untracked may become anything. Otherwise no item may keep a serial or lot of the old kind."""
    tracked = TrackingType(part.tracking)
    if wanted is tracked or tracked is TrackingType.NONE:
        return
    column = _LEFT_BEHIND[tracked]
    items = _count(session, part, f"i.{column} IS NOT NULL")
    if items:
        raise Conflict(
            f"{_items(items)} of {part_label(part.part_number, part.revision)} "
            f"{'has' if items == 1 else 'have'} a {column}, "
            f"so it cannot become {_BECOMES[wanted]}. Make a new revision for that.",
            "tracking",
        )


def _refuse_whole_units(session: Session, part: Part) -> None:
    items = _count(session, part, f"i.quantity % {MICRO} <> 0")
    if items:
        raise Conflict(
            f"{_items(items)} of {part_label(part.part_number, part.revision)} "
            f"{'has' if items == 1 else 'have'} a quantity in {part.unit} that is not whole, "
            "so it cannot be counted in pieces.",
            "unit",
        )


def _count(session: Session, part: Part, condition: str) -> int:
    return session.execute(
        text(
            "SELECT count(*) FROM inventory_item i "
            f"WHERE i.part_id = :part AND i.status < {FIRST_HIDDEN_CODE} AND {condition}"
        ),
        {"part": part.id},
    ).scalar_one()


def _items(number: int) -> str:
    return "1 item" if number == 1 else f"{number:,} items"
