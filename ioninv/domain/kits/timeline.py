"""What happened to a kit, in words: what was said of it, and what went in and out."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain.access import Actor, demand_visible, requires
from ioninv.domain.history import Happened, Told, changed, events_of, tell
from ioninv.domain.items.parting import SPLIT_OFF
from ioninv.domain.loading import load
from ioninv.models import Kit
from ioninv.vocabulary import ActName, Entity, Permission

MOST: Final = 500
_UNDONE: Final = "undone"


@requires(Permission.VIEW_HISTORY)
def timeline(session: Session, actor: Actor, kit_id: int) -> list[Told]:
    """Its events and the acts that put items in or took them out, newest first, 500 at most.

    Raises NotFound when there is no such kit.
    """
    demand_visible(actor, Entity.KIT)
    load(session, Kit, kit_id, "kit")
    events = events_of(session, Entity.KIT, [kit_id], MOST)
    own = {told.change_set: told for told in tell(events, lambda event: told_of(session, event))}
    for went in _went(session, kit_id):
        said = own.get(went.change_set)
        own[went.change_set] = (
            went if said is None else replace(said, changes=(*said.changes, went.headline))
        )
    return [own[number] for number in sorted(own, reverse=True)[:MOST]]


def told_of(session: Session, event: Happened) -> list[str]:
    """An event of a kit: its headline, and what else it changed."""
    if event.version == 1:
        reference = event.fields.get("reference", (None, None))[1]
        return [f"Opened for {reference}" if reference else "Opened"]
    said = [_sentence(session, field, *values) for field, values in event.fields.items()]
    return [f"Undone: {said[0]}", *said[1:]] if event.kind == _UNDONE else said


def _sentence(session: Session, field: str, before: Any, after: Any) -> str:
    match field:
        case "closed_at":
            return "Closed" if after else "Opened again"
        case "name":
            return f"Renamed from {before} to {after}"
        case "destination_id":
            return changed("Destination", _path(session, before), _path(session, after))
        case _:
            return changed(field.capitalize(), before, after)


def _path(session: Session, location_id: int | None) -> str | None:
    query = text("SELECT path FROM location WHERE id = :id")
    return session.execute(query, {"id": location_id}).scalar()


def _went(session: Session, kit_id: int) -> Iterable[Told]:
    """What went in or out, one entry for each act and way."""
    given = {"kit": kit_id, "most": MOST}
    went_out = session.execute(_OUT, given).all()
    # A part is split off before it is taken out: that is no item more.
    parted = {row.change_set_id for row in went_out}
    went_in = [
        row
        for row in session.execute(_IN, given)
        if row.kind != SPLIT_OFF or row.change_set_id not in parted
    ]
    for rows, words in ((went_in, _put_in), (went_out, _taken_out)):
        for row in rows:
            yield Told(
                headline=words(row.kind, f"{row.items:,} {'item' if row.items == 1 else 'items'}"),
                changes=(),
                actor=row.actor,
                when=from_instant(row.occurred_at).isoformat(timespec="seconds"),
                source=row.source,
                reason=row.reason,
                change_set=row.change_set_id,
            )


def _put_in(kind: str, items: str) -> str:
    if kind == _UNDONE:
        return f"Undone: {items} back in"
    return f"{items} put in" if kind == ActName.PUT_IN.done else f"{items} put in: {kind}"


def _taken_out(kind: str, items: str) -> str:
    if kind == _UNDONE:
        return f"Undone: {items} taken out"
    return f"{items} taken out" if kind == ActName.TAKE_OUT.done else f"{items} gone: {kind}"


_WENT = """
    SELECT e.change_set_id, e.kind, count(*) AS items, min(e.occurred_at) AS occurred_at,
        c.source, c.reason, u.name AS actor
    FROM event e CROSS JOIN change_set c ON c.id = e.change_set_id
    CROSS JOIN user u ON u.id = c.actor_id
    WHERE instr(e.changes, '"kit_id"') > 0
        AND json_extract(e.changes, '$.kit_id[{place}]') = :kit AND e.entity = 'item'
    GROUP BY e.change_set_id ORDER BY e.change_set_id DESC LIMIT :most"""
_IN: Final = text(_WENT.format(place=1))
_OUT: Final = text(_WENT.format(place=0))
