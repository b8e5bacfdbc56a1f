"""Locations as panels show them."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain.access import Actor, requires
from ioninv.domain.loading import load
from ioninv.domain.tallied import Per, shown_items
from ioninv.models import Location
from ioninv.vocabulary import Permission


@dataclass(frozen=True)
class LocationRow:
    """A location. `usable` is False too where one above it is not available.

    `items` lie in the location itself (without voided and merged ones). A merged location names
    the one that took its place. Times are ISO 8601 in UTC.
    """

    id: int
    parent_id: int | None
    name: str
    path: str
    kind: str
    description: str
    available: bool
    usable: bool
    archived: bool
    merged_into_id: int | None
    items: int
    version: int
    created: str
    updated: str


@requires(Permission.VIEW_LOCATIONS)
def get(session: Session, actor: Actor, location_id: int) -> LocationRow:
    """Raises NotFound when there is no such location."""
    load(session, Location, location_id, "location")
    return location_row(session, location_id)


def location_row(session: Session, location_id: int) -> LocationRow:
    """The row of a location that exists."""
    row = session.execute(text("SELECT * FROM location WHERE id = :id"), {"id": location_id}).one()
    return LocationRow(
        id=row.id,
        parent_id=row.parent_id,
        name=row.name,
        path=row.path,
        kind=row.kind,
        description=row.description,
        available=bool(row.available),
        usable=bool(row.usable),
        archived=bool(row.archived),
        merged_into_id=row.merged_into_id,
        items=shown_items(session, Per.LOCATION, [location_id]).get(location_id, 0),
        version=row.version,
        created=from_instant(row.created_at).isoformat(timespec="seconds"),
        updated=from_instant(row.updated_at).isoformat(timespec="seconds"),
    )
