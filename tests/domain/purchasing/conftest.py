"""An order and short ways to what a test of purchasing begins with."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from ioninv.domain import purchasing
from ioninv.domain.purchasing import LineForm, LineRow, OrderForm


@pytest.fixture
def bracket(make) -> int:
    """A part tracked by serial."""
    return make.part("BRKT-001", tracking="serial")


@pytest.fixture
def screw(make) -> int:
    """A part that is not tracked."""
    return make.part("M3x10", currency="EUR")


@pytest.fixture
def acme(make) -> int:
    return make.supplier("Acme", currency="USD")


@pytest.fixture
def order(session, keeper, acme) -> int:
    """A draft of Acme for the dock."""
    return purchasing.create(session, keeper, OrderForm(supplier_id=acme)).id


@pytest.fixture
def line(session, keeper, order) -> Callable[..., LineRow]:
    """line(part, "5", serials="S-1..2") → the new line of the order."""

    def add(part: int, quantity: str, **fields) -> LineRow:
        form = replace(LineForm(part_id=part, quantity=quantity), **fields)
        return purchasing.add_line(session, keeper, order, form)

    return add


@pytest.fixture
def now(session, keeper) -> Callable[[int], LineRow]:
    """now(line_id) → the line as it is now."""

    def look(line_id: int) -> LineRow:
        order_id = session.execute(
            text("SELECT order_id FROM purchase_line WHERE id = :id"), {"id": line_id}
        ).scalar_one()
        detail = purchasing.get(session, keeper, order_id)
        return next(line for line in detail.lines if line.id == line_id)

    return look


@pytest.fixture
def rows(session) -> Callable[[int], list[tuple]]:
    """rows(line_id) → serial, units, status of its items that are neither voided nor merged."""

    def look(line_id: int) -> list[tuple]:
        found = session.execute(
            text("""
                SELECT coalesce(serial, ''), quantity / 1000000, status FROM inventory_item
                WHERE purchase_line_id = :id AND status < 9 ORDER BY serial IS NULL, serial, id"""),
            {"id": line_id},
        )
        return [tuple(row) for row in found]

    return look
