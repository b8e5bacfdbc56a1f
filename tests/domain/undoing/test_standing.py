"""What stands against an undo though the items themselves have not changed since."""

import pytest

from ioninv.domain import factory, items, kits, undoing
from ioninv.domain.items import Selection

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

    assert against(opened) == "Other items are in the kit KIT-7 now. Close it instead."


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
