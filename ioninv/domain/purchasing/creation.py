import re
from dataclasses import asdict
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.purchasing.facts import ORDER_FACTS
from ioninv.domain.purchasing.form import OrderForm, derived, read_order, refuse_taken
from ioninv.domain.purchasing.rows import OrderRow, order_rows
from ioninv.models import PurchaseOrder
from ioninv.vocabulary import Entity, Permission

_COUNTED: Final = re.compile(r"(.*?)([0-9]{1,15})([^0-9]*)", re.DOTALL)
_FIRST: Final = "PO-0001"
_LOOKED_AT: Final = 50


@requires(Permission.EDIT_PURCHASING)
def propose_number(session: Session, actor: Actor) -> str:
    """The number of the next order, in the style of the newest one: after PO0012 comes PO0013.

    What stands around the last digits is the style; the greatest number of that style counts. The
    first order of a house is PO-0001.
    """
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
    newest = session.execute(_NEWEST, {"most": _LOOKED_AT}).scalars()
    style = next((found for number in newest if (found := _COUNTED.fullmatch(number))), None)
    if style is None:
        return _FIRST
    before, digits, after = style.groups()
    counted = re.compile(f"{_like(before)}([0-9]{{1,15}}){_like(after)}")
    first = codes.key(before)
    taken = session.execute(_ALIKE, {"first": first, "end": f"{first}\U0010ffff"}).scalars()
    last = max((int(found[1]) for each in taken if (found := counted.fullmatch(each))), default=0)
    last = max(last, int(digits))
    number = f"{before}{last + 1:0{len(digits)}d}{after}"
    # Written otherwise it may be there all the same.
    while session.execute(_TAKEN, {"key": codes.key(number)}).first():
        last += 1
        number = f"{before}{last + 1:0{len(digits)}d}{after}"
    return number


def _like(text: str) -> str:
    """A pattern for a text in capitals or not."""
    return f"(?i:{re.escape(text)})"


_NEWEST = text("SELECT number FROM purchase_order ORDER BY id DESC LIMIT :most")
_ALIKE = text("""
    SELECT number FROM purchase_order WHERE number_key >= :first AND number_key < :end""")
_TAKEN = text("SELECT 1 FROM purchase_order WHERE number_key = :key")
