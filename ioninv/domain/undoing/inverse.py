"""The inverse of a change set: what each thing that it touched was before."""

from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.history import Happened, events_in
from ioninv.domain.items.parting import SPLIT_OFF
from ioninv.domain.items.possible import PERMISSION_OF
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
_PERMISSIONS: Final = {CREATED: Permission.VOID, CLOSED: Permission.EDIT_KITS}


@dataclass
class Inverse:
    """How to take a change set back. Versions are those that the things had when it was done.

    `undoes_undo` says that it took another one back itself: then this does that one again.
    """

    id: int
    root_verb: str
    undoes_undo: bool
    truncated: bool = False
    items: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    item_versions: dict[int, int] = field(default_factory=dict[int, int])
    made_whole: dict[int, int] = field(default_factory=dict[int, int])
    born: list[int] = field(default_factory=list[int])
    holds: dict[int, int | None] = field(default_factory=dict[int, int | None])
    new_holds: set[int] = field(default_factory=set[int])
    hold_versions: dict[int, int] = field(default_factory=dict[int, int])
    kits: dict[int, int | None] = field(default_factory=dict[int, int | None])
    kit_versions: dict[int, int] = field(default_factory=dict[int, int])
    new_kits: set[int] = field(default_factory=set[int])
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
        original = _ACTS.get(self.root_verb)
        return PERMISSION_OF[original] if original else _PERMISSIONS.get(self.root_verb)

    @property
    def touched(self) -> bool:
        """Whether it changed anything at all."""
        return bool(self.item_versions or self.hold_versions or self.kit_versions or self.others)

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
    made.truncated = len(events) > MOST_EVENTS
    for event in events:
        match event.entity:
            case Entity.ITEM:
                _take_item(made, event)
            case Entity.HOLD:
                _take_hold(made, event)
            case Entity.KIT:
                _take_kit(made, event)
            case _:
                made.others.add(event.entity.value.replace("_", " "))
    return made


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
    elif "closed_at" in event.fields:
        made.kits[event.entity_id] = event.fields["closed_at"][0]


_ROOT = text("""
    WITH RECURSIVE back (id, verb, undoes_id, depth) AS (
        SELECT id, verb, undoes_id, 1 FROM change_set WHERE id = :id
        UNION ALL
        SELECT c.id, c.verb, c.undoes_id, depth + 1
        FROM back JOIN change_set c ON c.id = back.undoes_id)
    SELECT id, verb FROM back ORDER BY depth""")
