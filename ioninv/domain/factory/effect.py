"""What a change of a location came to, and what every such change looks at first."""

from dataclasses import dataclass

from sqlmodel import Session

from ioninv.domain.input import Reading
from ioninv.domain.loading import load
from ioninv.domain.locations.rows import LocationRow, location_row
from ioninv.errors import Conflict
from ioninv.models import Location


@dataclass(frozen=True)
class Effect:
    """The location as it is now, and how many items the act gave another status or place.

    `items` is 0 where the act had been done before.
    """

    location: LocationRow
    items: int


def effect(session: Session, location_id: int, items: int = 0) -> Effect:
    return Effect(location_row(session, location_id), items)


def load_standing(session: Session, location_id: int) -> Location:
    """A location that stands. Raises NotFound, or Conflict naming the one it was merged into."""
    location = load(session, Location, location_id, "location")
    if location.merged_into_id is not None:
        target = load(session, Location, location.merged_into_id, "location")
        raise Conflict(f"{location.path} was merged into {target.path}. Change that instead.")
    return location


def read_reason(reason: str, *, required: bool = False) -> str:
    """Raises Invalid with the field `reason`."""
    reading = Reading({"reason": reason})
    cleaned = reading.lines("reason", "Reason")
    if required and not cleaned:
        reading.refuse("reason", "Give the reason: this cannot be taken back.")
    reading.finish()
    return cleaned
