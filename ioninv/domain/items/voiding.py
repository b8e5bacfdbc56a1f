"""Items that were entered by mistake: voided, never deleted."""

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.acting import Asked, change_all
from ioninv.domain.items.claiming import Claimed
from ioninv.domain.items.issue_links import settle_holds
from ioninv.domain.items.selection import Selection
from ioninv.domain.items.taken import refuse_taken
from ioninv.vocabulary import ActName, Permission


@requires(Permission.VOID)
def void(
    session: Session, actor: Actor, selection: Selection, reason: str, key: str | None = None
) -> history.Done:
    """Void every selected item, or the part of one: it should never have been there.

    Its serial is free again. Raises Conflict naming what cannot be voided, Invalid without reason.
    """
    asked = Asked(ActName.VOID, selection, reason, reason_due=True, key=key)
    return change_all(
        session, actor, asked, lambda act, _item: {"voided_at": act.at, "kit_id": None}
    )


@requires(Permission.VOID)
def unvoid(
    session: Session,
    actor: Actor,
    selection: Selection,
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Bring every selected voided item, or the part of one, back to what it was.

    Raises Conflict when its serial was given to another item meanwhile.
    """
    asked = Asked(ActName.UNVOID, selection, reason, key=key)

    def look(found: Claimed) -> None:
        refuse_taken(
            session,
            [
                (item["part_id"], item["serial"], item["id"])
                for item in found.values()
                if item["serial"]
            ],
            field="selection",
        )

    return change_all(
        session, actor, asked, lambda _act, _item: {"voided_at": None}, look, after=settle_holds
    )
