"""What happened to a location, in words."""

from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, demand_visible, requires
from ioninv.domain.history import Happened, Told, changed, events_of, tell
from ioninv.domain.loading import load
from ioninv.models import Location
from ioninv.vocabulary import Entity, Permission

_TOP = "the top level"


@requires(Permission.VIEW_HISTORY)
def timeline(session: Session, actor: Actor, location_id: int) -> list[Told]:
    """Its events, newest first; other locations go by the path they have today.

    Raises NotFound when there is no such location.
    """
    demand_visible(actor, Entity.LOCATION)
    load(session, Location, location_id, "location")
    events = events_of(session, Entity.LOCATION, [location_id])
    paths = _paths(session, events)
    return tell(events, lambda event: _sentences(event, paths))


def _sentences(event: Happened, paths: dict[Any, str]) -> list[str]:
    if event.version == 1:
        parent = event.fields.get("parent_id", (None, None))[1]
        return [f"Created in {paths[parent]}" if parent else "Created"]
    # A merged location is archived by the same act: that need not be said twice.
    merged = "merged_into_id" in event.fields
    return [
        _sentence(field, before, after, paths)
        for field, (before, after) in sorted(event.fields.items(), key=_most_telling)
        if not (merged and field == "archived")
    ]


def _most_telling(change: tuple[str, Any]) -> bool:
    return change[0] not in ("merged_into_id", "parent_id", "available", "archived", "name")


def _sentence(field: str, before: Any, after: Any, paths: dict[Any, str]) -> str:
    match field:
        case "available":
            return "Made available" if after else "Made not available"
        case "archived":
            return "Archived" if after else "Restored"
        case "merged_into_id":
            return f"Merged into {paths[after]}" if after else "Taken out of a merge"
        case "parent_id":
            return f"Moved from {paths[before]} to {paths[after]}"
        case "name":
            return f"Renamed from {before} to {after}"
        case "description":
            return "Description changed" if after else "Description taken away"
        case _:
            return changed(field.capitalize(), before, after)


def _paths(session: Session, events: list[Happened]) -> dict[Any, str]:
    named = {
        id_
        for event in events
        for field in ("parent_id", "merged_into_id")
        for id_ in event.fields.get(field, ())
        if id_ is not None
    }
    paths: dict[Any, str] = {None: _TOP}
    for id_ in named:
        path = session.execute(text("SELECT path FROM location WHERE id = :id"), {"id": id_})
        paths[id_] = path.scalar() or f"#{id_}"
    return paths
