"""Taking a part of an item: a new item carries it and remembers where it came from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from ioninv.db.types import from_micro, to_micro
from ioninv.domain import history
from ioninv.domain.input import Reading
from ioninv.domain.items.claiming import Claimed, label, look_up
from ioninv.domain.items.holds import copy_holds
from ioninv.domain.items.issue_links import SOURCE, copy_links
from ioninv.domain.items.rows import number_text
from ioninv.domain.items.writing import FACTS, insert_items, update_items
from ioninv.domain.parts import counted
from ioninv.errors import Conflict, Invalid

SPLIT: Final = "split"
SPLIT_OFF: Final = "split off"
_OWN: Final = {"uid", "serial", "quantity", "origin_id", "received_quantity"}


@dataclass(frozen=True)
class Part:
    """A part of an item: its quantity in millionths, and the serial it gets, if any."""

    quantity: int
    serial: str | None = None


def read_part(item: Mapping[str, Any], given: str, field: str = "quantity") -> int:
    """A quantity that can be taken from an item, in millionths; the whole quantity when empty.

    Raises Invalid with the field.
    """
    reading = Reading({field: given})
    quantity = reading.decimal(field, "Quantity")
    reading.finish()
    if quantity is None:
        return int(item["quantity"])
    refuse_fraction(item, quantity, field)
    if quantity == 0:
        raise Invalid("Quantity must be more than 0.", field)
    if to_micro(quantity) > item["quantity"]:
        there = number_text(from_micro(item["quantity"]))
        are = "is" if there == "1" else "are"
        raise Invalid(f"There {are} only {there} of {label(item)}.", field)
    return to_micro(quantity)


def refuse_fraction(item: Mapping[str, Any], quantity: Decimal, field: str) -> None:
    if counted(item["unit"]) and quantity != int(quantity):
        given = number_text(quantity)
        raise Invalid(
            f"{item['part_number']} is counted in whole units: {given} is not whole.", field
        )


def read_part_of(found: Claimed, given: str) -> int | None:
    """The part that an act is for, in millionths; None when it is for all of these items.

    Raises Invalid or Conflict with the field `quantity`.
    """
    if not given.strip():
        return None
    if len(found) != 1:
        raise Invalid("A part can be taken of one item at a time. Select one.", "quantity")
    (item,) = found.values()
    quantity = read_part(item, given)
    if quantity == item["quantity"]:
        return None
    if item["serial"] is not None:
        raise Conflict(f"{label(item)} has a serial: there is exactly one of it.", "quantity")
    if item["has_children"]:
        raise Conflict(
            f"Other items are installed in {label(item)}. Remove them first.", "quantity"
        )
    return quantity


def take_part(act: history.Act, found: Claimed, quantity: int) -> tuple[Claimed, tuple[int, ...]]:
    """Split a part off the only one of these items; returns the new item, and its id."""
    (item,) = found.values()
    ids = split_off(act, item, [Part(quantity)])
    return look_up(act.session, ids), tuple(ids)


def split_off(act: history.Act, item: Mapping[str, Any], parts: Sequence[Part]) -> list[int]:
    """Make new items of parts of one, with all its facts, holds and issues; returns their ids."""
    common = {name: item[name] for name in FACTS if name not in _OWN}
    rows = [
        common | {"quantity": part.quantity, "serial": part.serial, "origin_id": item["id"]}
        for part in parts
    ]
    left = item["quantity"] - sum(part.quantity for part in parts)
    update_items(act, {item["id"]: {"quantity": left}}, kind=SPLIT)
    ids = insert_items(act, rows, kind=SPLIT_OFF)
    if item["open_holds"]:
        copy_holds(act, item["id"], ids, but=SOURCE)
    copy_links(act, item["id"], ids)
    return ids


def sum_of(items: Iterable[Mapping[str, Any]]) -> int:
    return sum(int(item["quantity"]) for item in items)
