from dataclasses import asdict

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.writing import update_items
from ioninv.domain.loading import load
from ioninv.domain.purchasing.form import OrderForm, derived, read_order, refuse_taken
from ioninv.domain.purchasing.rows import OrderRow, order_rows
from ioninv.domain.purchasing.stocking import facts_of, follow
from ioninv.models import PurchaseLine, PurchaseOrder
from ioninv.vocabulary import Entity, Permission

_VERB = "edited"


@requires(Permission.EDIT_PURCHASING)
def edit(
    session: Session,
    actor: Actor,
    order_id: int,
    form: OrderForm,
    version: int | None = None,
    key: str | None = None,
) -> OrderRow:
    """Give an order what the form says, empty fields included; a blank number stays as it is.

    Its items have a new number at once; what is on order follows its supplier, currency and
    destination. Raises Invalid with every field that cannot be right, Conflict when the number is
    taken or `version` is stale, NotFound.
    """
    payload = {"id": order_id, **asdict(form)}
    if history.repeated(session, actor, _VERB, Entity.PURCHASE_ORDER, key, payload):
        return order_rows(session, [order_id])[0]
    order = load(session, PurchaseOrder, order_id, "purchase order")
    history.check_version(session, Entity.PURCHASE_ORDER, order, version, order.number)
    facts = read_order(session, form, order)
    facts["number"] = facts["number"] or order.number
    refuse_taken(session, facts["number"], itself=order_id)
    lines = list(session.execute(_LINES, {"order": order_id}).scalars())
    before = {line: facts_of(session, line) for line in lines}
    with history.act(session, actor, _VERB, key=key, payload=payload) as act:
        if facts["supplier_id"] != order.supplier_id:
            _forget_supplier_parts(act, lines)
        history.change_row(act, Entity.PURCHASE_ORDER, order, facts, derived=derived(facts))
        _renumber(act, order_id, facts["number"])
        for line in lines:
            follow(act, line, before[line])
    return order_rows(session, [order_id])[0]


def _forget_supplier_parts(act: history.Act, lines: list[int]) -> None:
    """What another supplier calls a part is none of this one's business."""
    for id_ in lines:
        line = load(act.session, PurchaseLine, id_, "purchase line")
        history.change_row(act, Entity.PURCHASE_LINE, line, {"supplier_part_id": None})


def _renumber(act: history.Act, order_id: int, number: str) -> None:
    ids = act.session.execute(_ITEMS, {"order": order_id, "number": number}).scalars()
    update_items(act, {id_: {"purchase_order": number} for id_ in ids})


_LINES = text("SELECT id FROM purchase_line WHERE order_id = :order ORDER BY position")
_ITEMS = text("""
    SELECT i.id FROM purchase_line l JOIN inventory_item i ON i.purchase_line_id = l.id
    WHERE l.order_id = :order AND i.purchase_order <> :number""")
