"""Lines: saving one makes its items at once, changing one grows, splits or voids them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_micro, to_micro
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.claiming import look_up
from ioninv.domain.items.parting import Part as PartOf
from ioninv.domain.items.parting import split_off
from ioninv.domain.items.rows import number_text
from ioninv.domain.items.taken import refuse_taken
from ioninv.domain.items.writing import update_items
from ioninv.domain.loading import find, load
from ioninv.domain.purchasing.facts import LINE_FACTS
from ioninv.domain.purchasing.form import LineForm, LineRead, read_line
from ioninv.domain.purchasing.rows import LineRow, line_row
from ioninv.domain.purchasing.stocking import facts_of, follow, is_plain, make_items, on_order
from ioninv.errors import Conflict, Invalid
from ioninv.models import Part, PurchaseLine, PurchaseOrder
from ioninv.vocabulary import MICRO, Entity, Permission

ADDED: Final = "line added"
EDITED: Final = "line edited"
_SHOWN: Final = 20


@requires(Permission.EDIT_PURCHASING)
def add_line(
    session: Session, actor: Actor, order_id: int, form: LineForm, key: str | None = None
) -> LineRow:
    """Add a line to an order; its items are there at once, on order.

    Raises Invalid with every field that cannot be right, Conflict where a serial is taken or the
    order is cancelled, NotFound.
    """
    payload = {"order": order_id, **asdict(form)}
    if done := history.repeated(session, actor, ADDED, Entity.PURCHASE_LINE, key, payload):
        return line_row(session, done.ids[0])
    order = load_open(session, order_id)
    part = find(session, Part, form.part_id) if form.part_id else None
    read = read_line(session, order, part, form)
    taken = [(read.facts["part_id"], serial, 0) for serial in read.serials]
    refuse_taken(session, taken, field="serials")
    with history.act(session, actor, ADDED, key=key, payload=payload) as act:
        id_ = insert_line(act, order_id, read)
    return line_row(session, id_)


@requires(Permission.EDIT_PURCHASING)
def edit_line(
    session: Session,
    actor: Actor,
    line_id: int,
    form: LineForm,
    version: int | None = None,
    drop: Sequence[int] = (),
    key: str | None = None,
) -> LineRow:
    """Give a line what the form says; its items on order follow.

    More: the plain remainder grows, or one is made. Fewer: the plain remainder goes first, then
    what has a lot, then what a hold or an issue is on; what has a serial only when `drop` names its
    id. `serials` are given to units that have none, `lot` to items that have none. The part of a
    line stays.

    Raises Invalid with the fields; Conflict when `version` is stale, the line is cancelled, more
    came in than that, or serials would have to go that `drop` does not name; NotFound.
    """
    payload = {"id": line_id, "drop": list(drop), **asdict(form)}
    if history.repeated(session, actor, EDITED, Entity.PURCHASE_LINE, key, payload):
        return line_row(session, line_id)
    line = load(session, PurchaseLine, line_id, "purchase line")
    order = load_open(session, line.order_id)
    called = f"line {line.position} of {order.number}"
    history.check_version(session, Entity.PURCHASE_LINE, line, version, called)
    if line.cancelled_at is not None:
        raise Conflict(f"Line {line.position} is cancelled. Reopen it first.")
    if form.part_id not in (None, line.part_id):
        raise Invalid("The part of a line stays. Cancel it and add another line.", "part")
    part = load(session, Part, line.part_id, "part")
    read = read_line(session, order, part, form, line)
    before = facts_of(session, line_id)
    sized = _sized(session, line, read.facts["quantity"], frozenset(drop))
    _refuse_serials(session, part, sized, read.serials)
    with history.act(session, actor, EDITED, key=key, payload=payload) as act:
        history.change_row(act, Entity.PURCHASE_LINE, line, read.facts)
        follow(act, line_id, before)
        voided = {id_: {"voided_at": act.at} for id_ in sized.gone}
        update_items(act, {id_: {"quantity": left} for id_, left in sized.changed.items()} | voided)
        if sized.made:
            make_items(act, line_id, sized.made)
        _name(act, line_id, read.serials)
        _give_lot(act, line_id, read.lot)
    return line_row(session, line_id)


def load_open(session: Session, order_id: int) -> PurchaseOrder:
    """Raises NotFound, Conflict when the order is cancelled."""
    order = load(session, PurchaseOrder, order_id, "purchase order")
    if order.cancelled_at is not None:
        raise Conflict(f"{order.number} is cancelled. Reopen it first, or open another.")
    return order


def insert_line(act: history.Act, order_id: int, read: LineRead) -> int:
    """A line at the end of an order, with its items."""
    position = act.session.execute(_POSITION, {"order": order_id}).scalar_one()
    line = PurchaseLine(order_id=order_id, position=position, **read.facts)  # pyright: ignore[reportCallIssue]
    id_ = history.create_row(act, Entity.PURCHASE_LINE, line, LINE_FACTS)
    make_items(act, id_, read.facts["quantity"], read.serials, read.lot)
    return id_


def received_of(session: Session, line: PurchaseLine) -> int:
    """What came in of a line, in millionths."""
    since = session.execute(_RECEIVED, {"line": line.id}).scalar_one()
    return to_micro(line.received_before) + since


@dataclass(frozen=True)
class _Sized:
    """What has to become of the items on order: new quantities, what is voided, what is made.

    `nameless` is how much then has no serial. All in millionths.
    """

    nameless: int
    changed: dict[int, int] = field(default_factory=dict[int, int])
    gone: tuple[int, ...] = ()
    made: int = 0


def _sized(session: Session, line: PurchaseLine, quantity: Decimal, drop: frozenset[int]) -> _Sized:
    """How as much comes to be on order as is missing of a quantity. Raises Conflict."""
    line_id = line.id or 0
    received = received_of(session, line)
    there = on_order(session, [line_id])
    wanted = to_micro(quantity) - (received - extra_of(session, line_id))
    if wanted < 0:
        came = number_text(from_micro(received))
        raise Conflict(f"{came} came in already: the quantity cannot be less.", "quantity")
    nameless = [item for item in there if item["serial"] is None]
    named = [item for item in there if item["serial"] is not None]
    more = wanted - sum(item["quantity"] for item in there)
    if more < 0:
        return _fewer(nameless, named, -more, drop)
    total = sum(item["quantity"] for item in nameless) + more
    if more and nameless and is_plain(nameless[0]):
        return _Sized(total, {nameless[0]["id"]: nameless[0]["quantity"] + more})
    return _Sized(total, made=more)


def _fewer(
    nameless: Sequence[dict[str, Any]],
    named: Sequence[dict[str, Any]],
    less: int,
    drop: frozenset[int],
) -> _Sized:
    total = sum(item["quantity"] for item in nameless)
    changed: dict[int, int] = {}
    gone: list[int] = []
    for item in nameless:
        taken = min(less, item["quantity"])
        less, total = less - taken, total - taken
        if taken == item["quantity"]:
            gone.append(item["id"])
        elif taken:
            changed[item["id"]] = item["quantity"] - taken
    for item in named:
        if less >= MICRO and item["id"] in drop:
            less -= MICRO
            gone.append(item["id"])
    if less:
        left = [item for item in named if item["id"] not in gone]
        raise Conflict(_said_of_serials(left, less), "drop")
    return _Sized(total, changed, tuple(gone))


def _said_of_serials(named: Sequence[dict[str, Any]], less: int) -> str:
    serials = sorted(item["serial"] for item in named)
    more = len(serials) - _SHOWN
    listed = ", ".join(serials[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
    number = number_text(from_micro(less))
    return f"{number} of the expected serials would have to go. Say which: {listed}."


def _refuse_serials(session: Session, part: Part, sized: _Sized, serials: Sequence[str]) -> None:
    units = sized.nameless // MICRO
    if len(serials) > units:
        many = "1 serial" if len(serials) == 1 else f"{len(serials):,} serials"
        said = f"{many} for {units:,} units that have none: give fewer."
        if units == 1:
            said = f"{many} for 1 unit that has none: give fewer."
        raise Invalid(said if units else "All units have their serials already.", "serials")
    if not sized.gone:
        refuse_taken(session, [(part.id or 0, each, 0) for each in serials], field="serials")


def _name(act: history.Act, line_id: int, serials: Sequence[str]) -> None:
    """Give serials to units that have none."""
    if not serials:
        return
    left = list(serials)
    pending = [item for item in on_order(act.session, [line_id]) if item["serial"] is None]
    refuse_taken(
        act.session, [(pending[0]["part_id"], serial, 0) for serial in left], field="serials"
    )
    for item in look_up(act.session, [item["id"] for item in pending]).values():
        units = item["quantity"] // MICRO
        name_units(act, item, left[:units])
        left = left[units:]


def name_units(act: history.Act, item: dict[str, Any], serials: Sequence[str]) -> list[int]:
    """Make an item for each serial out of one that has none; the ids in the order of the serials."""
    if not serials:
        return []
    whole = len(serials) * MICRO == item["quantity"]
    others = serials[1:] if whole else serials
    new = split_off(act, item, [PartOf(MICRO, serial) for serial in others]) if others else []
    if whole:
        update_items(act, {item["id"]: {"serial": serials[0]}}, kind="serials assigned")
        return [item["id"], *new]
    return new


def _give_lot(act: history.Act, line_id: int, lot: str | None) -> None:
    if lot:
        items = [item for item in on_order(act.session, [line_id]) if not item["lot"]]
        update_items(act, {item["id"]: {"lot": lot} for item in items})


def extra_of(session: Session, line_id: int) -> int:
    """What came in of a line beyond what was ordered, in millionths."""
    return session.execute(_EXTRA, {"line": line_id}).scalar_one()


_POSITION = text("SELECT coalesce(max(position), 0) + 1 FROM purchase_line WHERE order_id = :order")
_RECEIVED = text(
    "SELECT coalesce(sum(received_quantity), 0) FROM inventory_item WHERE purchase_line_id = :line"
)
EXTRA: Final = (
    "i.received_quantity IS NOT NULL AND i.origin_id IS NULL AND EXISTS (SELECT 1 FROM event e "
    "WHERE e.entity = 'item' AND e.entity_id = i.id AND e.version = 1 "
    "AND json_extract(e.changes, '$.received_at') IS NOT NULL)"
)
"""The items `i` of a line that came in beyond what was ordered: they were never on order."""
_EXTRA = text(
    f"SELECT coalesce(sum(i.received_quantity), 0) FROM inventory_item i "
    f"WHERE i.purchase_line_id = :line AND {EXTRA}"
)
