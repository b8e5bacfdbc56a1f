"""Every invariant notices what breaks it."""

import pytest
from sqlalchemy import text

from ioninv.domain import attributes, history, items, parts
from ioninv.domain.attributes import AttributeForm
from ioninv.domain.items import ItemForm
from ioninv.domain.items.writing import update_items
from ioninv.domain.reports import verify
from tests.domain.conftest import Make


@pytest.fixture(scope="module")
def new_house(furnished):
    return furnished(house)[0]


def house(session, keeper) -> None:
    """A small sound inventory."""
    make = Make(session, keeper)
    part = make.part("BRKT", tracking="serial")
    other = make.part("WIRE", unit="m")
    place, seller = make.place("Hall / Shelf"), make.supplier("Müller & Söhne")
    items.create(
        session, keeper, ItemForm(part_id=part, serials="1..5", location_id=place), key="k"
    )
    items.create(
        session,
        keeper,
        ItemForm(
            part_id=other, quantity="2.5", lot="L-7", purchase_order="PO 1", supplier_id=seller
        ),
    )
    make.item(part, serial="9", parent_id=1)
    with history.act(session, keeper, "edited") as act:
        update_items(act, {2: {"note": "seen"}})
    attributes.create(session, keeper, AttributeForm("item", "Mass", "number"))
    attributes.create(session, keeper, AttributeForm("part", "Maker", "text"))
    items.edit(session, keeper, 2, {}, attributes={"1": "1.5"})
    parts.edit(
        session,
        keeper,
        other,
        parts.PartForm(part_number="WIRE", unit="m", attributes={"2": "Acme"}),
    )


def broken(session, keeper) -> set[str]:
    return {each.name for each in verify(session, keeper) if each.broken}


def tamper(session, statement: str, *guards: str) -> None:
    """Change the data as no door would: without the triggers that forbid it."""
    kept = [
        session.execute(
            text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": guard}
        ).scalar_one()
        for guard in guards
    ]
    for guard in guards:
        session.execute(text(f"DROP TRIGGER {guard}"))
    session.execute(text("PRAGMA ignore_check_constraints = ON"))
    session.execute(text(statement))
    session.execute(text("PRAGMA ignore_check_constraints = OFF"))
    for statement_ in kept:
        session.connection().exec_driver_sql(statement_)


def test_a_sound_house_breaks_nothing(session, keeper):
    checked = verify(session, keeper)

    assert [each.broken for each in checked if each.broken] == []
    assert {each.name: each.count for each in checked}["I3"] == 7


ITEM = "inventory_item_changes_with_its_event"
ATTRIBUTE = "attribute_changes_with_its_event"


@pytest.mark.parametrize(
    ("statement", "guards", "name"),
    [
        ("DROP TRIGGER inventory_item_is_permanent", (), "I1"),
        ("UPDATE event SET kind = 'x' WHERE id = 3", ("event_is_append_only",), "I2"),
        ("UPDATE change_set SET reason = 'x' WHERE id = 3", ("change_set_is_append_only",), "I2"),
        ("UPDATE inventory_item SET note = 'forged' WHERE id = 1", (ITEM,), "I3"),
        ("UPDATE inventory_item SET version = 7 WHERE id = 1", (ITEM,), "I4"),
        ("UPDATE inventory_item SET quantity = 3000000 WHERE id = 6", (ITEM,), "I5"),
        ("UPDATE inventory_item SET quantity = 2.5 WHERE id = 6", (ITEM,), "I6"),
        ("UPDATE inventory_item SET quantity = 2000000 WHERE id = 1", (ITEM,), "I7"),
        ("UPDATE inventory_item SET serial_key = 'other' WHERE id = 1", (), "I8"),
        (
            "UPDATE event SET version = 9 WHERE entity = 'item' AND version = 2",
            ("event_is_append_only",),
            "I9",
        ),
        ("UPDATE change_set SET payload_hash = NULL", ("change_set_is_append_only",), "I10"),
        (
            "UPDATE location SET parent_id = 2 WHERE id = 1",
            ("location_changes_with_its_event",),
            "I11",
        ),
        (
            "UPDATE inventory_item SET parent_id = 7, location_id = NULL WHERE id = 1",
            (ITEM,),
            "I11",
        ),
        ("UPDATE inventory_item SET status = 8 WHERE id = 1", (), "I12"),
        ("UPDATE inventory_item SET open_holds = 1 WHERE id = 1", (), "I12"),
        ("UPDATE location SET usable = 0 WHERE id = 2", (), "I12"),
        (
            "UPDATE change_set SET event_count = 9 WHERE id = 3",
            ("change_set_is_append_only",),
            "I13",
        ),
        ("UPDATE tally SET items = items + 1 WHERE dimension = 1", (), "tally"),
        ("DELETE FROM item_fts WHERE rowid = 1", (), "search"),
        ("UPDATE item_fts SET code = '1  aaaaaaaa ' WHERE rowid = 1", (), "search"),
        (
            "UPDATE item_fts SET code = (SELECT serial_code || '  ' || lower(uid) || ' ' || "
            "' forged' FROM inventory_item WHERE id = 7) WHERE rowid = 1",
            (),
            "search",
        ),
        ("UPDATE inventory_item SET serial_code = 'forged' WHERE id = 1", (), "I8"),
        ("UPDATE inventory_item SET serial_sort = 'forged' WHERE id = 1", (), "I8"),
        ("UPDATE inventory_item SET lot_code = 'forged' WHERE id = 1", (), "search"),
        ("UPDATE inventory_item SET lot_sort = NULL WHERE id = 6", (), "search"),
        ("UPDATE inventory_item SET order_code = 'forged' WHERE id = 1", (), "search"),
        ("UPDATE location SET path = 'Shelf' WHERE id = 2", (), "names"),
        ("UPDATE location SET path_sort = 'shelf' WHERE id = 2", (), "names"),
        ("UPDATE location SET search_text = 'shelf' WHERE id = 2", (), "names"),
        ("UPDATE location SET name_key = 'forged' WHERE id = 2", (), "names"),
        ("UPDATE part SET number_key = 'forged' WHERE id = 1", (), "names"),
        ("UPDATE part SET revision_key = 'forged' WHERE id = 1", (), "names"),
        ("UPDATE part SET sort = 'forged' WHERE id = 1", (), "names"),
        ("UPDATE part SET search_text = '' WHERE id = 1", (), "names"),
        ("UPDATE supplier SET name_key = 'forged' WHERE id = 1", (), "names"),
        ("UPDATE supplier SET search_text = '' WHERE id = 1", (), "names"),
        ("UPDATE usage_type SET name_key = 'forged' WHERE id = 1", (), "names"),
        ("UPDATE attribute SET name_key = 'forged' WHERE id = 1", (), "names"),
        ("UPDATE attribute SET unit = 'g' WHERE id = 1", (ATTRIBUTE,), "I3"),
        ('UPDATE inventory_item SET attributes = \'{"1":"2"}\' WHERE id = 2', (ITEM,), "I3"),
        ("UPDATE attribute SET used = 2 WHERE id = 2", (), "attributes"),
        ("DELETE FROM attribute_value WHERE attribute_id = 1", (), "attributes"),
        ("UPDATE attribute_value SET sort = '1.5' WHERE attribute_id = 1", (), "attributes"),
        ("UPDATE attribute_value SET code = 'ac' WHERE attribute_id = 2", (), "attributes"),
        ("UPDATE attribute_value SET entity_id = 3 WHERE attribute_id = 1", (), "attributes"),
        ("INSERT INTO attribute_value VALUES (1, 99, '5', 5000000)", (), "attributes"),
        ("UPDATE inventory_item SET attributes = '{}' WHERE id = 2", (ITEM,), "attributes"),
        (
            'UPDATE inventory_item SET attributes = \'{"1":"heavy"}\' WHERE id = 2',
            (ITEM,),
            "attributes",
        ),
        (
            'UPDATE inventory_item SET attributes = \'{"2":"x"}\' WHERE id = 2',
            (ITEM,),
            "attributes",
        ),
        ("UPDATE inventory_item SET attributes = '[1' WHERE id = 2", (ITEM,), "attributes"),
        ("DROP INDEX item_cost", (), "schema"),
    ],
)
def test_what_breaks_an_invariant_is_found(session, keeper, statement, guards, name):
    tamper(session, statement, *guards)

    assert name in broken(session, keeper)


def test_an_item_that_is_found_by_a_code_of_another_is_named(session, keeper):
    tamper(session, "UPDATE item_fts SET code = 'forged x' WHERE rowid = 6")

    (search,) = (each for each in verify(session, keeper) if each.name == "search")
    assert search.broken
    assert all(sentence.startswith("item 6 is not found by") for sentence in search.broken)


def test_a_lost_index_is_told_in_a_few_sentences(session, keeper):
    tamper(session, "DELETE FROM item_fts")

    (search,) = (each for each in verify(session, keeper) if each.name == "search")
    assert 7 <= len(search.broken) <= 20


def test_an_index_that_cannot_be_read_is_told(session, keeper):
    tamper(session, "UPDATE item_fts_data SET block = x'00' WHERE id > 10")

    (search,) = (each for each in verify(session, keeper) if each.name == "search")
    assert "cannot be read" in search.broken[0]


def test_codes_in_any_script_are_found(session, keeper, make):
    lots = ("ẞΣΑΣ İstanbul", "ﬁn-ℌ Ꭰꭰ 𐐀𐐨", "a\"b'c %_*", "日本 x", "Ǆ ǅ ſtr")
    for lot in lots:
        make.item(make.part(f"P {lot}", tracking="lot"), lot=lot, work_order=lot)

    assert broken(session, keeper) == set()


def test_parts_are_replayed_too(session, keeper):
    tamper(session, "UPDATE part SET name = 'forged' WHERE id = 1", "part_changes_with_its_event")

    assert "I3" in broken(session, keeper)


def test_only_who_may_verify_does(session, viewer):
    from ioninv.errors import Forbidden

    with pytest.raises(Forbidden):
        verify(session, viewer)
    assert parts.search(session, viewer, parts.PartFilter())
