import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain.access import Actor, requires, visible_to
from ioninv.domain.accounts.words import name_of as name_in_accounts
from ioninv.domain.accounts.words import told_of as told_in_accounts
from ioninv.domain.attributes.timeline import told_of as told_of_attribute
from ioninv.domain.history import Happened, events_in
from ioninv.domain.items.claiming import label, look_up
from ioninv.domain.items.naming import Names
from ioninv.domain.items.words import told
from ioninv.domain.kits.timeline import told_of as told_of_kit
from ioninv.domain.loading import load
from ioninv.domain.parts.labels import part_label
from ioninv.domain.parts.timeline import told_of as told_of_part
from ioninv.errors import NotFound
from ioninv.models import Attribute, Kit, Part
from ioninv.vocabulary import Entity, Permission

SHOWN: Final = 200


@dataclass(frozen=True)
class ChangedItem:
    """What an act did to one item, kit, part, attribute, user, role or token, in words."""

    id: int
    label: str
    headline: str
    changes: tuple[str, ...]
    entity: Entity = Entity.ITEM


@dataclass(frozen=True)
class ChangeSetDetail:
    """One act: who, when (ISO 8601 in UTC), why, from where, and what it did to its items.

    `items` are those of the first 200 events that the actor may see; `total` is how many of those
    there are.
    `undoes` and `undone_by` are the numbers of other change sets, or None.
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
    """Raises NotFound when there is no such change set, or the actor may see nothing of it."""
    refuse_invisible(session, actor, change_set_id)
    row = session.execute(_CHANGE_SET, {"id": change_set_id}).one()
    events = [
        event
        for event in events_in(session, change_set_id, SHOWN)
        if visible_to(actor, event.entity)
    ]
    return ChangeSetDetail(
        id=row.id,
        verb=row.verb,
        actor=row.actor,
        when=from_instant(row.occurred_at).isoformat(timespec="seconds"),
        source=row.source,
        reason=row.reason,
        items=tuple(
            each
            for each in (*_changed_others(session, events), *_changed(session, events))
            if visible_to(actor, each.entity)
        ),
        total=_visible(session, actor, change_set_id, row.event_count),
        undoes=row.undoes_id,
        undone_by=row.undone_by,
    )


def refuse_invisible(session: Session, actor: Actor, change_set_id: int) -> None:
    """Raises NotFound where there is no such change set, or it is of nothing that the actor sees."""
    kinds = session.execute(_KINDS, {"id": change_set_id}).scalars().all()
    if not any(each is None or visible_to(actor, Entity(each)) for each in kinds):
        raise NotFound("There is no such change. It may have been opened from an old link.")


def _visible(session: Session, actor: Actor, change_set_id: int, total: int) -> int:
    """How many of the events of a change set the actor may see."""
    kinds = [kind.value for kind in Entity if not visible_to(actor, kind)]
    if not kinds:
        return total
    asked = {"id": change_set_id, "kinds": json.dumps(kinds)}
    return total - session.execute(_HIDDEN, asked).scalar_one()


def _changed(session: Session, events: list[Happened]) -> list[ChangedItem]:
    of = {id(event): _item_of(session, event) for event in events}
    spoken = [event for event in events if of[id(event)]]
    items = look_up(session, {of[id(event)] for event in spoken})
    return [
        ChangedItem(of[id(event)], label(items[of[id(event)]]), said.headline, said.changes)
        for event, said in zip(spoken, told(spoken, Names(session)), strict=True)
    ]


def _changed_others(session: Session, events: list[Happened]) -> list[ChangedItem]:
    return [
        ChangedItem(id_, called, headline, tuple(changes), entity)
        for event in events
        for entity, id_, called, said in _other(session, event)
        for headline, *changes in [said or [event.kind.capitalize()]]
    ]


def _other(session: Session, event: Happened) -> Iterator[tuple[Entity, int, str, Sequence[str]]]:
    """What an event speaks of that is no item, and its sentences; nothing when it is of one."""
    match event.entity:
        case Entity.KIT:
            kit = load(session, Kit, event.entity_id, "kit")
            yield Entity.KIT, event.entity_id, kit.name, told_of_kit(session, event)
        case Entity.ATTRIBUTE:
            attribute = load(session, Attribute, event.entity_id, "attribute")
            yield Entity.ATTRIBUTE, event.entity_id, attribute.name, told_of_attribute(event)
        case Entity.USER | Entity.ROLE | Entity.TOKEN:
            called = name_in_accounts(session, event)
            yield event.entity, event.entity_id, called, told_in_accounts(session, event)
        case Entity.PART | Entity.ATTACHMENT:
            part_id = event.entity_id
            if event.entity is Entity.ATTACHMENT:
                part_id = session.execute(_PART_OF, {"id": event.entity_id}).scalar()
            if part_id is not None:
                part = load(session, Part, part_id, "part")
                called = part_label(part.part_number, part.revision)
                yield Entity.PART, part_id, called, told_of_part(session, event)
        case _:
            return


def _item_of(session: Session, event: Happened) -> int:
    """The id of the item that an event speaks of; 0 when it is of something else."""
    if event.entity is Entity.ITEM:
        return event.entity_id
    if event.entity not in _ITEM_OF:
        return 0
    query = text(_ITEM_OF[event.entity])
    return session.execute(query, {"id": event.entity_id}).scalar() or 0


_ITEM_OF: Final = {
    Entity.HOLD: "SELECT item_id FROM hold WHERE id = :id",
    Entity.ISSUE_ITEM: "SELECT item_id FROM issue_item WHERE id = :id",
    Entity.ATTACHMENT: "SELECT entity_id FROM attachment WHERE id = :id AND entity = 'item'",
}
_PART_OF = text("SELECT entity_id FROM attachment WHERE id = :id AND entity = 'part'")
_KINDS = text("""
    SELECT DISTINCT e.entity FROM change_set c LEFT JOIN event e ON e.change_set_id = c.id
    WHERE c.id = :id""")
_HIDDEN = text("""
    SELECT count(*) FROM event
    WHERE change_set_id = :id AND entity IN (SELECT value FROM json_each(:kinds))""")
_CHANGE_SET = text("""
    SELECT c.*, u.name AS actor,
        (SELECT max(later.id) FROM change_set later WHERE later.undoes_id = c.id) AS undone_by
    FROM change_set c JOIN user u ON u.id = c.actor_id WHERE c.id = :id""")
