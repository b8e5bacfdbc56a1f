from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.acting import Asked, change_all
from ioninv.domain.items.issue_links import settle_holds
from ioninv.domain.items.selection import Selection
from ioninv.vocabulary import ActName, Permission


@requires(Permission.SCRAP)
def scrap(
    session: Session, actor: Actor, selection: Selection, reason: str, key: str | None = None
) -> history.Done:
    """Scrap every selected item, or the part of one. They keep their serials and leave their kits.

    What is installed in a scrapped item stays in it, to be removed or not. Raises Conflict naming
    what cannot be scrapped, Invalid without a reason.
    """
    asked = Asked(ActName.SCRAP, selection, reason, reason_due=True, key=key)
    return change_all(
        session, actor, asked, lambda act, _item: {"scrapped_at": act.at, "kit_id": None}
    )


@requires(Permission.SCRAP)
def restore(
    session: Session,
    actor: Actor,
    selection: Selection,
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Take every selected item, or the part of one, out of the scrap, to what it was before."""
    asked = Asked(ActName.RESTORE, selection, reason, key=key)
    return change_all(
        session, actor, asked, lambda _act, _item: {"scrapped_at": None}, after=settle_holds
    )
