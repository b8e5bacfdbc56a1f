"""Issues on what was bought: they bite when it comes in, and when its line is reopened."""

import pytest

from ioninv.domain import issues, items, purchasing, undoing
from ioninv.domain.issues import IssueForm
from ioninv.domain.purchasing import LineForm, OrderForm, Receipt
from ioninv.vocabulary import Status

ODD = IssueForm(title="Odd", holds=True)

pytestmark = pytest.mark.usefixtures("sound")


@pytest.fixture
def order(session, keeper, make) -> int:
    form = OrderForm(supplier_id=make.supplier("Acme"), location_id=make.place("Dock"))
    return purchasing.create(session, keeper, form).id


@pytest.fixture
def line(session, keeper, make, order) -> int:
    """A line over ten nuts, all on order."""
    form = LineForm(part_id=make.part("NUT"), quantity="10")
    return purchasing.add_line(session, keeper, order, form).id


@pytest.fixture
def ten(session, keeper, order, line) -> int:
    """The item that is on order with the line."""
    (item_id,) = items.select_all(session, keeper, items.ItemFilter()).ids
    return item_id


def test_what_an_issue_holds_is_unavailable_when_it_comes_in(
    session, keeper, pick, order, line, ten, status_of, held
):
    issue = issues.create(session, keeper, pick(ten), ODD)
    assert (status_of(ten), held(ten)) == (Status.ON_ORDER, ("ISS-1: Odd",))

    came = purchasing.receive(session, keeper, order, [Receipt(line, quantity="4")])
    (four,) = (id_ for id_ in came.ids if id_ != ten)
    assert (status_of(four), status_of(ten)) == (Status.UNAVAILABLE, Status.ON_ORDER)
    undoing.undo(session, keeper, came.change_set)
    assert (held(four), held(ten)) == ((), ("ISS-1: Odd",))
    items.receive(session, keeper, pick(ten))

    assert status_of(ten) is Status.UNAVAILABLE
    issues.resolve(session, keeper, issue.id, "use_as_is")
    assert status_of(ten) is Status.AVAILABLE


@pytest.mark.parametrize("close", ["cancel_line", "cancel"])
def test_what_is_on_order_again_is_held_by_what_was_raised_meanwhile(
    session, keeper, pick, order, line, ten, status_of, held, close
):
    number = line if close == "cancel_line" else order
    getattr(purchasing, close)(session, keeper, number, "too late")
    issues.create(session, keeper, pick(ten), ODD)
    assert held(ten) == ()

    getattr(purchasing, close.replace("cancel", "reopen"))(session, keeper, number)

    assert (status_of(ten), held(ten)) == (Status.ON_ORDER, ("ISS-1: Odd",))
    purchasing.receive_all(session, keeper, order)
    assert status_of(ten) is Status.UNAVAILABLE
