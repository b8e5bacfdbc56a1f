"""Receipts are taken back in any order, whatever became of the rest of their line meanwhile."""

import pytest

from ioninv.domain import issues, purchasing, undoing
from ioninv.domain.issues import IssueForm
from ioninv.domain.items import Selection
from ioninv.domain.purchasing import LineForm, Receipt
from ioninv.errors import Conflict

pytestmark = pytest.mark.usefixtures("sound")


@pytest.fixture
def receive(session, keeper, order):
    """receive(line, quantity="4") → the number of its change set."""

    def door(line, **given):
        return purchasing.receive(session, keeper, order, [Receipt(line.id, **given)]).change_set

    return door


@pytest.fixture
def undo(session, keeper):
    return lambda change_set: undoing.undo(session, keeper, change_set).change_set


def test_the_last_and_then_the_first(line, screw, rows, receive, undo):
    made = line(screw, "10")
    first, second = receive(made, quantity="4"), receive(made, quantity="3")

    again = undo(second)
    undo(first)
    assert rows(made.id) == [("", 10, 1)]

    first, second = receive(made, quantity="4"), receive(made, quantity="3")
    undo(first)
    assert rows(made.id) == [("", 7, 1), ("", 3, 2)]
    undo(second)
    assert rows(made.id) == [("", 10, 1)]
    assert again


def test_the_first_when_all_came_in_is_on_order_by_itself(line, bracket, rows, now, receive, undo):
    made = line(bracket, "3")
    first = receive(made, serials="S-1")
    receive(made, serials="S-2, S-3")

    back = undo(first)

    assert rows(made.id) == [("S-1", 1, 1), ("S-2", 1, 2), ("S-3", 1, 2)]
    undo(back)
    assert now(made.id).open == "0"


def test_after_the_line_was_cancelled_and_reopened(
    session, keeper, line, screw, rows, receive, undo
):
    made = line(screw, "10")
    receipt = receive(made, quantity="4")
    purchasing.cancel_line(session, keeper, made.id, "no")
    with pytest.raises(Conflict, match="Line 1 of PO-0001 is cancelled"):
        undo(receipt)
    purchasing.reopen_line(session, keeper, made.id)

    undo(receipt)

    assert rows(made.id) == [("", 10, 1)]


@pytest.mark.parametrize(("quantity", "then"), [("12", [("", 12, 1)]), ("4", [("", 4, 1)])])
def test_after_the_quantity_was_changed(
    session, keeper, line, screw, rows, receive, undo, quantity, then
):
    made = line(screw, "10")
    receipt = receive(made, quantity="4")
    purchasing.edit_line(session, keeper, made.id, LineForm(quantity=quantity))

    undone = undo(receipt)

    assert rows(made.id) == then
    undo(undone)
    assert ("", 4, 2) in rows(made.id)


def test_what_is_left_and_held_by_now_takes_nothing_in(
    session, keeper, order, line, screw, rows, receive, undo
):
    made = line(screw, "10")
    receipt = receive(made, quantity="4")
    left = next(each.id for each in purchasing.get(session, keeper, order).items if each.expected)
    issues.create(session, keeper, Selection(ids=(left,)), IssueForm(title="Odd", holds=True))

    undo(receipt)

    assert rows(made.id) == [("", 6, 1), ("", 4, 1)]


def test_not_while_its_order_is_cancelled(session, keeper, order, line, screw, receive, undo):
    made = line(screw, "3")
    line(screw, "5")
    receipt = receive(made)
    purchasing.cancel(session, keeper, order, "enough")

    with pytest.raises(Conflict, match="PO-0001 is cancelled"):
        undo(receipt)
