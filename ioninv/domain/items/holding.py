"""Holds: reasons why items may not be used. Releasing one frees nothing that another holds."""

from dataclasses import replace

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.acting import Asked, perform, read_reason
from ioninv.domain.items.claiming import BY_HAND, Claimed, label, look_up
from ioninv.domain.items.holds import MANUAL, insert_holds, open_holds, set_released
from ioninv.domain.items.selection import Selection
from ioninv.vocabulary import ActName, Permission

_NOTES_SHOWN = 5


@requires(Permission.HOLD)
def hold(
    session: Session, actor: Actor, selection: Selection, reason: str, key: str | None = None
) -> history.Done:
    """Hold every selected item, or the part of one. It is unavailable while nothing else decides.

    Raises Conflict naming what cannot be held, Invalid without a reason.
    """
    asked = Asked(ActName.HOLD, selection, reason, reason_due=True, key=key)

    def change(act: history.Act, found: Claimed) -> list[int]:
        insert_holds(act, [(id_, MANUAL, read_reason(reason)) for id_ in found])
        return list(found)

    return perform(session, actor, asked, change)


@requires(Permission.HOLD)
def release(
    session: Session,
    actor: Actor,
    selection: Selection,
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Release every hold that was made by hand or by an import; others stay, and `notes` name them.

    Raises Conflict naming what has no such hold.
    """
    asked = Asked(ActName.RELEASE, selection, reason, key=key)

    def change(act: history.Act, found: Claimed) -> list[int]:
        holds = [each for each in open_holds(session, found) if each.source in BY_HAND]
        set_released(act, holds, act.at)
        return list(found)

    done = perform(session, actor, asked, change)
    return replace(done, notes=_still_held(session, done.ids))


def _still_held(session: Session, ids: tuple[int, ...]) -> tuple[str, ...]:
    items = look_up(session, ids)
    held = [each for each in open_holds(session, ids) if each.source not in BY_HAND]
    return tuple(
        f"{label(items[each.item_id])} is still on hold: {each.reason}"
        for each in held[:_NOTES_SHOWN]
    )
