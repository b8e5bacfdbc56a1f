"""What stands against an undo though the items themselves have not changed since."""

from itertools import pairwise

import pytest

from ioninv.domain import factory, items, kits, suppliers, undoing, usage_types
from ioninv.domain.items import Selection
from ioninv.errors import Conflict

pytestmark = pytest.mark.usefixtures("sound")


@pytest.fixture
def against(session, keeper):
    def ask(done) -> str:
        return " ".join(undoing.what_stands_against(session, keeper, done.change_set))

    return ask


def pick(*ids: int, **more) -> Selection:
    return Selection(ids=ids, **more)


@pytest.fixture
def nut(make) -> int:
    return make.item(make.part("NUT"), quantity=10, location_id=make.place("Dock"))


@pytest.fixture
def gearbox(make) -> int:
    return make.item(make.part("GBX"))


def test_a_place_that_is_archived_by_now(session, keeper, make, nut, against):
    done = items.move(session, keeper, pick(nut), make.place("Room"))
    factory.archive(session, keeper, make.place("Dock"), True)

    assert against(done) == "Dock is archived now."


def test_a_kit_that_is_closed_by_now(session, keeper, nut, against):
    kit = kits.create(session, keeper, "KIT-7").id
    kits.put_in(session, keeper, kit, pick(nut))
    done = kits.take_out(session, keeper, pick(nut))
    kits.close(session, keeper, kit)

    assert against(done) == "The kit KIT-7 is closed now."


def test_a_kit_that_was_filled_anew_is_not_closed_again(session, keeper, make, nut, against):
    kit = kits.create(session, keeper, "KIT-7").id
    kits.put_in(session, keeper, kit, pick(nut))
    opened = undoing.undo(session, keeper, kits.close(session, keeper, kit).change_set)
    assert against(opened) == ""
    kits.put_in(session, keeper, kit, pick(make.item(make.part("BOLT"))))

    assert (
        against(opened) == "1 item is in the kit KIT-7 now. Take them out first, or close the kit."
    )


def test_a_hold_by_now(session, keeper, nut, gearbox, against):
    items.install(session, keeper, pick(nut), gearbox)
    done = items.remove(session, keeper, pick(nut), 1)
    items.hold(session, keeper, pick(nut), "bent")

    assert "is on hold. Release it first." in against(done)


def test_a_parent_that_is_scrapped_by_now(session, keeper, nut, gearbox, against):
    items.install(session, keeper, pick(nut), gearbox)
    done = items.remove(session, keeper, pick(nut), 1)
    items.scrap(session, keeper, pick(gearbox), "bent")

    assert "is scrapped. Restore it first." in against(done)


def test_a_part_that_is_held_by_now_is_not_merged_back(session, keeper, nut, against):
    done = items.split(session, keeper, nut, ["4"])
    items.hold(session, keeper, pick(*done.ids), "bent")

    assert "is on hold. Release it first." in against(done)


def test_what_is_held_as_a_whole_by_now_is_not_free_by_being_taken_apart(
    session, keeper, make, nut, against
):
    other = make.item(make.part("BOLT"), quantity=5)
    parts = items.split(session, keeper, other, ["2"])
    merged = items.merge(session, keeper, parts.ids, other)
    split = items.split(session, keeper, nut, ["4"])
    whole = undoing.undo(session, keeper, split.change_set)
    items.hold(session, keeper, pick(nut, other), "contaminated")

    assert "BOLT" in against(merged)
    assert "is on hold. Release it first." in against(merged)
    assert "is on hold. Release it first." in against(whole)
    items.release(session, keeper, pick(nut, other))
    assert against(merged) == against(whole) == ""


def test_what_was_so_before_does_not_stand_against_it(session, keeper, make, nut, gearbox, against):
    """An undo leads back to what was: only what came since can forbid it."""
    pen, room, acme = make.place("Quarantine"), make.place("Room"), make.supplier("Acme")
    factory.switch(session, keeper, pen, False)
    kit = kits.create(session, keeper, "KIT-7").id
    kits.put_in(session, keeper, kit, pick(nut))
    items.hold(session, keeper, pick(nut), "bent")
    out = kits.take_out(session, keeper, pick(nut))
    assert against(out) == ""
    items.release(session, keeper, pick(nut))
    items.install(session, keeper, pick(nut), gearbox)
    items.hold(session, keeper, pick(nut), "bent")
    items.scrap(session, keeper, pick(gearbox), "burnt")
    removed = items.remove(session, keeper, pick(nut), pen)
    assert against(removed) == ""
    factory.switch(session, keeper, pen, True)
    factory.switch(session, keeper, pen, False)
    assert "lies in Quarantine, which is not available" in against(removed)

    bought = make.item(make.part("BOLT"), supplier_id=acme, location_id=room)
    suppliers.archive(session, keeper, acme, True)
    edited = items.edit(session, keeper, bought, {"supplier_id": ""})
    assert against(edited) == ""


def test_a_supplier_and_a_usage_type_that_are_archived_by_now(session, keeper, make, against):
    acme, usage = make.supplier("Acme"), usage_types.create(session, keeper, "Spare").id
    nut = make.item(make.part("NUT"), supplier_id=acme, usage_type_id=usage)
    done = items.edit(session, keeper, nut, {"supplier_id": "", "usage_type_id": ""})
    suppliers.archive(session, keeper, acme, True)
    usage_types.archive(session, keeper, usage, True)

    said = "The supplier Acme is archived now. The usage type Spare is archived now."
    assert against(done) == said


def test_an_assembly_that_would_be_in_itself_or_too_deep_by_now(session, keeper, make, against):
    part, dock = make.part("GBX", tracking="serial"), make.place("Dock")

    def chain(name: str, length: int) -> list[int]:
        ids = [make.item(part, serial=f"{name}-{n}", location_id=dock) for n in range(length)]
        for above, below in pairwise(ids):
            items.install(session, keeper, pick(below), above)
        return ids

    top, low = chain("TOP", 2), chain("LOW", 48)
    with pytest.raises(Conflict, match="at most 50 deep"):
        items.install(session, keeper, pick(low[0]), chain("OTHER", 3)[-1])
    items.install(session, keeper, pick(low[0]), top[1])
    assert len(items.get(session, keeper, low[-1]).parents) == 49
    assert items.get(session, keeper, low[-1]).location == "Dock"
    removed = items.remove(session, keeper, pick(low[0]), dock)
    items.install(session, keeper, pick(top[0]), make.item(part, serial="ABOVE"))
    assert against(removed) == "Items can be installed at most 50 deep in one another."

    both = items.remove(session, keeper, pick(low[10], low[20]), dock)
    items.install(session, keeper, pick(low[0]), low[30])
    assert "is itself installed in" in against(both)


def test_what_something_is_installed_in_by_now_stays_received(session, keeper, make, nut, against):
    frame = make.item(make.part("FRAME"), on_order=True)
    done = items.receive(session, keeper, pick(frame))
    items.install(session, keeper, pick(nut), frame)

    assert "Other items are installed in FRAME" in against(done)


def test_a_part_that_is_merged_back_is_nowhere_any_more(session, keeper, nut, gearbox):
    kit = kits.create(session, keeper, "KIT-7").id
    installed = items.install(session, keeper, pick(nut, quantity="2"), gearbox)
    undoing.undo(session, keeper, installed.change_set)
    kitted = kits.put_in(session, keeper, kit, pick(nut, quantity="2"))
    undoing.undo(session, keeper, kitted.change_set)

    assert kits.get(session, keeper, kit).items == 0
    items.void(session, keeper, pick(gearbox), "mistake")


@pytest.mark.parametrize("act", ["scrap", "ship", "void"])
def test_what_is_gone_is_in_no_kit(session, keeper, nut, act):
    kit = kits.create(session, keeper, "KIT-7").id
    kits.put_in(session, keeper, kit, pick(nut))

    getattr(items, act)(session, keeper, pick(nut), "bent")
    assert kits.get(session, keeper, kit).items == 0


def test_an_undo_asked_for_twice_answers_the_same(session, keeper, nut):
    held = items.hold(session, keeper, pick(nut), "bent")
    first = undoing.undo(session, keeper, held.change_set, key="k")
    again = undoing.undo(session, keeper, held.change_set, key="k")
    released = undoing.undo(session, keeper, first.change_set, key="k2")
    once_more = undoing.undo(session, keeper, first.change_set, key="k2")

    assert (first.ids, again.ids, again.repeated) == ((nut,), (nut,), True)
    assert (released.ids, once_more.ids) == ((nut,), (nut,))
