import re
from dataclasses import asdict
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.purchasing.facts import ORDER_FACTS
from ioninv.domain.purchasing.form import OrderForm, derived, read_order, refuse_taken
from ioninv.domain.purchasing.rows import OrderRow, order_rows
from ioninv.models import PurchaseOrder
from ioninv.vocabulary import Entity, Permission

_NUMBERED: Final = re.compile(r"po-([0-9]{1,9})")
_FIRST: Final = "PO-0001"


@requires(Permission.EDIT_PURCHASING)
def propose_number(session: Session, actor: Actor) -> str:
    """The number of the next order: PO-0001 and upwards from the greatest of that form."""
    return next_number(session)


@requires(Permission.EDIT_PURCHASING)
def create(session: Session, actor: Actor, form: OrderForm, key: str | None = None) -> OrderRow:
    """Open an order as a draft.

    Raises Invalid with every field that cannot be right, Conflict when the number is taken.
    """
    payload = asdict(form)
    if done := history.repeated(session, actor, "created", Entity.PURCHASE_ORDER, key, payload):
        return order_rows(session, done.ids)[0]
    facts = read_order(session, form, None)
    facts["number"] = facts["number"] or next_number(session)
    refuse_taken(session, facts["number"])
    with history.act(session, actor, "created", key=key, payload=payload) as act:
        row = PurchaseOrder(**facts, **derived(facts))
        id_ = history.create_row(act, Entity.PURCHASE_ORDER, row, ORDER_FACTS)
    return order_rows(session, [id_])[0]


def next_number(session: Session) -> str:
    keys = session.execute(_KEYS).scalars()
    numbers = [match for key in keys if (match := _NUMBERED.fullmatch(key))]
    if not numbers:
        return _FIRST
    last = max(numbers, key=lambda match: int(match[1]))
    return f"PO-{int(last[1]) + 1:0{max(len(last[1]), 4)}d}"


_KEYS = text("SELECT number_key FROM purchase_order WHERE number_key GLOB 'po-[0-9]*'")
