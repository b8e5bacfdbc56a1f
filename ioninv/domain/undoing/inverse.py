"""The inverse of a change set: what each thing that it touched was before."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.history import Happened, events_in
from ioninv.domain.issues.withdrawing import PERMISSION_OF as ISSUE_PERMISSIONS
from ioninv.domain.items.issue_links import SOURCE
from ioninv.domain.items.parting import SPLIT, SPLIT_OFF
from ioninv.errors import NotFound
from ioninv.vocabulary import LARGEST_ACT, ActName, Entity, Permission

CREATED: Final = "created"
CLOSED: Final = "closed"
UNDONE: Final = "undone"
MOST_EVENTS: Final = 4 * LARGEST_ACT
_ACTS: Final = {act.done: act for act in ActName}
_INVERSE: Final = {
    ActName.MOVE: ActName.MOVE,
    ActName.ADJUST: ActName.ADJUST,
    ActName.MERGE: None,
    ActName.SPLIT: None,
    ActName.RECEIVE: None,
    ActName.ASSIGN_SERIALS: None,
    ActName.START_WORK: ActName.FINISH_WORK,
    ActName.FINISH_WORK: ActName.START_WORK,
    ActName.INSTALL: ActName.REMOVE,
    ActName.REMOVE: ActName.INSTALL,
    ActName.PUT_IN: ActName.TAKE_OUT,
    ActName.TAKE_OUT: ActName.PUT_IN,
    ActName.HOLD: ActName.RELEASE,
    ActName.RELEASE: ActName.HOLD,
    ActName.SCRAP: ActName.RESTORE,
    ActName.RESTORE: ActName.SCRAP,
    ActName.SHIP: ActName.TAKE_BACK,
    ActName.TAKE_BACK: ActName.SHIP,
    ActName.VOID: ActName.UNVOID,
    ActName.UNVOID: ActName.VOID,
    ActName.EDIT: ActName.EDIT,
}
_PERMISSIONS: Final = {
    CREATED: Permission.VOID,
    CLOSED: Permission.EDIT_KITS,
    **ISSUE_PERMISSIONS,
}
_OF_ISSUES: Final = (Entity.ISSUE, Entity.ISSUE_ITEM, Entity.ISSUE_COMMENT)


@dataclass
class Touched:
    """Rows by their ids: what they were before, the versions they were given, which came."""

    was: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    versions: dict[int, int] = field(default_factory=dict[int, int])
    new: set[int] = field(default_factory=set[int])

    def take(self, event: Happened) -> None:
        self.versions[event.entity_id] = event.version
        if event.version == 1:
            self.new.add(event.entity_id)
        elif event.entity_id not in self.new:
            was = self.was.setdefault(event.entity_id, {})
            for name, (before, _) in event.fields.items():
                was.setdefault(name, before)


@dataclass
class Inverse:
    """How to take a change set back. Versions are those that the things had when it was done.

    `undoes_undo` says that it took another one back itself: then this does that one again.
    """

    id: int
    verb: str
    root_verb: str
    undoes_undo: bool
    truncated: bool
    items: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    item_versions: dict[int, int] = field(default_factory=dict[int, int])
    made_whole: dict[int, int] = field(default_factory=dict[int, int])
    born: list[int] = field(default_factory=list[int])
    parted: set[int] = field(default_factory=set[int])
    holds: dict[int, int | None] = field(default_factory=dict[int, int | None])
    new_holds: set[int] = field(default_factory=set[int])
    held_by_issues: set[int] = field(default_factory=set[int])
    hold_versions: dict[int, int] = field(default_factory=dict[int, int])
    kits: dict[int, int | None] = field(default_factory=dict[int, int | None])
    kit_versions: dict[int, int] = field(default_factory=dict[int, int])
    new_kits: set[int] = field(default_factory=set[int])
    issues: dict[Entity, Touched] = field(
        default_factory=lambda: {entity: Touched() for entity in _OF_ISSUES}
    )
    others: set[str] = field(default_factory=set[str])

    @property
    def act(self) -> ActName | None:
        """The act that takes it back, where there is one with a door of its own."""
        original = _ACTS.get(self.root_verb)
        if original is None:
            return ActName.VOID if self.root_verb == CREATED else None
        return original if self.undoes_undo else _INVERSE[original]

    @property
    def permission(self) -> Permission | None:
        """What one must be allowed to do beside undoing; None where nothing can be undone."""
        from ioninv.domain.items.possible import PERMISSION_OF

        original = _ACTS.get(self.root_verb)
        return PERMISSION_OF[original] if original else _PERMISSIONS.get(self.root_verb)


def inverse(session: Session, change_set: int) -> Inverse:
    """Raises NotFound when there is no such change set."""
    roots = session.execute(_ROOT, {"id": change_set}).all()
    if not roots:
        raise NotFound("There is no such change. It may have been opened from an old link.")
    events = events_in(session, change_set, MOST_EVENTS + 1)
    made = Inverse(
        id=change_set,
        verb=roots[0].verb,
        root_verb=roots[-1].verb,
        undoes_undo=len(roots) % 2 == 0,
        truncated=len(events) > MOST_EVENTS,
    )
    for event in events:
        match event.entity:
            case Entity.ITEM:
                _take_item(made, event)
            case Entity.HOLD:
                _take_hold(made, event)
            case Entity.KIT:
                _take_kit(made, event)
            case Entity.ISSUE | Entity.ISSUE_ITEM | Entity.ISSUE_COMMENT:
                made.issues[event.entity].take(event)
            case _:
                made.others.add(event.entity.value.replace("_", " "))
    _leave_holds_of_issues(session, made)
    return made


def _leave_holds_of_issues(session: Session, made: Inverse) -> None:
    """They follow from the issues as these are then: what they were before does not matter."""
    rows = session.execute(_HOLDS_OF_ISSUES, {"ids": json.dumps(list(made.hold_versions))})
    for row in rows:
        made.held_by_issues.add(row.item_id)
        made.new_holds.discard(row.id)
        made.holds.pop(row.id, None)
        del made.hold_versions[row.id]


def _take_item(made: Inverse, event: Happened) -> None:
    id_ = event.entity_id
    made.item_versions[id_] = event.version
    if event.kind == SPLIT_OFF and event.version == 1:
        made.made_whole[id_] = event.fields["origin_id"][1]
    elif event.version == 1:
        made.born.append(id_)
    elif id_ not in made.made_whole:
        if event.kind == SPLIT:
            made.parted.add(id_)
        was = made.items.setdefault(id_, {})
        for name, (before, _) in event.fields.items():
            was.setdefault(name, before)


def _take_hold(made: Inverse, event: Happened) -> None:
    id_ = event.entity_id
    made.hold_versions[id_] = event.version
    if event.version == 1:
        made.new_holds.add(id_)
    elif "released_at" in event.fields and id_ not in made.new_holds:
        made.holds[id_] = event.fields["released_at"][0]


def _take_kit(made: Inverse, event: Happened) -> None:
    made.kit_versions[event.entity_id] = event.version
    if event.version == 1:
        made.new_kits.add(event.entity_id)
    elif "closed_at" in event.fields:
        made.kits[event.entity_id] = event.fields["closed_at"][0]


_ROOT = text("""
    WITH RECURSIVE back (id, verb, undoes_id, depth) AS (
        SELECT id, verb, undoes_id, 1 FROM change_set WHERE id = :id
        UNION ALL
        SELECT c.id, c.verb, c.undoes_id, depth + 1
        FROM back JOIN change_set c ON c.id = back.undoes_id)
    SELECT id, verb FROM back ORDER BY depth""")
_HOLDS_OF_ISSUES = text(f"""
    SELECT h.id, h.item_id FROM json_each(:ids) j JOIN hold h ON h.id = j.value
    WHERE h.source LIKE '{SOURCE}%'""")
