from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain.access import Actor, requires
from ioninv.domain.history import Happened, events_in
from ioninv.domain.items.claiming import label, look_up
from ioninv.domain.items.naming import Names
from ioninv.domain.items.words import told
from ioninv.errors import NotFound
from ioninv.vocabulary import Entity, Permission

SHOWN: Final = 200


@dataclass(frozen=True)
class ChangedItem:
    """What an act did to one item, in words."""

    id: int
    label: str
    headline: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class ChangeSetDetail:
    """One act: who, when (ISO 8601 in UTC), why, from where, and what it did to its items.

    `items` are the first 200 events; `total` is how many there are. `undoes` and `undone_by` are
    the numbers of other change sets, or None.
    """

    id: int
    verb: str
    actor: str
    when: str
    source: str
    reason: str
    items: tuple[ChangedItem, ...]
    total: int
    undoes: int | None
    undone_by: int | None


@requires(Permission.VIEW_HISTORY)
def change_set(session: Session, actor: Actor, change_set_id: int) -> ChangeSetDetail:
    """Raises NotFound when there is no such change set."""
    row = session.execute(_CHANGE_SET, {"id": change_set_id}).first()
    if row is None:
        raise NotFound("There is no such change. It may have been opened from an old link.")
    events = events_in(session, change_set_id, SHOWN)
    return ChangeSetDetail(
        id=row.id,
        verb=row.verb,
        actor=row.actor,
        when=from_instant(row.occurred_at).isoformat(timespec="seconds"),
        source=row.source,
        reason=row.reason,
        items=tuple(_changed(session, events)),
        total=row.event_count,
        undoes=row.undoes_id,
        undone_by=row.undone_by,
    )


def _changed(session: Session, events: list[Happened]) -> list[ChangedItem]:
    of = {id(event): _item_of(session, event) for event in events}
    spoken = [event for event in events if of[id(event)]]
    items = look_up(session, {of[id(event)] for event in spoken})
    return [
        ChangedItem(of[id(event)], label(items[of[id(event)]]), said.headline, said.changes)
        for event, said in zip(spoken, told(spoken, Names(session)), strict=True)
    ]


def _item_of(session: Session, event: Happened) -> int:
    """The id of the item that an event speaks of; 0 when it is of something else."""
    if event.entity is Entity.ITEM:
        return event.entity_id
    if event.entity not in (Entity.HOLD, Entity.ISSUE_ITEM):
        return 0
    query = text(f"SELECT item_id FROM {event.entity.value} WHERE id = :id")
    return session.execute(query, {"id": event.entity_id}).scalar() or 0


_CHANGE_SET = text("""
    SELECT c.*, u.name AS actor,
        (SELECT max(later.id) FROM change_set later WHERE later.undoes_id = c.id) AS undone_by
    FROM change_set c JOIN user u ON u.id = c.actor_id WHERE c.id = :id""")
