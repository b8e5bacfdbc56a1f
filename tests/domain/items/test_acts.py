"""The acts, each through its door: done, refused with a sentence, in part, all or none, once."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import text

from ioninv.domain import factory, history, items, kits, undoing
from ioninv.domain.items import ItemFilter, Selection
from ioninv.errors import Conflict, Forbidden, Invalid, NotFound
from ioninv.models import InventoryItem
from ioninv.vocabulary import Status

pytestmark = pytest.mark.usefixtures("sound")


def doors() -> dict:
    return {"put_in": kits.put_in, **{n: getattr(kits, n, None) or getattr(items, n) for n in WAYS}}


A, U = Status.AVAILABLE, Status.UNAVAILABLE


def pick(*ids: int, **more) -> Selection:
    return Selection(ids=ids, **more)


@pytest.fixture
def dock(make) -> int:
    return make.place("Dock")


@pytest.fixture
def item(session):
    """item(id) → its row as stored now."""

    def look(item_id: int) -> InventoryItem:
        found = session.get(InventoryItem, item_id, populate_existing=True)
        assert found is not None
        return found

    return look


@pytest.fixture
def do(session, keeper, make):
    """do("scrap", selection) → the act by its name, with what else it asks for."""

    def act(name: str, selection: Selection, key: str | None = None, **more) -> history.Done:
        door = doors().get(name)
        due = {"scrap": "cracked", "void": "mistake", "hold": "scratched"}
        if name in due:
            more.setdefault("reason", due[name])
        if name == "ship":
            more.setdefault("to", "Acme")
        if name in ("move", "remove"):
            more.setdefault("location_id", make.place("Room 101"))
        if name == "install":
            more.setdefault("parent_id", make.item(make.part(f"GBX-{history.latest(session)}")))
        if name == "put_in":
            kit = kits.create(session, keeper, f"KIT-{history.latest(session)}").id
            return kits.put_in(session, keeper, kit, selection, key=key, **more)
        return door(session, keeper, selection, key=key, **more)

    return act


WAYS = {
    "receive": ("on_order", A),
    "move": ("available", A),
    "start_work": ("available", Status.IN_PROGRESS),
    "finish_work": ("start_work", A),
    "install": ("available", Status.INSTALLED),
    "remove": ("install", A),
    "put_in": ("available", Status.KITTED),
    "take_out": ("put_in", A),
    "hold": ("available", U),
    "release": ("hold", A),
    "scrap": ("available", Status.SCRAPPED),
    "restore": ("scrap", A),
    "ship": ("available", Status.SHIPPED),
    "take_back": ("ship", A),
    "void": ("available", Status.VOIDED),
    "unvoid": ("void", A),
}
"""Each act on a selection: what an item must have been through before, and its status after."""


@pytest.fixture
def ready(make, do, dock):
    """ready("restore") → ids of items of ten on which this act is possible."""

    def prepare(name: str, count: int = 1) -> list[int]:
        before = WAYS[name][0]
        part = make.part(f"P-{name}")
        ids = [
            make.item(part, quantity=10, location_id=dock, on_order=before == "on_order")
            for _ in range(count)
        ]
        for step in {"on_order": [], "available": []}.get(before, [before]):
            do(step, pick(*ids))
        return ids

    return prepare


@pytest.mark.parametrize("name", WAYS)
def test_an_act_is_done_and_undone_and_done_again(session, keeper, ready, do, status_of, name):
    ids = ready(name, 2)
    before = [status_of(id_) for id_ in ids]

    done = do(name, pick(*ids))
    assert (done.ids, done.count) == (tuple(ids), 2)
    assert {status_of(id_) for id_ in ids} == {WAYS[name][1]}

    undone = undoing.undo(session, keeper, done.change_set, reason="slip")
    assert [status_of(id_) for id_ in ids] == before
    assert undone.ids == tuple(ids)
    undoing.undo(session, keeper, undone.change_set)
    assert {status_of(id_) for id_ in ids} == {WAYS[name][1]}


@pytest.mark.parametrize("name", WAYS)
def test_a_part_is_taken_and_the_rest_stays_as_it_was(
    session, keeper, ready, do, item, status_of, name
):
    (whole,) = ready(name)
    before = status_of(whole)

    done = do(name, pick(whole, quantity="3"))
    (part,) = done.ids
    assert done.split_ids == done.ids != (whole,)
    assert (item(whole).quantity, status_of(whole)) == (7, before)
    assert (item(part).quantity, status_of(part)) == (3, WAYS[name][1])
    assert item(part).origin_id == whole

    for _ in range(2):
        done = undoing.undo(session, keeper, done.change_set)
        assert (item(whole).quantity, status_of(whole)) == (10, before)
        assert (item(part).quantity, status_of(part)) == (0, Status.MERGED)
        done = undoing.undo(session, keeper, done.change_set)
        assert (item(whole).quantity, status_of(whole)) == (7, before)
        assert (item(part).quantity, status_of(part)) == (3, WAYS[name][1])


@pytest.mark.parametrize("name", WAYS)
def test_an_act_is_for_all_or_none(session, ready, make, do, item, name):
    (good,) = ready(name)
    gone = make.item(item(good).part_id, merged_into_id=good, quantity=0)
    before = item(good).model_dump()

    with pytest.raises(Conflict, match="was merged into"):
        do(name, pick(good, gone))
    assert item(good).model_dump() == before
    with pytest.raises(NotFound):
        do(name, pick(good, 10**9))
    with pytest.raises(Invalid, match="Select at least one"):
        do(name, pick())


@pytest.mark.parametrize("name", [name for name in WAYS if name != "put_in"])
def test_a_double_tap_has_one_effect(session, ready, do, make, name):
    (whole,) = ready(name)
    more = {"parent_id": make.item(make.part("GBX"))} if name == "install" else {}
    # Each call of the helper makes a kit of its own: putting in twice is among the tests of kits.
    first = do(name, pick(whole, quantity="4"), key="k", **more)
    second = do(name, pick(whole, quantity="4"), key="k", **more)
    assert second.repeated
    assert (second.change_set, second.ids, second.split_ids) == (
        first.change_set, first.ids, first.split_ids,
    )  # fmt: skip
    with pytest.raises(Conflict, match="already sent with other values"):
        do(name, pick(whole, quantity="5"), key="k", **more)


@pytest.mark.parametrize("name", WAYS)
def test_what_changed_meanwhile_is_refused_naming_who_and_what(session, keeper, ready, do, name):
    (whole,) = ready(name)
    seen = items.get(session, keeper, whole).version
    if name != "unvoid":
        items.edit(session, keeper, whole, {"note": "seen"})
    else:
        items.unvoid(session, keeper, pick(whole))
        items.void(session, keeper, pick(whole), "again")

    with pytest.raises(Conflict, match=r"keeper changed .* meanwhile \("):
        do(name, pick(whole, versions={whole: seen}))


@pytest.mark.parametrize("name", WAYS)
def test_somebody_who_only_looks_does_nothing(session, viewer, ready, name):
    chosen = pick(*ready(name))

    with pytest.raises(Forbidden):
        doors()[name](session, viewer, chosen)


def test_everything_that_a_filter_lets_through_is_moved(session, keeper, make, item, dock):
    part, room = make.part("NUT"), make.place("Room 101")
    ids = [make.item(part, quantity=n, location_id=dock) for n in (1, 2, 3)]
    seen = history.latest(session)
    make.item(part, quantity=9, location_id=dock)  # came later: nobody has seen it
    chosen = Selection(filter=ItemFilter(location_id=dock), as_of=seen)

    assert items.selected_count(session, keeper, chosen) == 3
    done = items.move(session, keeper, chosen, room)
    assert done.ids == tuple(ids)
    assert {item(id_).location_id for id_ in ids} == {room}


def test_what_was_changed_since_the_filter_was_seen_is_a_conflict(session, keeper, make, dock):
    changed = make.item(make.part("NUT"), quantity=5, location_id=dock)
    seen = history.latest(session)
    items.edit(session, keeper, changed, {"note": "rusty"})

    chosen = Selection(filter=ItemFilter(location_id=dock), as_of=seen)
    with pytest.raises(Conflict, match=r"keeper changed NUT \w+ meanwhile \(note\)"):
        items.scrap(session, keeper, chosen, "rust")


def test_what_all_meant_when_it_was_selected_is_done_or_what_changed_is_named(
    session, keeper, make, item, dock
):
    part, room = make.part("NUT"), make.place("Room 101")
    ids = [make.item(part, quantity=n, location_id=dock) for n in (1, 2, 3)]
    held = ItemFilter(location_id=dock, statuses=(Status.UNAVAILABLE,))
    items.hold(session, keeper, pick(*ids), "wet")
    make.item(part, quantity=9, location_id=room)

    def select(filter: ItemFilter) -> Selection:
        chosen = items.select_all(session, keeper, filter)
        assert chosen.ids == tuple(ids)
        return chosen

    chosen = select(held)
    items.release(session, keeper, pick(ids[0]))
    with pytest.raises(Conflict, match=r"keeper changed NUT \w+ meanwhile \(hold released\)"):
        items.scrap(session, keeper, chosen, "rust")
    chosen = select(ItemFilter(location_id=dock))
    items.hold(session, keeper, pick(ids[0]), "wet again")
    with pytest.raises(Conflict, match=r"meanwhile \(held\)"):
        items.selected_count(session, keeper, chosen)
    chosen = select(held)
    items.move(session, keeper, pick(ids[2]), room)
    with pytest.raises(Conflict, match=r"meanwhile \(location\)"):
        items.scrap(session, keeper, chosen, "rust")
    items.move(session, keeper, pick(ids[2]), dock)

    for id_ in ids:
        items.release(session, keeper, pick(id_))
    factory.switch(session, keeper, dock, False)
    chosen = select(held)
    factory.switch(session, keeper, dock, True)
    with pytest.raises(Conflict, match=r"no longer lets NUT \w+, .* through"):
        items.scrap(session, keeper, chosen, "rust")
    chosen = select(ItemFilter(location_id=dock))
    make.item(part, quantity=9, location_id=dock)  # came later: nobody has seen it
    done = items.scrap(session, keeper, replace(chosen, ids=chosen.ids[1:]), "rust")
    assert done.ids == tuple(ids[1:])
    with pytest.raises(Invalid, match="Nothing is selected"):
        items.select_all(session, keeper, ItemFilter(lot="none such"))


def test_serials_are_assigned_and_the_first_unit_keeps_the_row(session, keeper, make, item):
    row = make.item(make.part(tracking="serial"), quantity=3)

    done = items.assign_serials(session, keeper, row, "SN-1..SN-3")
    assert done.ids[0] == row
    assert [item(id_).serial for id_ in done.ids] == ["SN-1", "SN-2", "SN-3"]
    assert {item(id_).origin_id for id_ in done.split_ids} == {row}
    undoing.undo(session, keeper, done.change_set)
    assert (item(row).quantity, item(row).serial) == (3, None)
    again = items.assign_serials(session, keeper, row, "SN-2")
    assert (item(row).quantity, item(again.ids[0]).serial) == (2, "SN-2")
    with pytest.raises(Conflict, match="Serial SN-2 already exists"):
        items.assign_serials(session, keeper, row, "sn-2")
    with pytest.raises(Invalid, match="3 serials for 2 units"):
        items.assign_serials(session, keeper, row, "7..9")


def test_what_was_put_together_and_taken_apart_is_so_again(session, keeper, make, item, dock):
    part, unit = make.part("NUT"), make.part(tracking="serial")
    one, other = (make.item(part, quantity=5, location_id=dock) for _ in range(2))
    whole, more = make.item(unit, quantity=3), make.item(unit, quantity=3)

    def all_of_them() -> list[tuple]:
        found = session.execute(text("SELECT quantity, serial, status FROM inventory_item"))
        return [tuple(row) for row in found]

    for act in (
        lambda: items.split(session, keeper, one, ["1", "2"]),
        lambda: items.merge(session, keeper, [other], one),
        lambda: items.assign_serials(session, keeper, whole, "S-1..3"),
        lambda: items.assign_serials(session, keeper, more, "T-1..2"),
    ):
        done = act()
        after = all_of_them()
        undone = undoing.undo(session, keeper, done.change_set)
        before = all_of_them()
        redone = undoing.undo(session, keeper, undone.change_set)
        assert all_of_them() == after != before
        undoing.undo(session, keeper, redone.change_set)
        assert all_of_them() == before


def test_a_serial_is_cleared_before_arrival_alone_and_is_free_then(session, keeper, make, item):
    part = make.part("GBX", tracking="serial")
    row, other = (make.item(part, serial=name, on_order=True) for name in ("G-1", "G-2"))
    here = make.item(part, serial="G-3")

    with pytest.raises(Conflict, match=r"G-3 came in with its serial\. Correct it instead"):
        items.clear_serial(session, keeper, pick(row, here))
    with pytest.raises(Conflict, match="changed"):
        items.clear_serial(session, keeper, pick(row, versions={row: 7}))
    done = items.clear_serial(session, keeper, pick(row, other), "sent others", key="k")
    again = items.clear_serial(session, keeper, pick(row, other), "sent others", key="k")

    assert (done.ids, again.change_set) == ((row, other), done.change_set)
    assert [(item(each).serial, item(each).quantity) for each in done.ids] == [(None, 1)] * 2
    assert items.get(session, keeper, row).timeline[0].headline == "Serial cleared: G-1"
    with pytest.raises(Conflict, match="has no serial"):
        items.clear_serial(session, keeper, pick(row))
    make.item(part, serial="G-2")
    with pytest.raises(Conflict, match="G-2 already exists"):
        undoing.undo(session, keeper, done.change_set)


def test_a_unit_without_serial_is_neither_installed_nor_shipped(session, keeper, make, do):
    row = make.item(make.part(tracking="serial"), quantity=3)

    for name in ("install", "ship"):
        with pytest.raises(Conflict, match=r"has no serial yet\. Assign serials first"):
            do(name, pick(row))


def test_a_recount_sets_the_quantity_and_0_leaves_it_unavailable(session, keeper, make, item):
    wire = make.item(make.part(unit="m"), quantity=10)

    with pytest.raises(Invalid, match="cannot be negative") as refusal:
        items.adjust(session, keeper, wire, "-4", "counted")
    assert refusal.value.field == "counted"
    items.adjust(session, keeper, wire, "7.25", "counted")
    assert item(wire).quantity == Decimal("7.25")
    assert items.get(session, keeper, wire).timeline[0].headline == (
        "Quantity corrected 10 → 7.25: counted"
    )
    done = items.adjust(session, keeper, wire, "0", "used up")
    assert item(wire).status is Status.UNAVAILABLE
    undoing.undo(session, keeper, done.change_set)
    assert item(wire).quantity == Decimal("7.25")


def test_a_split_leaves_something_and_a_merge_puts_it_together(session, keeper, make, item, dock):
    row = make.item(make.part("NUT"), quantity=10, location_id=dock, lot="L-1")

    done = items.split(session, keeper, row, ["2", "3"])
    assert [item(id_).quantity for id_ in (row, *done.ids)] == [5, 2, 3]
    with pytest.raises(Invalid, match="Something must stay"):
        items.split(session, keeper, row, ["5"])
    merged = items.merge(session, keeper, done.ids, row)
    assert item(row).quantity == 10
    assert {item(id_).status for id_ in done.ids} == {Status.MERGED}
    assert items.get(session, keeper, done.ids[0]).why_lead.startswith("Merged into NUT ")
    undoing.undo(session, keeper, merged.change_set)
    assert [item(id_).quantity for id_ in (row, *done.ids)] == [5, 2, 3]


def test_what_something_is_installed_in_stays_a_single_unit(session, keeper, make):
    frame = make.item(make.part("FRAME", unit="m"), quantity=1)
    items.install(session, keeper, pick(make.item(make.part("NUT"))), frame)

    for take in (
        lambda: items.split(session, keeper, frame, ["0.5"]),
        lambda: items.scrap(session, keeper, pick(frame, quantity="0.5"), "bent"),
    ):
        with pytest.raises(Conflict, match="Other items are installed in FRAME"):
            take()


def test_quantities_stand_apart_by_blanks_and_one_and_a_half_is_none_of_two():
    assert items.read_quantities(" 1 2;3\n4, 5;; ") == ["1", "2", "3", "4", "5"]
    assert items.read_quantities("1,5") == ["1,5"]
    assert items.read_quantities("") == []


def test_a_merge_keeps_the_earliest_dates(session, keeper, make, item):
    part = make.part("NUT")
    old, new = make.item(part, quantity=1), make.item(part, quantity=2)
    created, received = item(old).created_at, item(old).received_at

    items.merge(session, keeper, [old], new)
    assert (item(new).created_at, item(new).received_at) == (created, received)


def test_what_was_recounted_meanwhile_is_not_merged(session, keeper, make, item):
    part = make.part("NUT")
    kept, other = make.item(part, quantity=1), make.item(part, quantity=2)
    seen = {id_: item(id_).version for id_ in (kept, other)}
    items.adjust(session, keeper, other, "7", "counted")

    with pytest.raises(Conflict, match=r"keeper changed NUT \w+ meanwhile \(quantity\)"):
        items.merge(session, keeper, [other], kept, versions=seen)
    items.merge(session, keeper, [other], kept, versions=seen | {other: item(other).version})
    assert item(kept).quantity == 8


def test_what_differs_is_not_merged(session, keeper, make, dock):
    part = make.part("NUT")
    here, there = make.item(part, quantity=1, location_id=dock), make.item(part, quantity=1)

    with pytest.raises(Conflict, match="has another location than"):
        items.merge(session, keeper, [there], here)
    with pytest.raises(Invalid, match="at least two"):
        items.merge(session, keeper, [here], here)


def test_an_assembly_comes_along_and_is_no_circle(session, keeper, make, item, dock):
    part = make.part("GBX", tracking="serial")
    root, middle, leaf = (
        make.item(part, serial=name, location_id=dock) for name in ("R", "M", "L")
    )
    items.install(session, keeper, pick(leaf), middle)
    items.install(session, keeper, pick(middle), root)

    assert items.get(session, keeper, leaf).location == "Dock"
    with pytest.raises(Conflict, match="R cannot be installed in itself"):
        items.install(session, keeper, pick(root), root)
    with pytest.raises(Conflict, match="L is itself installed in R"):
        items.install(session, keeper, pick(root), leaf)
    with pytest.raises(Conflict, match=r"L is installed in M\. Remove it first"):
        items.scrap(session, keeper, pick(leaf), "worn")
    items.remove(session, keeper, pick(middle), dock)
    assert item(leaf).parent_id == middle
    with pytest.raises(Conflict, match="Other items are installed in M"):
        items.void(session, keeper, pick(middle), "mistake")


def test_holds_of_others_stay_and_are_said(session, keeper, make, status_of):
    from ioninv.domain.items.holds import insert_holds

    row = make.item(make.part("NUT"), quantity=1)
    items.hold(session, keeper, pick(row), "scratched")
    with history.act(session, keeper, "held") as act:
        insert_holds(act, [(row, "issue", "Issue 7")])

    done = items.release(session, keeper, pick(row))
    assert done.notes[0].endswith("is still on hold: Issue 7")
    assert status_of(row) is Status.UNAVAILABLE
    with pytest.raises(Conflict, match="no hold that can be released by hand"):
        items.release(session, keeper, pick(row))


def test_a_part_of_what_is_held_is_held_too(session, keeper, make, status_of):
    row = make.item(make.part("NUT"), quantity=10)
    items.hold(session, keeper, pick(row), "scratched")

    (part,) = items.split(session, keeper, row, ["4"]).ids
    assert items.get(session, keeper, part).holds == ("scratched",)
    assert status_of(part) is Status.UNAVAILABLE


def test_a_voided_serial_is_free_until_it_is_claimed(session, keeper, make):
    part = make.part(tracking="serial")
    first = make.item(part, serial="42")
    done = items.void(session, keeper, pick(first), "typed twice")
    make.item(part, serial="42")

    with pytest.raises(Conflict, match="Serial 42 already exists for BRKT-001"):
        items.unvoid(session, keeper, pick(first))
    (said,) = undoing.what_stands_against(session, keeper, done.change_set)
    assert said.startswith("Serial 42 already exists")


def test_fields_are_edited_with_their_history(session, keeper, make, item, dock):
    row = make.item(make.part(tracking="serial"), serial="1", location_id=dock)
    items.edit(session, keeper, row, {"serial": "2", "unit_cost": "1.5", "currency": "eur",
               "expires_on": "2027-01-02", "location_id": ""})  # fmt: skip

    assert (item(row).serial, item(row).unit_cost, item(row).currency) == (
        "2",
        Decimal("1.5"),
        "EUR",
    )
    assert item(row).location_id is None
    make.item(item(row).part_id, serial="9")
    with pytest.raises(Conflict, match="Serial 9 already exists") as refusal:
        items.edit(session, keeper, row, {"serial": "9"})
    assert refusal.value.field == "serial"
    with pytest.raises(Invalid, match="tracked by serial"):
        items.edit(session, keeper, row, {"serial": ""})
    with pytest.raises(Invalid, match="cannot be edited"):
        items.edit(session, keeper, row, {"status": "available"})
    with pytest.raises(Invalid, match="This location does not exist") as refusal:
        items.edit(session, keeper, row, {"location_id": "99999999999"})
    assert refusal.value.field == "location"
    with pytest.raises(Invalid, match="This supplier does not exist") as refusal:
        items.edit(session, keeper, row, {"supplier_id": "-1"})
    assert refusal.value.field == "supplier"
    with pytest.raises(Invalid, match="is not a number"):
        items.edit_many(session, keeper, pick(row), {"unit_cost": "cheap"})


def test_what_changes_nothing_leaves_no_trace(session, keeper, make, dock):
    row = make.item(make.part("NUT"), location_id=dock)
    before = history.latest(session)

    done = items.move(session, keeper, pick(row), dock)
    assert (done.change_set, done.ids, history.latest(session)) == (0, (), before)


def test_a_key_is_kept_where_there_was_nothing_to_do(session, keeper, make, item, dock):
    row, room = make.item(make.part("NUT"), quantity=5, location_id=dock), make.place("Room 101")
    whole, part = pick(row), pick(row, quantity="2")
    for chosen, key in ((whole, "k"), (part, "part")):
        done = items.move(session, keeper, chosen, dock, key=key)
        assert (done.change_set, done.ids, done.split_ids) == (0, (), ())
    items.move(session, keeper, whole, room)

    for chosen, key in ((whole, "k"), (part, "part")):
        again = items.move(session, keeper, chosen, dock, key=key)
        assert (again.repeated, again.change_set, again.ids) == (True, 0, ())
    assert (item(row).location_id, item(row).quantity) == (room, 5)
    empty = history.latest(session) - 1
    assert undoing.what_stands_against(session, keeper, empty) == ["It changed nothing."]
    with pytest.raises(Invalid, match="There are only 5"):
        items.move(session, keeper, pick(row, quantity="6"), room)


BIG = 2**70


def test_what_no_id_and_no_text_can_be_is_refused_at_every_door(session, keeper, make, dock):
    row = make.item(make.part("NUT"), quantity=5, location_id=dock)
    for ask in (
        lambda: undoing.undo(session, keeper, BIG),
        lambda: undoing.what_stands_against(session, keeper, -BIG),
        lambda: items.built(session, keeper, item_id=BIG),
        lambda: items.family(session, keeper, BIG),
        lambda: kits.get(session, keeper, BIG),
        lambda: items.move(session, keeper, pick(BIG), dock),
        lambda: items.move(session, keeper, Selection(filter=ItemFilter(), as_of=BIG), dock),
        lambda: items.move(session, keeper, pick(row, versions={BIG: 1}), dock),
    ):
        with pytest.raises(NotFound):
            ask()
    for ask in (
        lambda: items.hold(session, keeper, pick(row), "a\ud800"),
        lambda: items.hold(session, keeper, pick(row), "a", key="\ud800"),
        lambda: items.edit(session, keeper, row, {"note": "\udfff"}),
    ):
        with pytest.raises(Invalid, match="half a character"):
            ask()
    with pytest.raises(Invalid, match="at most 100") as refusal:
        items.hold(session, keeper, pick(row), "a", key="k" * 101)
    assert refusal.value.field == "key"
    first = items.hold(session, keeper, pick(row), "a", key=" k\u200b ")
    assert items.hold(session, keeper, pick(row), "a", key="k").change_set == first.change_set


def test_only_what_is_possible_is_offered(session, keeper, viewer, make):
    part = make.part("NUT")
    on_order, there = make.item(part, on_order=True), make.item(part, quantity=5)

    both = items.acts_for(session, keeper, pick(on_order, there))
    assert {"move", "hold", "void", "edit"} <= set(both)
    assert not {"receive", "scrap", "split", "adjust", "merge"} & set(both)
    assert "split" in items.acts_for(session, keeper, pick(there))
    assert items.acts_for(session, viewer, pick(there)) == []


def test_a_closed_kit_frees_what_was_not_used(session, keeper, make, item, dock):
    kit = kits.create(session, keeper, "KIT-7", "WO-12", dock)
    part, root = make.part("NUT"), make.item(make.part("GBX"))
    used, left = make.item(part, quantity=4), make.item(part, quantity=4, location_id=dock)
    first = kits.put_in(session, keeper, kit.id, pick(used, left), key="k")
    assert kits.put_in(session, keeper, kit.id, pick(used, left), key="k").repeated
    assert first.count == 2
    assert items.get(session, keeper, left).why_lead == "Kitted in KIT-7 for WO-12"
    assert items.get(session, keeper, left).row["place"] == "KIT-7 for WO-12 · Dock"
    items.install(session, keeper, pick(used), root)

    done = kits.close(session, keeper, kit.id)
    assert done.ids == (left,)
    assert (item(used).status, item(left).status) == (Status.INSTALLED, Status.AVAILABLE)
    with pytest.raises(Conflict, match="KIT-7 is closed"):
        kits.put_in(session, keeper, kit.id, pick(left))
    undoing.undo(session, keeper, done.change_set)
    assert kits.get(session, keeper, kit.id).items == 1
    with pytest.raises(Conflict, match="A kit KIT-7 exists already"):
        kits.create(session, keeper, "kit-7")


def test_created_items_are_undone_by_voiding(session, keeper, create, bracket, item):
    (row,) = create(bracket, serials="SN-1")
    number = history.latest(session)

    undone = undoing.undo(session, keeper, number)
    assert item(row).status is Status.VOIDED
    redone = undoing.undo(session, keeper, undone.change_set)
    assert item(row).status is Status.AVAILABLE
    undone = undoing.undo(session, keeper, redone.change_set)
    create(bracket, serials="SN-1")
    with pytest.raises(Conflict, match="Serial SN-1 already exists"):
        undoing.undo(session, keeper, undone.change_set)


def test_what_was_changed_since_is_not_undone(session, keeper, make, dock):
    row = make.item(make.part("NUT"), quantity=5)
    done = items.move(session, keeper, pick(row), dock)
    items.scrap(session, keeper, pick(row), "cracked")

    (said,) = undoing.what_stands_against(session, keeper, done.change_set)
    assert said.startswith("keeper changed NUT ")
    assert said.endswith(" since (scrapped).")
    with pytest.raises(Conflict, match="can no longer be undone"):
        undoing.undo(session, keeper, done.change_set)


def test_undoing_twice_is_refused_and_a_repeated_undo_is_not(session, keeper, make):
    row = make.item(make.part("NUT"), quantity=5)
    done = items.scrap(session, keeper, pick(row), "cracked")
    undone = undoing.undo(session, keeper, done.change_set, key="u")

    assert undoing.undo(session, keeper, done.change_set, key="u").change_set == undone.change_set
    assert undoing.what_stands_against(session, keeper, done.change_set) == [
        "keeper undid this already."
    ]


def test_a_change_set_tells_what_one_act_did(session, keeper, make):
    row = make.item(make.part("NUT"), quantity=10)
    done = items.scrap(session, keeper, pick(row, quantity="3"), "cracked")

    told = undoing.change_set(session, keeper, done.change_set)
    assert (told.verb, told.actor, told.reason, told.total) == ("scrapped", "keeper", "cracked", 3)
    assert [each.headline.partition(" NUT")[0] for each in told.items] == [
        "Split off 3 of 10", "Split off", "Scrapped: cracked",
    ]  # fmt: skip
    assert items.get(session, keeper, done.ids[0]).why_rest.endswith("cracked.")


def test_a_thousand_items_take_few_statements(session, keeper, make, dock):
    part = make.part("NUT")
    ids = [make.item(part) for _ in range(40)]
    before = session.execute(text("SELECT count(*) FROM event")).scalar_one()

    items.move(session, keeper, pick(*ids), dock)
    assert session.execute(text("SELECT count(*) FROM event")).scalar_one() == before + 40
