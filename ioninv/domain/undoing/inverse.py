"""The inverse of a change set: what each thing that it touched was before."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.accounts.undoing import PERMISSION_OF as ACCOUNT_PERMISSIONS
from ioninv.domain.attachments.undoing import VERBS as ATTACHMENT_VERBS
from ioninv.domain.history import Happened, events_in
from ioninv.domain.issues.withdrawing import PERMISSION_OF as ISSUE_PERMISSIONS
from ioninv.domain.items.issue_links import SOURCE
from ioninv.domain.items.parting import SPLIT_OFF
from ioninv.domain.items.possible import PERMISSION_OF
from ioninv.errors import NotFound
from ioninv.vocabulary import LARGEST_ACT, ActName, Entity, Permission

CREATED: Final = "created"
CLOSED: Final = "closed"
REOPENED: Final = "reopened"
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
    ActName.CLEAR_SERIAL: None,
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
_PERMISSIONS: Final = (
    {CREATED: Permission.VOID}
    | dict.fromkeys((CLOSED, REOPENED), Permission.EDIT_KITS)
    | dict.fromkeys(ATTACHMENT_VERBS, Permission.EDIT_ATTACHMENTS)
    | ISSUE_PERMISSIONS
    | ACCOUNT_PERMISSIONS
)
_OF_ACCOUNTS: Final = (Entity.USER, Entity.ROLE, Entity.TOKEN)
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
    root_verb: str
    undoes_undo: bool
    truncated: bool = False
    touched: bool = False
    items: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    item_versions: dict[int, int] = field(default_factory=dict[int, int])
    made_whole: dict[int, int] = field(default_factory=dict[int, int])
    born: list[int] = field(default_factory=list[int])
    holds: dict[int, int | None] = field(default_factory=dict[int, int | None])
    new_holds: set[int] = field(default_factory=set[int])
    held_by_issues: set[int] = field(default_factory=set[int])
    hold_versions: dict[int, int] = field(default_factory=dict[int, int])
    kits: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    kit_versions: dict[int, int] = field(default_factory=dict[int, int])
    new_kits: set[int] = field(default_factory=set[int])
    attachments: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    new_attachments: set[int] = field(default_factory=set[int])
    attachment_versions: dict[int, int] = field(default_factory=dict[int, int])
    issues: dict[Entity, Touched] = field(
        default_factory=lambda: {entity: Touched() for entity in _OF_ISSUES}
    )
    accounts: dict[Entity, Touched] = field(
        default_factory=lambda: {entity: Touched() for entity in _OF_ACCOUNTS}
    )
    others: set[str] = field(default_factory=set[str])

    @property
    def act(self) -> ActName | None:
        """The act that takes it back, where there is one with a door of its own."""
        original = _ACTS.get(self.root_verb)
        if original is None:
            back = ActName.UNVOID if self.undoes_undo else ActName.VOID
            return back if self.root_verb == CREATED else None
        return original if self.undoes_undo else _INVERSE[original]

    @property
    def permission(self) -> Permission | None:
        """What one must be allowed to do beside undoing; None where nothing can be undone."""
        if self.kits:
            return Permission.EDIT_KITS
        original = _ACTS.get(self.root_verb)
        return PERMISSION_OF[original] if original else _PERMISSIONS.get(self.root_verb)

    @property
    def opened_kits(self) -> set[int]:
        """The kits that it closed: taking it back opens them again."""
        return {
            id_ for id_, was in self.kits.items() if "closed_at" in was and not was["closed_at"]
        }

    @property
    def closed_kits(self) -> set[int]:
        """The kits that it opened again: taking it back closes them."""
        return {id_ for id_, was in self.kits.items() if was.get("closed_at")}

    @property
    def apart_again(self) -> list[int]:
        """What comes out again of what it was merged into."""
        return [id_ for id_, was in self.items.items() if was.get("merged_into_id", 0) is None]

    @property
    def merged_again(self) -> dict[int, int]:
        """What goes back into what it was split off or taken out of: that, by the item's id."""
        merged = {id_: was.get("merged_into_id") for id_, was in self.items.items()}
        return self.made_whole | {id_: into for id_, into in merged.items() if into}

    @property
    def released(self) -> set[int]:
        """The holds that it ends."""
        return self.new_holds | {id_ for id_, at in self.holds.items() if at is not None}


def inverse(session: Session, change_set: int) -> Inverse:
    """Raises NotFound when there is no such change set."""
    roots = session.execute(_ROOT, {"id": change_set}).all()
    if not roots:
        raise NotFound("There is no such change. It may have been opened from an old link.")
    made = Inverse(
        id=change_set,
        root_verb=roots[-1].verb,
        undoes_undo=len(roots) % 2 == 0,
    )
    if made.permission is None:
        # No door takes it back, however many things it touched: an import may be a million.
        return made
    events = events_in(session, change_set, MOST_EVENTS + 1)
    made.touched, made.truncated = bool(events), len(events) > MOST_EVENTS
    for event in events:
        match event.entity:
            case Entity.ITEM:
                _take_item(made, event)
            case Entity.HOLD:
                _take_hold(made, event)
            case Entity.KIT:
                _take_kit(made, event)
            case Entity.ATTACHMENT:
                _take_attachment(made, event)
            case Entity.ISSUE | Entity.ISSUE_ITEM | Entity.ISSUE_COMMENT:
                made.issues[event.entity].take(event)
            case Entity.USER | Entity.ROLE | Entity.TOKEN:
                made.accounts[event.entity].take(event)
            case _:
                made.others.add(event.entity.value.replace("_", " "))
    _leave_holds_of_issues(session, made)
    return made


def _leave_holds_of_issues(session: Session, made: Inverse) -> None:
    """They follow from the issues as these are then: what they were before does not matter."""
    if not made.hold_versions:
        return
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
    else:
        was = made.kits.setdefault(event.entity_id, {})
        for name, (before, _) in event.fields.items():
            was.setdefault(name, before)


def _take_attachment(made: Inverse, event: Happened) -> None:
    id_ = event.entity_id
    made.attachment_versions[id_] = event.version
    if event.version == 1:
        made.new_attachments.add(id_)
    else:
        before = {name: value for name, (value, _) in event.fields.items()}
        made.attachments[id_] = before


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
