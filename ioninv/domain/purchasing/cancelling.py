"""Cancelling: what is on order is voided, never deleted; reopening brings exactly that back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant, to_instant
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.acting import read_reason
from ioninv.domain.items.issue_links import settle_holds
from ioninv.domain.items.taken import refuse_taken
from ioninv.domain.items.writing import update_items
from ioninv.domain.loading import load
from ioninv.domain.purchasing.lines import load_open
from ioninv.domain.purchasing.rows import LineRow, OrderRow, line_row, order_rows
from ioninv.domain.purchasing.stocking import on_order, voided_with
from ioninv.errors import Conflict
from ioninv.models import PurchaseLine, PurchaseOrder
from ioninv.vocabulary import Entity, Permission


@requires(Permission.EDIT_PURCHASING)
def cancel_line(
    session: Session, actor: Actor, line_id: int, reason: str, key: str | None = None
) -> LineRow:
    """Cancel what has still to come of a line: those items are voided.

    Raises Conflict when it is cancelled or nothing has still to come, Invalid without a reason,
    NotFound.
    """
    payload = {"id": line_id, "reason": reason}
    verb = "line cancelled"
    if not history.repeated(session, actor, verb, Entity.PURCHASE_LINE, key, payload):
        told = read_reason(reason, required=True)
        line = load(session, PurchaseLine, line_id, "purchase line")
        if line.cancelled_at is not None:
            raise Conflict(f"Line {line.position} is cancelled already.")
        if not on_order(session, [line_id]):
            raise Conflict(f"All of line {line.position} came in: there is nothing to cancel.")
        with history.act(session, actor, verb, reason=told, key=key, payload=payload) as act:
            _cancel(act, [line_id])
    return line_row(session, line_id)


@requires(Permission.EDIT_PURCHASING)
def reopen_line(
    session: Session, actor: Actor, line_id: int, reason: str = "", key: str | None = None
) -> LineRow:
    """Take the cancelling of a line back: its items are on order again.

    Raises Conflict when it or its order is not as that needs, or a serial went elsewhere; NotFound.
    """
    payload = {"id": line_id, "reason": reason}
    verb = "line reopened"
    if not history.repeated(session, actor, verb, Entity.PURCHASE_LINE, key, payload):
        told = read_reason(reason)
        line = load(session, PurchaseLine, line_id, "purchase line")
        load_open(session, line.order_id)
        if line.cancelled_at is None:
            raise Conflict(f"Line {line.position} is not cancelled.")
        items = _voided_with(session, [line_id])
        with history.act(session, actor, verb, reason=told, key=key, payload=payload) as act:
            _reopen(act, [line_id], items)
    return line_row(session, line_id)


@requires(Permission.EDIT_PURCHASING)
def cancel(
    session: Session, actor: Actor, order_id: int, reason: str, key: str | None = None
) -> OrderRow:
    """Cancel all that has still to come of an order; what came in stays received.

    Raises Conflict when it is cancelled or all of it came in, Invalid without a reason, NotFound.
    """
    payload = {"id": order_id, "reason": reason}
    verb = "order cancelled"
    if not history.repeated(session, actor, verb, Entity.PURCHASE_ORDER, key, payload):
        told = read_reason(reason, required=True)
        order = load_open(session, order_id)
        lines = list(session.execute(_LINES, {"order": order_id}).scalars())
        open_lines = {item["purchase_line_id"] for item in on_order(session, lines)}
        if lines and not open_lines:
            raise Conflict(f"All of {order.number} came in: there is nothing to cancel.")
        with history.act(session, actor, verb, reason=told, key=key, payload=payload) as act:
            _cancel(act, [line for line in lines if line in open_lines])
            at = from_instant(act.at)
            history.change_row(act, Entity.PURCHASE_ORDER, order, {"cancelled_at": at})
    return order_rows(session, [order_id])[0]


@requires(Permission.EDIT_PURCHASING)
def reopen(
    session: Session, actor: Actor, order_id: int, reason: str = "", key: str | None = None
) -> OrderRow:
    """Take the cancelling of an order back, with the lines that it cancelled.

    Raises Conflict when it is not cancelled or a serial went elsewhere, NotFound.
    """
    payload = {"id": order_id, "reason": reason}
    verb = "order reopened"
    if not history.repeated(session, actor, verb, Entity.PURCHASE_ORDER, key, payload):
        told = read_reason(reason)
        order = load(session, PurchaseOrder, order_id, "purchase order")
        if order.cancelled_at is None:
            raise Conflict(f"{order.number} is not cancelled.")
        at = to_instant(order.cancelled_at)
        lines = list(session.execute(_CANCELLED_WITH, {"order": order_id, "at": at}).scalars())
        items = _voided_with(session, lines)
        with history.act(session, actor, verb, reason=told, key=key, payload=payload) as act:
            history.change_row(act, Entity.PURCHASE_ORDER, order, {"cancelled_at": None})
            _reopen(act, lines, items)
    return order_rows(session, [order_id])[0]


def _cancel(act: history.Act, line_ids: Sequence[int]) -> None:
    """The lines and their items are cancelled at one instant: by it they are found again."""
    for id_ in line_ids:
        line = load(act.session, PurchaseLine, id_, "purchase line")
        at = from_instant(act.at)
        history.change_row(act, Entity.PURCHASE_LINE, line, {"cancelled_at": at})
    items = on_order(act.session, line_ids)
    update_items(act, {item["id"]: {"voided_at": act.at} for item in items}, kind="voided")


def _voided_with(session: Session, line_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The items that were voided when these lines were cancelled. Raises Conflict for their serials."""
    items = voided_with(session, line_ids)
    wanted = [(item["part_id"], item["serial"], item["id"]) for item in items if item["serial"]]
    refuse_taken(session, wanted, field="selection")
    return items


def _reopen(act: history.Act, line_ids: Sequence[int], items: Sequence[dict[str, Any]]) -> None:
    for id_ in line_ids:
        line = load(act.session, PurchaseLine, id_, "purchase line")
        history.change_row(act, Entity.PURCHASE_LINE, line, {"cancelled_at": None})
    changes = {item["id"]: {"voided_at": None} for item in items}
    back = update_items(act, changes, kind="brought back")
    settle_holds(act, back)


_LINES = text("""
    SELECT id FROM purchase_line WHERE order_id = :order AND cancelled_at IS NULL
    ORDER BY position""")
_CANCELLED_WITH = text("""
    SELECT id FROM purchase_line WHERE order_id = :order AND cancelled_at = :at ORDER BY position""")
