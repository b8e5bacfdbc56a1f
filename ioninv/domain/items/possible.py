"""Which act is possible on which item: one table, for the doors, the screens and the manual."""

from dataclasses import dataclass
from typing import Final

from ioninv.domain.items.status import Facts
from ioninv.vocabulary import ActName as A
from ioninv.vocabulary import Permission


@dataclass(frozen=True)
class Circumstances(Facts):
    """What decides whether an act is possible: the facts of the status, and what else stands.

    `bought` is what a purchase line has made and has not come in: it follows its line alone.
    """

    serialised: bool = False
    pending: bool = False
    releasable: bool = False
    has_children: bool = False
    bought: bool = False
    in_issue: bool = False


@dataclass(frozen=True)
class Obstacle:
    """A fact that stands against an act, and the sentence that says what to do next."""

    fact: str
    stands: bool
    sentence: str


_OBSTACLES: Final = (
    Obstacle("merged", True, "{item} was merged into {survivor}. Choose that instead."),
    Obstacle("voided", True, "{item} is voided. Bring it back first."),
    Obstacle("scrapped", True, "{item} is scrapped. Restore it first."),
    Obstacle("shipped", True, "{item} is shipped. Take it back first."),
    Obstacle("installed", True, "{item} is installed in {parent}. Remove it first."),
    Obstacle("in_progress", True, "{item} is in progress. Finish the work first."),
    Obstacle("kitted", True, "{item} is in the kit {kit}. Take it out first."),
    Obstacle("bought", True, "{item} is bought with {order}. Change or cancel the purchase line, or reopen it."),
    Obstacle("received", False, "{item} is on order. Receive it first."),
    Obstacle("has_children", True, "Other items are installed in {item}. Remove them first."),
    Obstacle("serialised", True, "{item} has a serial: there is exactly one of it."),
    Obstacle("pending", True, "{item} has no serial yet. Assign serials first."),
    Obstacle("held", True, "{item} is on hold. Release it first."),
    Obstacle("in_issue", True, "{item} has an open issue. Resolve that first."),
    Obstacle("location_usable", False, "{item} lies in {location}, which is not available. Move it first."),
    Obstacle("empty", True, "Nothing is left of {item}. Correct its quantity first."),
)  # fmt: skip
_NEEDED: Final[dict[A, tuple[Obstacle, ...]]] = {
    A.RECEIVE: (Obstacle("received", True, "{item} is received already."),),
    A.CLEAR_SERIAL: (
        Obstacle("serialised", False, "{item} has no serial."),
        Obstacle("received", True, "{item} came in with its serial. Correct it instead."),
    ),
    A.FINISH_WORK: (Obstacle("in_progress", False, "{item} is not in progress."),),
    A.REMOVE: (Obstacle("installed", False, "{item} is not installed."),),
    A.TAKE_OUT: (Obstacle("kitted", False, "{item} is in no kit."),),
    A.RELEASE: (Obstacle("releasable", False, "{item} has no hold that can be released by hand."),),
    A.RESTORE: (Obstacle("scrapped", False, "{item} is not scrapped."),),
    A.TAKE_BACK: (Obstacle("shipped", False, "{item} is not shipped."),),
    A.UNVOID: (Obstacle("voided", False, "{item} is not voided."),),
}
GONE: Final = ("merged", "voided", "scrapped", "shipped")
_IN_USE: Final = ("installed", "in_progress", "kitted", "received")
_NOT_GOOD: Final = ("pending", "held", "location_usable", "empty")

_BESIDE: Final = ("held", "in_issue", "location_usable", "has_children")

_AGAINST: Final[dict[A, tuple[str, ...]]] = {
    A.RECEIVE: (*GONE, "installed"),
    A.ASSIGN_SERIALS: (*GONE, "installed", "serialised", "empty", "has_children"),
    A.CLEAR_SERIAL: GONE,
    A.MOVE: ("merged", "voided", "shipped", "installed"),
    A.ADJUST: (*GONE, "bought", "installed", "serialised", "has_children"),
    A.SPLIT: (*GONE, "serialised", "empty", "has_children"),
    A.MERGE: (*GONE, "bought", *_IN_USE, "has_children", "serialised", "held", "in_issue"),
    A.START_WORK: (*GONE, "installed", "in_progress", "received", "empty"),
    A.FINISH_WORK: GONE,
    A.INSTALL: (*GONE, "installed", "in_progress", "received", *_NOT_GOOD),
    A.REMOVE: GONE,
    A.PUT_IN: (*GONE, *_IN_USE, "held", "location_usable", "empty"),
    A.TAKE_OUT: GONE,
    A.HOLD: ("merged", "voided", "scrapped"),
    A.RELEASE: ("merged", "voided"),
    A.SCRAP: (*GONE, "installed", "received", "empty"),
    A.RESTORE: ("merged", "voided"),
    A.SHIP: (*GONE, "installed", "in_progress", "received", *_NOT_GOOD),
    A.TAKE_BACK: ("merged", "voided", "scrapped"),
    A.VOID: ("merged", "voided", "bought", "installed", "has_children"),
    A.UNVOID: ("merged", "bought"),
    A.EDIT: ("merged", "voided"),
}
"""The facts that stand against each act; where several do, the first of `_OBSTACLES` is said."""

PARENT_AGAINST: Final = (*GONE, "received", "pending", "empty")
"""The facts that stand against installing something in an item."""

PERMISSION_OF: Final = {
    A.RECEIVE: Permission.RECEIVE,
    A.ASSIGN_SERIALS: Permission.ASSIGN_SERIALS,
    A.CLEAR_SERIAL: Permission.ASSIGN_SERIALS,
    A.MOVE: Permission.MOVE,
    A.ADJUST: Permission.ADJUST,
    A.SPLIT: Permission.SPLIT,
    A.MERGE: Permission.SPLIT,
    A.START_WORK: Permission.WORK,
    A.FINISH_WORK: Permission.WORK,
    A.INSTALL: Permission.INSTALL,
    A.REMOVE: Permission.INSTALL,
    A.PUT_IN: Permission.FILL_KITS,
    A.TAKE_OUT: Permission.FILL_KITS,
    A.HOLD: Permission.HOLD,
    A.RELEASE: Permission.HOLD,
    A.SCRAP: Permission.SCRAP,
    A.RESTORE: Permission.SCRAP,
    A.SHIP: Permission.SHIP,
    A.TAKE_BACK: Permission.SHIP,
    A.VOID: Permission.VOID,
    A.UNVOID: Permission.VOID,
    A.EDIT: Permission.EDIT_ITEMS,
}


def possible(circumstances: Circumstances) -> frozenset[A]:
    """The acts that nothing stands against."""
    return frozenset(act for act in A if obstacle(act, circumstances) is None)


def obstacle(act: A, circumstances: Circumstances) -> Obstacle | None:
    """What stands against an act, the weightiest alone."""
    lacking = (
        each for each in _NEEDED.get(act, ()) if getattr(circumstances, each.fact) == each.stands
    )
    return first_of(_AGAINST[act], circumstances) or next(lacking, None)


def against_beside(act: A, circumstances: Circumstances) -> Obstacle | None:
    """What stands against an act beside the item's own facts: holds, issues, its location, what is in it."""
    against = tuple(fact for fact in _AGAINST[act] if fact in _BESIDE)
    return first_of(against, circumstances)


def first_of(against: tuple[str, ...], circumstances: Circumstances) -> Obstacle | None:
    """The weightiest of these facts that stands."""
    for each in _OBSTACLES:
        if each.fact in against and getattr(circumstances, each.fact) == each.stands:
            return each
    return None
