"""Work on items: while it goes on they are in progress, with the work order as its reference."""

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.input import Reading
from ioninv.domain.items.acting import Asked, change_all
from ioninv.domain.items.selection import Selection
from ioninv.vocabulary import ActName, Permission


@requires(Permission.WORK)
def start_work(
    session: Session,
    actor: Actor,
    selection: Selection,
    work_order: str = "",
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Start work on every selected item, or on the part of one; an empty work order keeps theirs.

    Raises Conflict naming what cannot be worked on, Invalid with the field `work_order`.
    """
    asked = Asked(ActName.START_WORK, selection, reason, key=key, given=(work_order,))
    reading = Reading({"work_order": work_order})
    order = reading.text("work_order", "Work order")
    reading.finish()
    reference = {"work_order": order} if order else {}
    return change_all(
        session, actor, asked, lambda act, _item: {"work_started_at": act.at, **reference}
    )


@requires(Permission.WORK)
def finish_work(
    session: Session,
    actor: Actor,
    selection: Selection,
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Finish the work on every selected item, or on the part of one; the work order stays on it.

    Raises Conflict naming what is not in progress.
    """
    asked = Asked(ActName.FINISH_WORK, selection, reason, key=key)
    return change_all(session, actor, asked, lambda _act, _item: {"work_started_at": None})
