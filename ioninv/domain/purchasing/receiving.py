"""Receiving at the dock: the same items that were on order come in, in one change set per receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.db.types import from_micro, to_micro
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.input import Reading
from ioninv.domain.items.acting import read_location
from ioninv.domain.items.claiming import Claimed, label, look_up, refuse_impossible
from ioninv.domain.items.parting import Part as PartOf
from ioninv.domain.items.parting import read_part, refuse_fraction, split_off
from ioninv.domain.items.recalls import join_recalls
from ioninv.domain.items.receiving import came_in
from ioninv.domain.items.rows import number_text
from ioninv.domain.items.serials import read_serials
from ioninv.domain.items.taken import refuse_taken
from ioninv.domain.items.writing import update_items
from ioninv.domain.loading import load
from ioninv.domain.purchasing.lines import load_open, name_units
from ioninv.domain.purchasing.stocking import make_items, on_order
from ioninv.errors import Conflict, Invalid
from ioninv.models import PurchaseLine, PurchaseOrder
from ioninv.vocabulary import LARGEST_ACT, MICRO, ActName, Entity, Permission, TrackingType

VERB: Final = ActName.RECEIVE.done


@dataclass(frozen=True)
class Receipt:
    """What came in of one line.

    `item_id` alone: that item, or `quantity` of it. `serials` name units that came in: those that
    are expected are received, the others are given to units that have none. Neither: `quantity` of
    what has no serial, or all of it. `instead_of` is the expected item that has the one serial named
    from now on. `extra` takes in what is beyond the line: `serials`, or `quantity`.
    `lot` and `location_id` are those of what came in; without, they are as expected. A lot is that
    of what was announced with it, then of what has none; another one is given to `item_id` alone.
    """

    line_id: int
    item_id: int | None = None
    quantity: str = ""
    serials: str = ""
    lot: str = ""
    location_id: int | None = None
    instead_of: int | None = None
    extra: bool = False


class _Due:
    """What has still to come of a line, sorted once for all receipts of it."""

    def __init__(self, items: Sequence[dict[str, Any]]) -> None:
        self.nameless = [item for item in items if item["serial"] is None]
        self.expected = {codes.key(item["serial"]): item for item in items if item["serial"]}

    def of_lot(self, lot: str | None) -> list[dict[str, Any]]:
        """What has no serial and may come in with this lot: what was announced with it first."""
        if not lot:
            return self.nameless
        same = [item for item in self.nameless if _same_lot(item, lot)]
        return same + [item for item in self.nameless if not item["lot"]]

    def of_other_lots(self, lot: str | None) -> list[dict[str, Any]]:
        """What was announced with another lot than this one."""
        if not lot:
            return []
        return [item for item in self.nameless if item["lot"] and not _same_lot(item, lot)]


@dataclass
class _Plan:
    """What receipts come to: read and checked before anything is written. Quantities in millionths."""

    whole: dict[int, Mapping[str, Any]] = field(default_factory=dict[int, Mapping[str, Any]])
    parts: dict[int, list[tuple[int, Mapping[str, Any]]]] = field(
        default_factory=dict[int, list[tuple[int, Mapping[str, Any]]]]
    )
    named: dict[int, list[tuple[str, Mapping[str, Any]]]] = field(
        default_factory=dict[int, list[tuple[str, Mapping[str, Any]]]]
    )
    extra: list[tuple[int, int, list[str], Mapping[str, Any]]] = field(
        default_factory=list[tuple[int, int, list[str], Mapping[str, Any]]]
    )
    left: dict[int, int] = field(default_factory=dict[int, int])
    wanted: list[tuple[int, str, int]] = field(default_factory=list[tuple[int, str, int]])


@requires(Permission.RECEIVE)
def receive(
    session: Session,
    actor: Actor,
    order_id: int,
    receipts: Sequence[Receipt],
    key: str | None = None,
) -> history.Done:
    """Take in what came of an order, all that is said or nothing; `ids` are the items that came in.

    Of a lot that is recalled they are on its issue, and `notes` say so.

    Raises Invalid or Conflict with the field (`serials`, `quantity`, `lot`, `location`, `instead_of`)
    where something is not expected, came in before, is more than is due and not `extra`, or lacks
    its lot; NotFound.
    """
    payload = {"order": order_id, "receipts": [asdict(receipt) for receipt in receipts]}
    if done := history.repeated(session, actor, VERB, Entity.ITEM, key, payload):
        return done
    order = load_open(session, order_id)
    if not receipts:
        raise Invalid("Say what came in.")
    plan, items = _planned(session, order, receipts)
    with history.act(session, actor, VERB, key=key, payload=payload) as act:
        ids = dict.fromkeys(_take_in(act, plan, items))
        notes = join_recalls(act, ids)
    return history.Done(act.id if act.events else 0, tuple(ids), notes=notes)


@requires(Permission.RECEIVE)
def receive_all(
    session: Session,
    actor: Actor,
    order_id: int,
    location_id: int | None = None,
    lot: str = "",
    key: str | None = None,
) -> history.Done:
    """Take in all that has still to come of an order; `lot` is given to what was announced with none.

    Raises Conflict when nothing has, Invalid with `lot` where one is due and none is known, NotFound.
    """
    payload = {"order": order_id, "location": location_id, "lot": lot}
    if done := history.repeated(session, actor, VERB, Entity.ITEM, key, payload):
        return done
    order = load_open(session, order_id)
    there = on_order(session, list(session.execute(_LINES, {"order": order_id}).scalars()))
    if not there:
        raise Conflict(f"All of {order.number} came in already.")
    if len(there) > LARGEST_ACT:
        raise Invalid(f"One act takes at most {LARGEST_ACT:,} items: receive line by line.")
    items = look_up(session, [item["id"] for item in there])
    refuse_impossible(session, items, ActName.RECEIVE)
    given = _given(session, location_id, lot)
    for item in items.values():
        _refuse_without_lot(item, given)
    with history.act(session, actor, VERB, key=key, payload=payload) as act:
        changes = {
            id_: came_in(item, act.at) | given | ({"lot": item["lot"]} if item["lot"] else {})
            for id_, item in items.items()
        }
        ids = update_items(act, changes, before=items)
        notes = join_recalls(act, ids)
    return history.Done(act.id, tuple(ids), notes=notes)


def _planned(
    session: Session, order: PurchaseOrder, receipts: Sequence[Receipt]
) -> tuple[_Plan, Claimed]:
    """What to do, on which items as they are. Raises Invalid, Conflict or NotFound."""
    ids = dict.fromkeys(receipt.line_id for receipt in receipts)
    lines = {id_: _line_of(session, order, id_) for id_ in ids}
    there = on_order(session, list(lines))
    named = [id_ for r in receipts for id_ in (r.item_id, r.instead_of) if id_ is not None]
    items = look_up(session, [*(item["id"] for item in there), *named])
    plan = _Plan(left={id_: item["quantity"] for id_, item in items.items()})
    of_line: dict[int, list[dict[str, Any]]] = {id_: [] for id_ in lines}
    for item in there:
        of_line[item["purchase_line_id"]].append(items[item["id"]])
    due = {id_: _Due(each) for id_, each in of_line.items()}
    given = {each: _given(session, *each) for each in {(r.location_id, r.lot) for r in receipts}}
    for receipt in receipts:
        id_, facts = receipt.line_id, given[receipt.location_id, receipt.lot]
        _plan(session, plan, items, receipt, lines[id_], due[id_], facts)
    if len(plan.whole) + sum(map(len, plan.named.values())) > LARGEST_ACT:
        raise Invalid(f"One receipt takes at most {LARGEST_ACT:,} items. Send it in parts.")
    touched = [*plan.whole, *plan.parts, *plan.named]
    refuse_impossible(session, {id_: items[id_] for id_ in touched}, ActName.RECEIVE)
    refuse_taken(session, plan.wanted, field="serials")
    return plan, items


def _line_of(session: Session, order: PurchaseOrder, line_id: int) -> PurchaseLine:
    line = load(session, PurchaseLine, line_id, "purchase line")
    if line.order_id != order.id:
        raise Invalid(f"This line is not one of {order.number}.", "line")
    if line.cancelled_at is not None:
        raise Conflict(f"Line {line.position} is cancelled. Reopen it first.", "line")
    return line


def _plan(
    session: Session,
    plan: _Plan,
    items: Claimed,
    receipt: Receipt,
    line: PurchaseLine,
    due: _Due,
    given: Mapping[str, Any],
) -> None:
    serials, problems = read_serials(receipt.serials)
    if problems:
        raise Invalid.because(problems)
    if receipt.extra:
        _plan_extra(session, plan, receipt, line, serials, given)
    elif receipt.instead_of is not None:
        _plan_instead(plan, items, receipt, line, serials, given)
    elif receipt.item_id is not None:
        item = _of_line(items, receipt.item_id, line)
        if serials:
            itself = _Due([item])
            _plan_serials(plan, itself, itself.nameless, serials, given)
        else:
            _plan_quantity(plan, [item], receipt.quantity, given)
    elif serials:
        _plan_serials(plan, due, due.of_lot(given.get("lot")), serials, given)
    else:
        _refuse_other_lots(plan, due, receipt, given)
        _plan_quantity(plan, due.of_lot(given.get("lot")), receipt.quantity, given)


def _refuse_other_lots(plan: _Plan, due: _Due, receipt: Receipt, given: Mapping[str, Any]) -> None:
    """What was announced with another lot does not silently become of this one."""
    lot = given.get("lot")
    others = [item for item in due.of_other_lots(lot) if plan.left[item["id"]]]
    left = sum(plan.left[item["id"]] for item in due.of_lot(lot))
    asked = Reading({"quantity": receipt.quantity}).decimal("quantity", "Quantity")
    wanted = left if asked is None else to_micro(asked)
    if others and (wanted > left or not left):
        rest = number_text(from_micro(left))
        there = f"Only {rest} {'has' if rest == '1' else 'have'}" if left else "Nothing has"
        lots = ", ".join(dict.fromkeys(str(item["lot"]) for item in others[:5]))
        raise Conflict(
            f"{there} still to come that can be of lot {lot}. "
            f"The rest is announced as lot {lots}: choose it at that item.",
            "lot",
        )


def _plan_serials(
    plan: _Plan,
    due: _Due,
    nameless: Sequence[dict[str, Any]],
    serials: Sequence[str],
    given: Mapping[str, Any],
) -> None:
    """Those that are expected come in; the others are given to what has none."""
    free = (item for item in nameless if plan.left[item["id"]] >= MICRO)
    unit = None
    for serial in serials:
        item = due.expected.get(codes.key(serial))
        if item is not None:
            _take(plan, item, item["quantity"], given)
            continue
        if unit is None or plan.left[unit["id"]] < MICRO:
            unit = next(free, None)
        if unit is None:
            raise Conflict(
                f"Serial {serial} is not expected. Take it instead of one that is, or as extra.",
                "serials",
            )
        _refuse_without_lot(unit, given)
        plan.left[unit["id"]] -= MICRO
        plan.wanted.append((unit["part_id"], serial, 0))
        plan.named.setdefault(unit["id"], []).append((serial, _as_announced(unit, given)))


def _plan_quantity(
    plan: _Plan, due: Sequence[dict[str, Any]], quantity: str, given: Mapping[str, Any]
) -> None:
    """So much of these items, one after the other; all that is left of them without a quantity."""
    left = sum(plan.left[item["id"]] for item in due)
    if not left:
        raise Conflict("Nothing that has no serial has still to come.", "quantity")
    wanted = left
    if quantity.strip():
        whole: dict[str, Any] = {**due[0], "quantity": left}
        try:
            wanted = read_part(whole, quantity)
        except Invalid as refused:
            raise _too_much(refused, left) from refused
    for item in due:
        taken = min(wanted, plan.left[item["id"]])
        if taken:
            _take(plan, item, taken, given)
            wanted -= taken


def _too_much(refused: Invalid, left: int) -> Invalid:
    if not refused.message.startswith(("There are only", "There is only")):
        return refused
    due = number_text(from_micro(left))
    have = "has" if due == "1" else "have"
    return Invalid(f"Only {due} {have} still to come. Take the rest in as extra.", "quantity")


def _plan_instead(
    plan: _Plan,
    items: Claimed,
    receipt: Receipt,
    line: PurchaseLine,
    serials: Sequence[str],
    given: Mapping[str, Any],
) -> None:
    """An expected item comes in under another serial than was expected."""
    item = _of_line(items, receipt.instead_of or 0, line)
    if len(serials) != 1:
        raise Invalid("Give the one serial that came instead.", "serials")
    if item["serial"] is None:
        raise Invalid("This item has no serial yet: give it one.", "instead_of")
    plan.wanted.append((item["part_id"], serials[0], item["id"]))
    _take(plan, item, item["quantity"], {**given, "serial": serials[0]})


def _plan_extra(
    session: Session,
    plan: _Plan,
    receipt: Receipt,
    line: PurchaseLine,
    serials: list[str],
    given: Mapping[str, Any],
) -> None:
    part: dict[str, Any] = {**session.execute(_PART, {"id": line.part_id}).mappings().one()}
    reading = Reading({"quantity": receipt.quantity})
    quantity = reading.decimal("quantity", "Quantity", required=not serials)
    reading.finish()
    if quantity == 0:
        raise Invalid("Quantity must be more than 0.", "quantity")
    if quantity is not None:
        refuse_fraction(part, quantity, "quantity")
    micro = len(serials) * MICRO if quantity is None else to_micro(quantity)
    if serials and micro != len(serials) * MICRO:
        raise Invalid("A serial means quantity 1: leave the quantity blank.", "quantity")
    if part["tracking"] == TrackingType.LOT and not given.get("lot"):
        raise Invalid(f"{part['part_number']} is tracked by lot: give the lot.", "lot")
    plan.wanted += [(line.part_id, serial, 0) for serial in serials]
    plan.extra.append((line.id or 0, micro, serials, given))


def _take(plan: _Plan, item: Mapping[str, Any], quantity: int, given: Mapping[str, Any]) -> None:
    _refuse_without_lot(item, given)
    given = _as_announced(item, given)
    id_ = item["id"]
    if plan.left[id_] < quantity:
        raise Invalid(f"{label(item)} is named twice.", "serials")
    plan.left[id_] -= quantity
    if quantity == item["quantity"]:
        plan.whole[id_] = given
    else:
        plan.parts.setdefault(id_, []).append((quantity, given))


def _as_announced(item: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
    """A lot that is the announced one stays as it was written there."""
    same = _same_lot(item, given.get("lot"))
    return {name: value for name, value in given.items() if name != "lot" or not same}


def _same_lot(item: Mapping[str, Any], lot: str | None) -> bool:
    return bool(item["lot"] and lot) and codes.code(item["lot"]) == codes.code(lot or "")


def _take_in(act: history.Act, plan: _Plan, items: Claimed) -> list[int]:
    """Write it: parts and serials are split off, then all of it comes in at once."""
    came: dict[int, Mapping[str, Any]] = dict(plan.whole)
    # What gives up a serial comes before what takes it.
    changes = {id_: {**came_in(items[id_], act.at), **given} for id_, given in came.items()}
    ids = update_items(act, changes, before=items)
    for id_ in dict.fromkeys([*plan.named, *plan.parts]):
        ids += _take_parts(act, look_up(act.session, [id_])[id_], plan)
    for line_id, quantity, serials, given in plan.extra:
        new = make_items(act, line_id, quantity, serials, received_at=act.at, given=given)
        ids += new
    return ids


def _take_parts(act: history.Act, item: dict[str, Any], plan: _Plan) -> list[int]:
    """Take units with new serials, then quantities, off one item; what is left stays on order."""
    named, parts = plan.named.get(item["id"], []), plan.parts.get(item["id"], [])
    came: dict[int, Mapping[str, Any]] = {}
    if named:
        new = name_units(act, item, [serial for serial, _ in named])
        came |= dict(zip(new, (given for _, given in named), strict=True))
        item = look_up(act.session, [item["id"]])[item["id"]]
    if parts and sum(quantity for quantity, _ in parts) == item["quantity"]:
        *parts, (_, given) = parts
        came[item["id"]] = given
    if parts:
        new = split_off(act, item, [PartOf(quantity) for quantity, _ in parts])
        came |= dict(zip(new, (given for _, given in parts), strict=True))
    found = look_up(act.session, came)
    changes = {id_: {**came_in(found[id_], act.at), **given} for id_, given in came.items()}
    return update_items(act, changes, before=found)


def _given(session: Session, location_id: int | None, lot: str) -> dict[str, Any]:
    read_location(session, location_id)
    reading = Reading({"lot": lot})
    cleaned = reading.text("lot", "Lot")
    reading.finish()
    given = {"location_id": location_id, "lot": cleaned}
    return {name: value for name, value in given.items() if value}


def _of_line(items: Claimed, item_id: int, line: PurchaseLine) -> dict[str, Any]:
    item = items.get(item_id)
    if item is None or item["purchase_line_id"] != line.id:
        raise Invalid(f"This item is not one of line {line.position}.", "item")
    if item["received_at"] is not None:
        raise Conflict(f"{label(item)} is received already.", "item")
    return item


def _refuse_without_lot(item: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    if item["tracking"] == TrackingType.LOT and not (given.get("lot") or item["lot"]):
        raise Invalid(f"{label(item)} is tracked by lot: give the lot.", "lot")


_LINES = text("SELECT id FROM purchase_line WHERE order_id = :order ORDER BY position")
_PART = text("SELECT part_number, unit, tracking FROM part WHERE id = :id")
