"""The find box always answers, and with exactly what was asked."""

from dataclasses import replace

import pytest

from ioninv.domain import items, locations, parts, suppliers
from ioninv.domain.items import ItemForm
from ioninv.domain.parts import PartForm
from ioninv.errors import Invalid
from ioninv.ui.find.state import FindState


@pytest.fixture(autouse=True)
def elsewhere(screen) -> None:
    """The tab is on a page that shows neither items nor parts."""
    screen.at("/suppliers")


def part(screen, number: str) -> int:
    return screen.store(parts.create, PartForm(part_number=number, tracking="serial")).id


def item(screen, part_id: int, **fields: str) -> int:
    form = replace(ItemForm(part_id=part_id), **fields)
    return screen.store(items.create, form).ids[0]


def gone_to(events) -> str:
    return " ".join(str(value) for event in events for _, value in event.args)


def test_typing_offers_what_matches_with_its_status(screen):
    item(screen, part(screen, "GBX"), serials="SN-0042")

    screen.do(FindState.look, "sn-00")

    result = screen.state(FindState).results[0]
    assert (result["label"], result["tag"], result["status_label"]) == (
        "SN-0042",
        "Item",
        "Available",
    )


def test_a_scanned_serial_leads_to_its_item(screen):
    gearbox = part(screen, "GBX")
    item(screen, gearbox, serials="SN-00421")
    wanted = item(screen, gearbox, serials="SN-0042")

    assert f"/?item={wanted}" in gone_to(screen.do(FindState.scan, "sn-0042"))


def test_a_part_a_location_and_a_supplier_are_gone_to(screen):
    gearbox = part(screen, "GBX")
    shelf = screen.store(locations.create_path, "Room 1 / Shelf A").id
    mouser = screen.store(suppliers.create, suppliers.SupplierForm(name="Mouser")).id

    assert f"/parts?part={gearbox}" in gone_to(screen.do(FindState.scan, "gbx"))
    assert f"/factory?location={shelf}" in gone_to(screen.do(FindState.scan, "Shelf A"))
    assert f"/suppliers?supplier={mouser}" in gone_to(screen.do(FindState.scan, "MOUSER"))


def test_on_its_own_page_it_is_opened_beside_the_list(screen):
    gearbox = part(screen, "GBX")
    wanted = item(screen, gearbox, serials="SN-0042")

    screen.at("/?status=on_order")
    events = screen.do(FindState.scan, "SN-0042")
    assert [(each.handler.fn.__name__, gone_to([each])) for each in events] == [
        ("open_item", str(wanted))
    ]

    screen.at("/parts/?q=x")
    assert screen.do(FindState.scan, "GBX")[0].handler.fn.__name__ == "open_row"


def test_one_serial_on_several_parts_offers_the_choice(screen):
    ids = {item(screen, part(screen, number), serials="0042") for number in ("GBX", "MTR")}

    assert gone_to(screen.do(FindState.scan, "0042")) == ""

    state = screen.state(FindState)
    assert {result["value"] for result in state.results} == {f"item:{id_}" for id_ in ids}
    assert "names 2 things" in state.answer


def test_nothing_with_that_code_says_so(screen):
    screen.do(FindState.scan, "NOPE-1")

    assert screen.state(FindState).answer == (
        "Nothing is called “NOPE-1”. Check the code, or create it with New Inventory."
    )


def test_what_only_comes_close_is_offered_and_not_gone_to(screen):
    item(screen, part(screen, "GBX"), serials="SN-0042")

    assert gone_to(screen.do(FindState.scan, "SN-004")) == ""
    assert "come close" in screen.state(FindState).answer
    assert len(screen.state(FindState).results) == 1


@pytest.mark.parametrize(
    "text", ["%", "_", "🙂", "x" * 10_000, "'; --", "\x00\u202e", "(", '"', "*"]
)
def test_any_text_is_answered(screen, text):
    item(screen, part(screen, "GBX"), serials="SN-0042")

    screen.do(FindState.look, text)
    screen.do(FindState.scan, text)

    assert screen.state(FindState).results == []
    assert len(screen.state(FindState).answer) < 200


def test_blanks_alone_ask_nothing(screen):
    screen.do(FindState.scan, "  ")
    screen.do(FindState.look, "  ")

    assert screen.state(FindState).answer == ""


def test_choosing_goes_there_and_clears_the_box(screen):
    wanted = item(screen, part(screen, "GBX"), serials="SN-0042")
    screen.do(FindState.look, "SN")

    assert f"/?item={wanted}" in gone_to(screen.do(FindState.go, f"item:{wanted}", "SN-0042"))
    assert screen.state(FindState).results == []


@pytest.mark.parametrize(
    "value", ["", "user:1", "item:x", "item:", "item:-1", 5, "item:" + "9" * 40]
)
def test_what_was_never_offered_is_refused(screen, value):
    with pytest.raises(Invalid):
        screen.do(FindState.go, value, "")
