"""The header's box always answers."""

import pytest

from ioninv.domain import items, parts
from ioninv.vocabulary import Entity, Status


def titles(session, keeper, typed: str) -> list[str]:
    return [found.title for found in items.find(session, keeper, typed)]


def test_a_serial_is_found_however_it_is_typed(session, keeper, create, bracket):
    create(bracket, serials="SN-0042, SN-0043")

    for typed in ("SN-0042", "sn0042", " sn 0042 ", "SN_0042"):
        found = items.find(session, keeper, typed)
        assert [(each.title, each.exact) for each in found] == [("SN-0042", True)], typed


def test_exact_comes_before_prefix_and_prefix_before_fragment(session, keeper, create, bracket):
    create(bracket, serials="A-104, 104, 1041")

    assert titles(session, keeper, "104") == ["104", "1041", "A-104"]


def test_an_item_is_found_by_its_code_its_lot_and_its_order(session, keeper, create, bracket):
    (item_id,) = create(bracket, lot="L-77", purchase_order="PO-0815", quantity="5")
    uid = items.get(session, keeper, item_id).row["uid"]

    for typed in (uid, uid.lower(), "l-77", "po0815"):
        assert [each.id for each in items.find(session, keeper, typed)] == [item_id], typed
    assert all(items.find(session, keeper, lot)[0].exact for lot in ("L-77", "l77", "L 77"))


def test_parts_locations_and_suppliers_are_found_by_name(session, keeper, bracket, shelf, mouser):
    assert items.find(session, keeper, "brkt001")[0].kind is Entity.PART
    assert items.find(session, keeper, "shelf a")[0].kind is Entity.LOCATION
    assert items.find(session, keeper, "mouser")[0].kind is Entity.SUPPLIER


def test_what_was_scrapped_is_still_found(session, keeper, make, bracket):
    make.item(bracket, serial="SN-9", scrapped_at=1)

    (found,) = items.find(session, keeper, "SN-9")
    assert found.status == Status.SCRAPPED


@pytest.mark.parametrize(
    "typed", ["", "   ", "%", "_", "%%%", "🙂", "'; DROP TABLE part; --", '"', "*", "NEAR("]
)
def test_what_names_nothing_finds_nothing(session, keeper, create, bracket, typed):
    create(bracket, serials="SN-1")

    assert items.find(session, keeper, typed) == []


def test_a_percent_sign_means_itself(session, keeper, create):
    part = parts.create(session, keeper, parts.PartForm(part_number="R_10K_0402_1%")).id
    parts.create(session, keeper, parts.PartForm(part_number="R_10K_0402_10"))

    assert [found.id for found in items.find(session, keeper, "1%")] == [part]


def test_ten_thousand_characters_are_looked_for_in_bounds(session, keeper, create, bracket):
    assert items.find(session, keeper, "x" * 10_000) == []
