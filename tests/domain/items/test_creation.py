"""New Inventory: what comes in, and what is refused with a sentence beside its field."""

from decimal import Decimal

import pytest

from ioninv.domain import items, parts
from ioninv.domain.items import ItemForm
from ioninv.errors import Conflict, Forbidden, Invalid
from ioninv.models import InventoryItem
from ioninv.vocabulary import Status


def refused(session, keeper, form: ItemForm) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        items.create(session, keeper, form)
    return {problem.field: problem.message for problem in refusal.value.problems}


def test_ten_serials_make_ten_items_of_one(session, create, bracket, shelf, mouser):
    ids = create(bracket, serials="SN-0001..0010", lot="L-7", location_id=shelf, supplier_id=mouser)

    made = [session.get(InventoryItem, id_) for id_ in ids]
    assert [item.serial for item in made] == [f"SN-{n:04}" for n in range(1, 11)]
    assert {(item.quantity, item.lot, item.location_id, item.status) for item in made} == {
        (Decimal(1), "L-7", shelf, Status.AVAILABLE)
    }


def test_an_item_on_order_is_inventory_already(session, keeper, create, bracket):
    (item_id,) = create(bracket, serials="SN-1", birth="on_order", purchase_order="PO-9")

    detail = items.get(session, keeper, item_id)
    assert detail.row["status"] == Status.ON_ORDER
    assert detail.row["place"] == "PO-9"
    assert detail.why_lead == "On order with PO-9, not received yet"


def test_a_measured_quantity_is_exact(session, create, wire):
    (item_id,) = create(wire, quantity="37.49040", unit_cost="0.000001")

    item = session.get(InventoryItem, item_id)
    assert (item.quantity, item.unit_cost) == (Decimal("37.4904"), Decimal("0.000001"))


def test_a_cost_without_currency_takes_that_of_the_part(session, create, wire):
    (item_id,) = create(wire, unit_cost="2")

    assert session.get(InventoryItem, item_id).currency == "EUR"


def test_a_serial_exists_once_per_part_whatever_became_of_it(session, keeper, create, bracket):
    create(bracket, serials="SN-0042")

    with pytest.raises(Conflict, match=r"Serial SN-0042 already exists for BRKT-001 \(available"):
        items.create(session, keeper, ItemForm(part_id=bracket, serials=" sn-0042 "))


def test_the_same_serial_on_another_part_is_lawful(session, keeper, create, bracket):
    other = parts.create(session, keeper, parts.PartForm(part_number="GBX", tracking="serial")).id

    create(bracket, serials="7")
    create(other, serials="7")

    assert len(items.find(session, keeper, "7")) == 2


def test_of_many_taken_serials_the_first_are_named(session, keeper, create, bracket):
    create(bracket, serials="1..9")

    with pytest.raises(Conflict, match="So do 2, 3 and 2 more"):
        items.create(session, keeper, ItemForm(part_id=bracket, serials="1..5, 99"))

    assert items.find(session, keeper, "99") == []


def test_a_serial_with_quantity_two_is_refused_beside_the_quantity(session, keeper, bracket):
    problems = refused(session, keeper, ItemForm(part_id=bracket, serials="SN-1", quantity="2"))

    assert problems == {
        "quantity": "A serial means quantity 1. Set the quantity to 1, or take the serials away."
    }


@pytest.mark.parametrize(
    ("quantity", "sentence"),
    [
        ("-1", "Quantity cannot be negative."),
        ("0", "Quantity must be more than 0."),
        ("", "Quantity is missing."),
        ("1.5", "BRKT-001 is counted in whole units: 1.5 is not whole."),
        ("1e3", "Quantity “1e3” is not a number. Write it like 1250 or 12.5."),
        ("NaN", "Quantity “NaN” is not a number. Write it like 1250 or 12.5."),
        ("1.234,5", "Quantity “1.234,5” is not a number. Write it like 1250 or 12.5."),
        ("١٢", "Quantity “١٢” is not a number. Write it like 1250 or 12.5."),
        ("1" + "0" * 40, "Quantity can be at most 1,000,000,000."),
        ("0.0000001", "Quantity can have at most 6 decimal places."),
    ],
)
def test_a_quantity_that_cannot_be_is_told_beside_it(session, keeper, bracket, quantity, sentence):
    assert refused(session, keeper, ItemForm(part_id=bracket, quantity=quantity)) == {
        "quantity": sentence
    }


def test_every_problem_is_told_at_once(session, keeper):
    form = ItemForm(
        quantity="x", unit_cost="-1", currency="EURO", expires_on="soon", location_id=99
    )

    assert refused(session, keeper, form).keys() == {
        "part", "quantity", "unit_cost", "currency", "expires_on", "location",
    }  # fmt: skip


def test_a_part_tracked_by_lot_needs_its_lot_once_it_is_here(session, keeper, create):
    lot_part = parts.create(session, keeper, parts.PartForm(part_number="GLUE", tracking="lot")).id

    assert refused(session, keeper, ItemForm(part_id=lot_part)).keys() == {"lot"}
    assert create(lot_part, birth="on_order")


def test_an_archived_part_takes_no_new_items(session, keeper, bracket):
    parts.archive(session, keeper, bracket, True)

    assert "is archived" in refused(session, keeper, ItemForm(part_id=bracket))["part"]


def test_the_same_form_sent_twice_has_one_effect(session, keeper, bracket):
    form = ItemForm(part_id=bracket, serials="SN-1..3")

    first = items.create(session, keeper, form, key="abc")
    second = items.create(session, keeper, form, key="abc")

    assert second.ids == first.ids
    assert second.repeated
    assert items.count(session, keeper, items.ItemFilter()).total == 3


def test_a_key_sent_with_other_values_is_refused(session, keeper, bracket):
    items.create(session, keeper, ItemForm(part_id=bracket), key="abc")

    with pytest.raises(Conflict, match="already sent with other values"):
        items.create(session, keeper, ItemForm(part_id=bracket, quantity="5"), key="abc")


def test_a_viewer_creates_nothing(session, viewer, bracket):
    with pytest.raises(Forbidden):
        items.create(session, viewer, ItemForm(part_id=bracket))


def test_a_uid_is_never_given_twice(session, create, bracket, monkeypatch):
    from ioninv.domain.items import writing

    (item_id,) = create(bracket, serials="S1")
    taken = session.get(InventoryItem, item_id).uid
    drawn = iter([taken, "BBBB2222", "BBBB2222", "CCCC3333"])
    monkeypatch.setattr(writing, "new_uid", lambda: next(drawn))

    ids = create(bracket, serials="S2, S3")

    assert {session.get(InventoryItem, id_).uid for id_ in ids} == {"BBBB2222", "CCCC3333"}


def test_a_uid_is_never_taken_for_a_number():
    from ioninv.domain.items.writing import new_uid

    assert all(sum(letter.isalpha() for letter in new_uid()) >= 2 for _ in range(2_000))
