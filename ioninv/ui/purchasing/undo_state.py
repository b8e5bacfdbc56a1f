"""Undo of what was done with orders and lines: the inverse act, through its own door."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, fields
from typing import Any

import reflex as rx

from ioninv.domain import purchasing
from ioninv.domain.purchasing import LineForm, LineRow, OrderForm, OrderRow
from ioninv.errors import Invalid, Refused
from ioninv.ui import arguments
from ioninv.ui.kit import toast
from ioninv.ui.purchasing.orders_state import OrdersState
from ioninv.ui.state import AppState

_REASON = "Undone"
_PARTS = "supplier_parts"
_WITH_REASON = {
    "order created": purchasing.cancel,
    "order reopened": purchasing.cancel,
    "line added": purchasing.cancel_line,
    "line reopened": purchasing.cancel_line,
}
_PLAIN = {
    "placed": purchasing.unplace,
    "unplaced": purchasing.place,
    "order cancelled": purchasing.reopen,
    "line cancelled": purchasing.reopen_line,
}


class UndoPurchasingState(AppState):
    """Takes an act back, or says what stands against it."""

    @rx.event
    async def undo(self, what: str, id_: int, version: int, before: str) -> AsyncIterator[Any]:
        try:
            what, id_, version = (
                arguments.text(what, 40),
                arguments.number(id_),
                arguments.number(version),
            )
            await self._undo(what, id_, version, arguments.text(before))
        except Refused as refused:
            yield toast.error("Not undone.", " ".join(each.message for each in refused.problems))
            return
        yield [toast.success("Undone."), OrdersState.refresh]

    @rx.event
    async def undo_drafts(self, order_ids: list[int]) -> AsyncIterator[Any]:
        """Cancel the orders that were drafted together."""
        try:
            for id_ in arguments.numbers(order_ids, 1_000):
                await self._write(purchasing.cancel, id_, _REASON, key=f"undo-drafted-{id_}")
        except Refused as refused:
            yield toast.error("Not undone.", " ".join(each.message for each in refused.problems))
        else:
            yield toast.success("Undone.")
        yield OrdersState.refresh

    async def _undo(self, what: str, id_: int, version: int, before: str) -> None:
        key = f"undo-{what}-{id_}-{version}".replace(" ", "-")
        if what in _PLAIN:
            await self._write(_PLAIN[what], id_, key=key)
        elif what in _WITH_REASON:
            await self._write(_WITH_REASON[what], id_, _REASON, key=key)
        elif what == "order edited":
            form, parts = _order(before)
            await self._write(purchasing.edit, id_, form, version, key=key, supplier_parts=parts)
        elif what == "line edited":
            form = _form(LineForm, before)
            await self._write(purchasing.edit_line, id_, form, version, key=key)
        else:
            raise Invalid("There is nothing to undo.")


def told(
    text: str,
    what: str,
    row: OrderRow | LineRow,
    before: OrderForm | LineForm | None = None,
    supplier_parts: Mapping[int, int] | None = None,
) -> rx.event.EventSpec:
    """What was done, with the way back: `before` is the form that makes an edited one what it was.

    `supplier_parts` are what the lines of an order were called by its supplier.
    """
    parts = {} if supplier_parts is None else {_PARTS: supplier_parts}
    form = "" if before is None else json.dumps(asdict(before) | parts)
    undo = UndoPurchasingState.undo(what, row.id, row.version, form)
    return toast.success(text, action="Undo", on_action=undo)


def _order(text: str) -> tuple[OrderForm, dict[int, int]]:
    """An order as it was, and what its supplier called its lines. Raises Invalid."""
    given = _read(text)
    parts = given.pop(_PARTS, {})
    if not isinstance(parts, dict):
        raise Invalid("There is nothing to undo.")
    named = {arguments.number(line): arguments.number(part) for line, part in parts.items()}
    return _form(OrderForm, json.dumps(given)), named


def _read(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise Invalid("There is nothing to undo.")
    return given


def _form(kind: type[Any], text: str) -> Any:
    """What `told` wrote. Raises Invalid for anything else."""
    given = _read(text)
    if {*given} != {field.name for field in fields(kind)}:
        raise Invalid("There is nothing to undo.")
    for name, value in given.items():
        if name.endswith("_id"):
            given[name] = arguments.number_or_none(value)
        else:
            arguments.text(value)
    return kind(**given)
