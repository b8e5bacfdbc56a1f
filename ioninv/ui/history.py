"""History as the screen shows it."""

from collections.abc import Collection, Sequence

from ioninv.domain import undoing
from ioninv.domain.access import Actor, Session
from ioninv.domain.history import Told
from ioninv.ui.kit.timeline import TimelineEntry
from ioninv.vocabulary import Permission, Source

_UNDO_LOOKED_AT = 3


def entries(told: Sequence[Told], undoable: Collection[int] = ()) -> list[TimelineEntry]:
    """The lines of a timeline, in the order given; `undoable` are change sets that can be undone.

    Undo stands once at each of them, although it may have said several things.
    """
    lines = [_entry(number, each) for number, each in enumerate(told)]
    waiting = set(undoable)
    for line, each in zip(lines, told, strict=True):
        if each.change_set in waiting:
            waiting.remove(each.change_set)
            line["can_undo"] = True
    return lines


def undoable(session: Session, actor: Actor, told: Sequence[Told]) -> list[int]:
    """Of the newest change sets, those that can be undone. What was imported never can."""
    if not (actor.may(Permission.VIEW_HISTORY) and actor.may(Permission.UNDO)):
        return []
    newest = dict.fromkeys(each.change_set for each in told if each.source != Source.IMPORT)
    return [
        number
        for number in list(newest)[:_UNDO_LOOKED_AT]
        if not undoing.what_stands_against(session, actor, number)
    ]


def _entry(number: int, told: Told) -> TimelineEntry:
    by = f"{told.actor} · {told.source}"
    text = "; ".join((told.headline, *told.changes))
    return TimelineEntry(
        id=str(number),
        change_set=str(told.change_set),
        text=text,
        by=by,
        at=told.when,
        reason="" if told.reason in text else told.reason,
        can_undo=False,
    )
