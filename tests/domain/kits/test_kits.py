"""Kits: what they hold, how they are named, closed, opened again, and what their history tells."""

import pytest

from ioninv.domain import factory, history, items, kits, undoing
from ioninv.domain.items import ItemFilter, ItemForm, ItemSort, PageRequest, Selection
from ioninv.domain.kits import KitFilter, KitState
from ioninv.errors import Conflict, Forbidden, Invalid, NotFound
from ioninv.vocabulary import Entity, Status

pytestmark = pytest.mark.usefixtures("sound")


def pick(*ids: int, **more) -> Selection:
    return Selection(ids=ids, **more)


@pytest.fixture
def kit(session, keeper) -> int:
    return kits.create(session, keeper, "KIT-7", "WO-12").id


@pytest.fixture
def dock(make) -> int:
    return make.place("Dock")


@pytest.fixture
def nuts(make, dock) -> tuple[int, ...]:
    part = make.part("NUT")
    return tuple(make.item(part, quantity=4, location_id=dock) for _ in range(3))


@pytest.fixture
def told(session, keeper):
    """told(kit) → its history in words, newest first."""
    return lambda kit: [
        "; ".join((each.headline, *each.changes)) for each in kits.timeline(session, keeper, kit)
    ]


def names(session, keeper, filter: KitFilter, sort: str = "name") -> list[str]:
    return [row.name for row in kits.search(session, keeper, filter, sort).rows]


def test_the_list_is_searched_by_state_and_word_and_sorted(session, keeper, make, kit, nuts):
    other = kits.create(session, keeper, "Anna's", "ROV 100%", make.place("Line 2")).id
    kits.put_in(session, keeper, kit, pick(*nuts))
    wire = make.item(make.part("WIRE", unit="m"), quantity="2.5")
    kits.put_in(session, keeper, kit, pick(wire))

    assert names(session, keeper, KitFilter(), "-items") == ["KIT-7", "Anna's"]
    assert names(session, keeper, KitFilter(), "destination") == ["Anna's", "KIT-7"]
    assert names(session, keeper, KitFilter("wo12")) == ["KIT-7"]
    assert names(session, keeper, KitFilter("100%")) == ["Anna's"]
    assert names(session, keeper, KitFilter("_")) == []
    row = kits.get(session, keeper, kit)
    assert (row.items, row.quantity) == (4, "12 · 2.5 m")
    kits.close(session, keeper, other)
    assert names(session, keeper, KitFilter()) == ["KIT-7"]
    assert names(session, keeper, KitFilter(state=KitState.CLOSED)) == ["Anna's"]
    assert names(session, keeper, KitFilter(state=KitState.ALL)) == ["Anna's", "KIT-7"]
    with pytest.raises(Invalid, match="cannot be sorted"):
        kits.search(session, keeper, KitFilter(), "name; drop")


def test_its_items_are_a_filter_like_any_other(session, keeper, make, kit, nuts):
    kits.put_in(session, keeper, kit, pick(*nuts[:2]))
    items.hold(session, keeper, pick(nuts[0]), "bent")
    filter = ItemFilter.from_query({"kit": str(kit)})

    page = items.search(session, keeper, filter, ItemSort(), PageRequest())
    assert {row["id"] for row in page.rows} == set(nuts[:2])
    assert items.count(session, keeper, filter).by_status == {Status.KITTED: 2}
    assert items.describe(session, keeper, filter) == {"kit": "KIT-7"}
    assert filter.to_query() == {"kit": str(kit)}
    both = ItemFilter(kit_id=kit, part_id=1, text="nut")
    assert items.count(session, keeper, both).total == 2
    assert items.count(session, keeper, ItemFilter(kit_id=99)).total == 0


def test_it_is_found_by_its_name(session, keeper, kit):
    found = items.find(session, keeper, "kit7")

    assert [(each.kind, each.title, each.subtitle, each.exact) for each in found] == [
        (Entity.KIT, "KIT-7", "WO-12", True)
    ]
    kits.close(session, keeper, kit)
    assert items.find(session, keeper, "wo-12")[0].subtitle == "WO-12 (closed)"
    assert kits.suggest(session, keeper, "kit") == []
    assert [each.label for each in kits.suggest(session, keeper, "kit", closed=True)] == ["KIT-7"]


def test_an_item_says_which_kit_it_is_in(session, keeper, kit, nuts):
    kits.put_in(session, keeper, kit, pick(nuts[0]))

    detail = items.get(session, keeper, nuts[0])
    assert (detail.kit_id, detail.kit) == (kit, "KIT-7")
    assert (items.get(session, keeper, nuts[1]).kit_id, detail.row["status"]) == (None, "kitted")


def test_it_is_edited_and_the_second_of_two_is_told(session, keeper, kit, dock, told):
    row = kits.edit(session, keeper, kit, " KIT-8 ", "WO-13", dock, version=1, key="k")
    again = kits.edit(session, keeper, kit, " KIT-8 ", "WO-13", dock, version=1, key="k")

    assert (row.name, row.reference, row.destination) == ("KIT-8", "WO-13", "Dock")
    assert row == again
    assert told(kit)[0] == (
        "Destination: none → Dock; Renamed from KIT-7 to KIT-8; Reference: WO-12 → WO-13"
    )
    with pytest.raises(Conflict, match="keeper changed KIT-8 meanwhile"):
        kits.edit(session, keeper, kit, "KIT-9", version=1)
    kits.create(session, keeper, "KIT-7")
    with pytest.raises(Conflict, match="A kit KIT-7 exists already") as refused:
        kits.edit(session, keeper, kit, "kit-7")
    assert refused.value.field == "name"


def test_what_cannot_be_right_is_said_at_its_field(session, keeper, kit, dock):
    with pytest.raises(Invalid) as refused:
        kits.edit(session, keeper, kit, "", "x" * 200)
    assert {problem.field for problem in refused.value.problems} == {"name", "reference"}
    kits.edit(session, keeper, kit, "KIT-7", destination_id=dock)
    factory.archive(session, keeper, dock, True)
    with pytest.raises(Conflict, match="archived") as archived:
        kits.create(session, keeper, "KIT-8", destination_id=dock)
    assert archived.value.field == "location"
    assert kits.edit(session, keeper, kit, "KIT-7", "same place", dock).destination == "Dock"
    with pytest.raises(NotFound):
        kits.edit(session, keeper, 99, "KIT-9")


def test_closing_says_how_many_and_takes_them_where_they_go(
    session, keeper, make, kit, nuts, status_of
):
    kits.put_in(session, keeper, kit, pick(*nuts))
    items.start_work(session, keeper, pick(nuts[0]), "WO-12")
    line = make.place("Line 2")
    with pytest.raises(Conflict, match="There are 3 items in KIT-7 now, 2 when you looked"):
        kits.close(session, keeper, kit, expected=2)

    done = kits.close(session, keeper, kit, location_id=line, expected=3, key="k")

    assert done.ids == nuts
    again = kits.close(session, keeper, kit, location_id=line, expected=3, key="k")
    assert (again.repeated, again.ids) == (True, nuts)
    assert [items.get(session, keeper, each).location for each in nuts] == ["Line 2"] * 3
    assert status_of(nuts[0]) is Status.IN_PROGRESS
    undoing.undo(session, keeper, done.change_set)
    assert [items.get(session, keeper, each).location for each in nuts] == ["Dock"] * 3
    assert kits.get(session, keeper, kit).items == 3


def test_where_nothing_can_be_put_nothing_goes(session, keeper, kit, nuts, dock):
    kits.put_in(session, keeper, kit, pick(*nuts))
    before = history.latest(session)

    with pytest.raises(Invalid, match="does not exist") as refused:
        kits.close(session, keeper, kit, location_id=99)
    assert refused.value.field == "location"
    with pytest.raises(Forbidden, match=r"kits\.edit"):
        kits.close(session, actor_without(keeper, "kits.edit"), kit)
    with pytest.raises(Forbidden, match=r"inventory\.move"):
        kits.close(session, actor_without(keeper, "inventory.move"), kit, location_id=dock)
    assert history.latest(session) == before


def actor_without(actor, permission: str):
    from dataclasses import replace

    return replace(actor, permissions=frozenset(p for p in actor.permissions if p != permission))


def test_a_closed_kit_is_opened_again_empty(session, keeper, kit, nuts, told):
    kits.put_in(session, keeper, kit, pick(nuts[0]))
    kits.close(session, keeper, kit)
    with pytest.raises(Conflict, match="meanwhile"):
        kits.reopen(session, keeper, kit, version=1)

    row = kits.reopen(session, keeper, kit, version=2, key="k")
    assert kits.reopen(session, keeper, kit, version=2, key="k") == row

    assert (row.closed, row.items) == ("", 0)
    with pytest.raises(Conflict, match="is open"):
        kits.reopen(session, keeper, kit)
    assert told(kit) == [
        "Opened again", "Closed; 1 item taken out", "1 item put in", "Opened for WO-12",
    ]  # fmt: skip


def test_opening_again_is_not_undone_over_what_was_put_in_since(session, keeper, kit, nuts):
    kits.close(session, keeper, kit)
    kits.reopen(session, keeper, kit)
    opened = history.latest(session)
    kits.put_in(session, keeper, kit, pick(nuts[0]))

    assert undoing.what_stands_against(session, keeper, opened) == [
        "1 item is in the kit KIT-7 now. Take them out first, or close the kit."
    ]
    kits.take_out(session, keeper, pick(nuts[0]))
    done = undoing.undo(session, keeper, opened)
    assert kits.get(session, keeper, kit).closed
    undoing.undo(session, keeper, done.change_set)
    assert not kits.get(session, keeper, kit).closed


def test_closing_undone_is_not_done_again_over_others(session, keeper, kit, nuts):
    kits.put_in(session, keeper, kit, pick(nuts[0]))
    closed = kits.close(session, keeper, kit)
    again = undoing.undo(session, keeper, closed.change_set)
    kits.put_in(session, keeper, kit, pick(nuts[1]))

    with pytest.raises(Conflict, match="1 item is in the kit KIT-7 now"):
        undoing.undo(session, keeper, again.change_set)


def test_an_edit_is_undone_unless_its_name_or_place_is_gone(session, keeper, make, kit, dock):
    kits.edit(session, keeper, kit, "KIT-7", "WO-12", dock)
    kits.edit(session, keeper, kit, "KIT-8", "", None)
    edited = history.latest(session)
    other = kits.create(session, keeper, "KIT-7").id
    factory.archive(session, keeper, dock, True)

    assert undoing.what_stands_against(session, keeper, edited) == [
        "Dock is archived now.", "Another kit is called KIT-7 now.",
    ]  # fmt: skip
    factory.archive(session, keeper, dock, False)
    kits.edit(session, keeper, other, "KIT-9")
    undoing.undo(session, keeper, edited)
    row = kits.get(session, keeper, kit)
    assert (row.name, row.reference, row.destination) == ("KIT-7", "WO-12", "Dock")
    assert kits.search(session, keeper, KitFilter("wo-12")).total == 1
    (said,) = undoing.change_set(session, keeper, edited).items
    assert (said.entity, said.label) == (Entity.KIT, "KIT-7")
    assert said.headline == "Renamed from KIT-7 to KIT-8" or said.changes


def test_its_history_tells_what_went_in_and_out(session, keeper, make, kit, nuts, told):
    kits.put_in(session, keeper, kit, pick(*nuts))
    kits.take_out(session, keeper, pick(nuts[0]))
    undoing.undo(session, keeper, history.latest(session))
    items.install(session, keeper, pick(nuts[1]), make.item(make.part("GBX")))
    kits.take_out(session, keeper, pick(nuts[2], quantity="1"))
    other = kits.create(session, keeper, "Other").id

    assert told(kit) == [
        "1 item taken out", "1 item gone: installed", "Undone: 1 item back in",
        "1 item taken out", "3 items put in", "Opened for WO-12",
    ]  # fmt: skip
    assert told(other) == ["Opened"]


def test_only_what_is_in_this_kit_is_taken_out_of_it(session, keeper, kit, nuts):
    other = kits.create(session, keeper, "Other").id
    kits.put_in(session, keeper, kit, pick(nuts[0]))
    kits.put_in(session, keeper, other, pick(nuts[1]))
    before = history.latest(session)

    with pytest.raises(Conflict, match="is in the kit Other now"):
        kits.take_out(session, keeper, pick(*nuts[:2]), kit_id=kit)
    assert history.latest(session) == before
    chosen = Selection(filter=ItemFilter(kit_id=kit), as_of=before)
    assert kits.take_out(session, keeper, chosen, kit_id=kit, key="k").ids == nuts[:1]
    assert kits.take_out(session, keeper, chosen, kit_id=kit, key="k").repeated


def test_the_history_of_a_kit_is_found_by_an_index(session, kit):
    from sqlalchemy import text

    from ioninv.domain.kits import timeline as door
    from ioninv.domain.kits.timeline import _IN, _OUT  # pyright: ignore[reportPrivateUsage]

    assert door
    for query, index in ((_IN, "event_into_kit"), (_OUT, "event_out_of_kit")):
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {query.text}"), {"kit": kit, "most": 9})
        assert any(index in row.detail for row in plan)


def test_a_viewer_looks_and_changes_nothing(session, viewer, kit):
    assert kits.search(session, viewer, KitFilter()).total == 1
    for door in (kits.edit, kits.reopen, kits.close):
        with pytest.raises(Forbidden):
            door(session, viewer, kit, "x")


def test_what_a_serial_does_not_say_an_items_title_says(session, keeper, make, kit):
    part = make.part("NUT", unit="m")
    lot = items.create(session, keeper, ItemForm(part_id=part, lot="L-1", quantity="2.5")).ids[0]
    bare = items.create(session, keeper, ItemForm(part_id=part, quantity="10")).ids[0]

    uid = items.get(session, keeper, bare).row["uid"]
    assert items.get(session, keeper, lot).title == "NUT · lot L-1 · 2.5 m"
    assert items.get(session, keeper, bare).title == f"NUT · {uid} · 10 m"
