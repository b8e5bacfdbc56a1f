"""A supplier, parts, and short ways to orders on a screen."""

from collections.abc import Callable

import pytest

from ioninv.domain import parts, purchasing, suppliers
from ioninv.domain.parts import PartForm
from ioninv.domain.purchasing import LineForm, LineRow, OrderForm, OrderRow
from ioninv.domain.suppliers import SupplierForm
from ioninv.ui.kit import toast
from ioninv.ui.purchasing.order_state import OrderState
from ioninv.ui.purchasing.orders_state import OrdersState


@pytest.fixture(autouse=True)
def here(screen) -> None:
    """The tab is on the Purchasing page."""
    screen.at("/purchasing")


@pytest.fixture
def acme(screen) -> int:
    return screen.store(suppliers.create, SupplierForm(name="Acme", currency="USD")).id


@pytest.fixture
def bracket(screen) -> int:
    """A part tracked by serial, which costs something."""
    form = PartForm(part_number="BRKT-001", tracking="serial", cost="4.5", currency="USD")
    return screen.store(parts.create, form).id


@pytest.fixture
def screw(screen) -> int:
    return screen.store(parts.create, PartForm(part_number="M3x10")).id


@pytest.fixture
def order(screen, acme) -> Callable[..., OrderRow]:
    """order() → a draft of Acme, open on the screen."""

    def make(**fields: str) -> OrderRow:
        row = screen.store(purchasing.create, OrderForm(supplier_id=acme, **fields))
        screen.do(OrdersState.enter)
        screen.do(OrdersState.open_row, row.id)
        screen.do(OrderState.show, row.id)
        return row

    return make


@pytest.fixture
def line(screen) -> Callable[..., LineRow]:
    """line(order_id, part_id, "5", serials="S-1..2") → a new line, seen on the screen."""

    def make(order_id: int, part_id: int, quantity: str, **fields: str) -> LineRow:
        form = LineForm(part_id=part_id, quantity=quantity, **fields)
        row = screen.store(purchasing.add_line, order_id, form)
        screen.do(OrderState.show, order_id)
        return row

    return make


@pytest.fixture
def press_undo(screen, monkeypatch) -> Callable[[], list]:
    """press_undo() presses Undo in the last toast that offered it."""
    offered: list = []
    success = toast.success

    def told(text: str, *, action: str = "", on_action=None):
        if on_action is not None:
            offered.append(on_action)
        return success(text, action=action, on_action=on_action)

    monkeypatch.setattr(toast, "success", told)

    def press() -> list:
        spec = offered[-1]
        events = screen.do(spec.handler, *(value._var_value for _, value in spec.args))
        screen.do(OrderState.show, screen.state(OrderState).order)
        return events

    return press
