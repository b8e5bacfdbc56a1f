from collections.abc import Callable

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.purchasing.lines import load_open
from ioninv.domain.purchasing.rows import OrderRow, order_rows
from ioninv.domain.purchasing.states import LINES
from ioninv.errors import Conflict
from ioninv.models import PurchaseOrder
from ioninv.vocabulary import Entity, Permission


@requires(Permission.EDIT_PURCHASING)
def place(session: Session, actor: Actor, order_id: int, key: str | None = None) -> OrderRow:
    """A draft becomes ordered. Raises Conflict when it is placed, cancelled or empty; NotFound."""

    def look(order: PurchaseOrder) -> None:
        if order.placed_at is not None:
            raise Conflict(f"{order.number} is placed already.")
        if not session.execute(_LINES, {"order": order_id}).first():
            raise Conflict(f"{order.number} has no lines. Add one first.")

    return _set(session, actor, order_id, "placed", key, look)


@requires(Permission.EDIT_PURCHASING)
def unplace(session: Session, actor: Actor, order_id: int, key: str | None = None) -> OrderRow:
    """An order becomes a draft again while nothing came in. Raises Conflict, NotFound."""

    def look(order: PurchaseOrder) -> None:
        if order.placed_at is None:
            raise Conflict(f"{order.number} is not placed.")
        if session.execute(_CAME_IN, {"order": order_id}).first():
            raise Conflict(f"Something of {order.number} came in already: it stays ordered.")

    return _set(session, actor, order_id, "unplaced", key, look)


def _set(
    session: Session,
    actor: Actor,
    order_id: int,
    verb: str,
    key: str | None,
    look: Callable[[PurchaseOrder], None],
) -> OrderRow:
    payload = {"id": order_id}
    if not history.repeated(session, actor, verb, Entity.PURCHASE_ORDER, key, payload):
        order = load_open(session, order_id)
        look(order)
        with history.act(session, actor, verb, key=key, payload=payload) as act:
            at = from_instant(act.at) if verb == "placed" else None
            history.change_row(act, Entity.PURCHASE_ORDER, order, {"placed_at": at})
    return order_rows(session, [order_id])[0]


_LINES = text("""
    SELECT 1 FROM purchase_line WHERE order_id = :order AND cancelled_at IS NULL LIMIT 1""")
_CAME_IN = text(f"SELECT 1 FROM {LINES} x WHERE x.order_id = :order AND x.received > 0 LIMIT 1")
