"""Every invariant notices what breaks it."""

import pytest
from sqlalchemy import text

from ioninv.domain import history, items, parts
from ioninv.domain.items import ItemForm
from ioninv.domain.items.writing import update_items
from ioninv.domain.reports import verify


@pytest.fixture
def house(session, keeper, make):
    """A small sound inventory."""
    part = make.part("BRKT", tracking="serial")
    other = make.part("WIRE", unit="m")
    place = make.place("Hall / Shelf")
    items.create(
        session, keeper, ItemForm(part_id=part, serials="1..5", location_id=place), key="k"
    )
    items.create(session, keeper, ItemForm(part_id=other, quantity="2.5"))
    make.item(part, serial="9", parent_id=1)
    with history.act(session, keeper, "edited") as act:
        update_items(act, {2: {"note": "seen"}})


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


def test_a_sound_house_breaks_nothing(session, keeper, house):
    checked = verify(session, keeper)

    assert [each.broken for each in checked if each.broken] == []
    assert {each.name: each.count for each in checked}["I3"] == 7


ITEM = "inventory_item_changes_with_its_event"


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
        ("DROP INDEX item_cost", (), "schema"),
    ],
)
def test_what_breaks_an_invariant_is_found(session, keeper, house, statement, guards, name):
    tamper(session, statement, *guards)

    assert name in broken(session, keeper)


def test_parts_are_replayed_too(session, keeper, house):
    tamper(session, "UPDATE part SET name = 'forged' WHERE id = 1", "part_changes_with_its_event")

    assert "I3" in broken(session, keeper)


def test_only_who_may_verify_does(session, viewer, house):
    from ioninv.errors import Forbidden

    with pytest.raises(Forbidden):
        verify(session, viewer)
    assert parts.search(session, viewer, parts.PartFilter())
