"""Which row on order a change or a receipt takes: the plain remainder first, a lot only as its own."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, text

from ioninv.domain import issues, items, purchasing
from ioninv.domain.issues import IssueForm
from ioninv.domain.items import Selection
from ioninv.domain.purchasing import LineForm, Receipt
from ioninv.errors import Conflict

pytestmark = pytest.mark.usefixtures("sound")


@pytest.fixture
def due(session) -> Callable[[int], list[tuple]]:
    """due(line_id) → units, lot and open holds of what has still to come, in the order it was made."""

    def look(line_id: int) -> list[tuple]:
        found = session.execute(
            text("""
                SELECT quantity / 1000000, coalesce(lot, ''), open_holds FROM inventory_item
                WHERE purchase_line_id = :id AND status = 1 ORDER BY id"""),
            {"id": line_id},
        )
        return [tuple(row) for row in found]

    return look


@pytest.fixture
def edit(session, keeper):
    def door(line, quantity, **more):
        return purchasing.edit_line(session, keeper, line.id, LineForm(quantity=quantity, **more))

    return door


@pytest.fixture
def receive(session, keeper, order):
    def door(line, **given):
        return purchasing.receive(session, keeper, order, [Receipt(line.id, **given)])

    return door


def split(session, keeper, line, quantity: str) -> int:
    item = purchasing.get(session, keeper, line.order_id).items[0]
    return items.split(session, keeper, item.id, [quantity]).ids[0]


@pytest.mark.parametrize("holds", [True, False])
def test_what_an_issue_is_on_is_changed_last_and_never_grows(
    session, keeper, line, screw, due, edit, receive, holds
):
    made = line(screw, "10")
    chosen = Selection(ids=(split(session, keeper, made, "3"),))
    issues.create(session, keeper, chosen, IssueForm(title="Odd", holds=holds))

    edit(made, "15")
    assert due(made.id) == [(12, "", 0), (3, "", holds)]
    edit(made, "6")
    assert due(made.id) == [(3, "", 0), (3, "", holds)]
    receive(made, quantity="2")
    assert due(made.id) == [(1, "", 0), (3, "", holds)]
    edit(made, "4")
    assert due(made.id) == [(2, "", holds)]
    edit(made, "5")
    assert due(made.id) == [(2, "", holds), (1, "", 0)]


def test_what_is_announced_with_a_lot_stays_as_it_was_announced(
    session, keeper, line, screw, due, edit
):
    made = line(screw, "1000")
    part = split(session, keeper, made, "300")
    items.edit(session, keeper, part, {"lot": "L1"})

    edit(made, "1100")
    assert due(made.id) == [(800, "", 0), (300, "L1", 0)]
    edit(made, "200")
    assert due(made.id) == [(200, "L1", 0)]
    edit(made, "250")
    assert due(made.id) == [(200, "L1", 0), (50, "", 0)]


def test_a_lot_that_comes_in_is_that_which_was_announced_and_no_other(
    session, keeper, order, line, screw, due, receive
):
    made = line(screw, "10")
    part = split(session, keeper, made, "3")
    items.edit(session, keeper, part, {"lot": "L-1"})

    receive(made, quantity="1", lot="l1")
    assert due(made.id) == [(7, "", 0), (2, "L-1", 0)]
    receive(made, quantity="4", lot="L-2")
    assert due(made.id) == [(3, "", 0), (2, "L-1", 0)]
    with pytest.raises(Conflict, match="Only 3 have still to come that can be of lot L-2"):
        receive(made, quantity="4", lot="L-2")
    receive(made, lot="L-2")
    assert due(made.id) == [(2, "L-1", 0)]
    with pytest.raises(Conflict, match="lot L-1"):
        receive(made, lot="L-2")
    purchasing.receive_all(session, keeper, order, lot="L-9")
    lots = session.execute(
        text("SELECT DISTINCT lot FROM inventory_item WHERE received_at > 0 ORDER BY lot")
    ).scalars()
    assert list(lots) == ["L-1", "L-2"]


def test_forty_receipts_of_a_line_ask_no_more_than_two(
    session, keeper, make, order, line, bracket, screw
):
    named, plain = line(bracket, "42", serials="S-01..42"), line(screw, "84")
    dock = make.place("Dock")

    def asked(serials, quantities) -> int:
        receipts = [Receipt(named.id, serials=f"S-{n:02}", location_id=dock) for n in serials]
        receipts += [Receipt(plain.id, quantity="1") for _ in quantities]
        statements: list[str] = []

        def seen(*given: Any) -> None:
            statements.append(given[2])

        event.listen(session.get_bind(), "before_cursor_execute", seen)
        try:
            purchasing.receive(session, keeper, order, receipts)
        finally:
            event.remove(session.get_bind(), "before_cursor_execute", seen)
        return len(statements)

    few = asked((1, 2), range(2))
    assert asked(range(3, 43), range(40)) == few
