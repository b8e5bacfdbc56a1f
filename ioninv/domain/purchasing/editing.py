from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.writing import update_items
from ioninv.domain.loading import find, load
from ioninv.domain.purchasing.form import OrderForm, derived, read_order, refuse_taken
from ioninv.domain.purchasing.rows import OrderRow, order_rows
from ioninv.domain.purchasing.states import LINES
from ioninv.domain.purchasing.stocking import facts_of, follow
from ioninv.models import PurchaseLine, PurchaseOrder, SupplierPart
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
    supplier_parts: Mapping[int, int] | None = None,
) -> OrderRow:
    """Give an order what the form says, empty fields included; a blank number stays as it is.

    Its items have a new number at once; what is on order follows its supplier, currency and
    destination. Where the supplier is another one, lines of which nothing came in lose what the
    first one called them; `supplier_parts` gives lines what the new one does. Raises Invalid with
    every field that cannot be right, Conflict when the number is taken or `version` is stale,
    NotFound.
    """
    payload = {"id": order_id, **asdict(form)}
    payload |= {"supplier_parts": {str(k): v for k, v in (supplier_parts or {}).items()}}
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
            _name_anew(act, order_id, facts["supplier_id"], supplier_parts or {})
        history.change_row(act, Entity.PURCHASE_ORDER, order, facts, derived=derived(facts))
        _renumber(act, order_id, facts["number"])
        for line in lines:
            follow(act, line, before[line])
    return order_rows(session, [order_id])[0]


def _name_anew(
    act: history.Act, order_id: int, supplier_id: int, supplier_parts: Mapping[int, int]
) -> None:
    """What another supplier calls a part is none of this one's business, but for what came in."""
    for id_ in act.session.execute(_NOTHING_CAME, {"order": order_id}).scalars().all():
        line = load(act.session, PurchaseLine, id_, "purchase line")
        sold = (
            find(act.session, SupplierPart, supplier_parts[id_]) if id_ in supplier_parts else None
        )
        fits = sold and (sold.supplier_id, sold.part_id) == (supplier_id, line.part_id)
        named = {"supplier_part_id": sold.id if sold and fits else None}
        history.change_row(act, Entity.PURCHASE_LINE, line, named)


def _renumber(act: history.Act, order_id: int, number: str) -> None:
    ids = act.session.execute(_ITEMS, {"order": order_id, "number": number}).scalars()
    update_items(act, {id_: {"purchase_order": number} for id_ in ids})


_LINES = text("SELECT id FROM purchase_line WHERE order_id = :order ORDER BY position")
_NOTHING_CAME = text(f"""
    SELECT x.id FROM {LINES} x WHERE x.order_id = :order AND x.received = 0 ORDER BY x.position""")
_ITEMS = text("""
    SELECT i.id FROM purchase_line l JOIN inventory_item i ON i.purchase_line_id = l.id
    WHERE l.order_id = :order AND i.purchase_order <> :number""")
