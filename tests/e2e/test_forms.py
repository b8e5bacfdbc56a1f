"""What every form owes whoever fills it in: no waiting, nothing out of reach, nothing lost."""

import re
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Dialog, Locator, Page, WebSocketRoute, expect

from ioninv.domain import items, locations, parts
from tests.e2e.conftest import WAIT_MILLISECONDS, Serve, Server
from tests.e2e.storing import store

PHONE: dict[str, Any] = {"width": 390, "height": 844}
SMALLEST: dict[str, Any] = {"width": 360, "height": 640}
LOW: dict[str, Any] = {"width": 1024, "height": 768}
AT_ONCE = 1_000


def new_inventory(page: Page) -> Locator:
    expect(page.locator(".pager")).to_contain_text(re.compile(r"of \d|No items"))
    page.get_by_role("main").get_by_role("button", name="New Inventory").first.click()
    dialog = page.get_by_role("dialog", name="New Inventory")
    expect(dialog).to_be_visible()
    return dialog


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for what only this side of the wire knows; asking lets the browser's news come in."""
    end = time.monotonic() + WAIT_MILLISECONDS / 1000
    while not holds():
        assert time.monotonic() < end, "it never came"
        page.evaluate("() => new Promise(requestAnimationFrame)")


def question(page: Page) -> Locator:
    return page.get_by_role("alertdialog", name="Discard what you typed?")


def test_create_is_offered_at_once_after_each_key(page: Page):
    page.goto("/")
    supplier = new_inventory(page).get_by_role("combobox", name="Supplier")
    supplier.fill("Nobody")
    expect(page.get_by_role("option", name="Create “Nobody”")).to_be_visible()

    # Nothing matches, as before: the same answer once more.
    supplier.fill("Nobody else")

    expect(page.get_by_role("option", name="Create “Nobody else”")).to_be_visible(timeout=AT_ONCE)


def test_create_is_not_offered_while_the_answer_is_on_its_way(page: Page, server: Server):
    store(server, locations.create_path, "Late Hall")
    held, lines = on_hold(page)
    page.goto("/")
    location = new_inventory(page).get_by_role("combobox", name="Location")
    location.fill("Late Hal")
    expect(page.get_by_role("option", name="Create “Late Hal”")).to_be_visible()

    held.append("")
    location.fill("Late Hall")
    until(page, lambda: len(held) > 1)
    expect(page.get_by_role("option", name=re.compile("^Create"))).to_have_count(0)

    let_go(held, lines)
    expect(page.get_by_role("option", name="Late Hall", exact=True)).to_be_visible()
    expect(page.get_by_role("option", name=re.compile("^Create"))).to_be_hidden()


def test_a_picked_location_is_told_from_its_namesakes(page: Page, server: Server):
    store(server, locations.create_path, "East Block / Twin Room")
    store(server, locations.create_path, "West Block / Twin Room")
    page.goto("/")
    location = new_inventory(page).get_by_role("combobox", name="Location")

    location.fill("twin room")
    page.get_by_role("option", name="West Block").click()

    expect(location).to_have_value("West Block / Twin Room")


def test_of_a_long_path_the_end_is_in_sight(page: Page, server: Server):
    path = "A Factory With A Long Name / Building With A Long Name / Bin 7"
    store(server, locations.create_path, path)
    page.goto("/")
    dialog = new_inventory(page)
    location = dialog.get_by_role("combobox", name="Location")
    location.fill("long bin 7")
    page.get_by_role("option", name=re.compile("^Bin 7")).click()

    dialog.get_by_label("Note").click()

    expect(location).to_have_value(path)
    page.wait_for_function("box => box.scrollLeft > 50", arg=location.element_handle())


@pytest.mark.parametrize("size", [SMALLEST, PHONE, {"width": 768, "height": 1024}, LOW])
def test_the_title_s_buttons_are_in_reach(page: Page, size: Any):
    page.set_viewport_size(size)
    for path in ("/", "/parts", "/kits", "/factory", "/suppliers"):
        page.goto(path)
        primary = page.locator(".title .btn.primary").first
        expect(primary).to_be_visible()
        box = primary.bounding_box()
        assert box, path
        assert box["x"] >= 0, path
        assert box["x"] + box["width"] <= size["width"], path
        primary.click(trial=True)


@pytest.mark.parametrize("size", [SMALLEST, PHONE, LOW])
def test_a_dialog_fits_the_screen_and_keeps_its_buttons_in_sight(page: Page, size: Any):
    page.set_viewport_size(size)
    page.goto("/")

    dialog = new_inventory(page)

    create = dialog.get_by_role("button", name="Create", exact=True)
    for each in (dialog, create):
        box = each.bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= size["height"]
    dialog.get_by_label("Note").scroll_into_view_if_needed()
    expect(create).to_be_in_viewport(ratio=1)


def test_back_asks_before_it_takes_typing_away(page: Page):
    page.goto("/parts")
    page.get_by_role("link", name="Inventory").first.click()
    dialog = new_inventory(page)
    dialog.get_by_label("Note").fill("half a thought")

    page.go_back()
    expect(question(page)).to_be_visible()
    assert page.url.endswith("/")
    page.get_by_role("button", name="Keep editing").click()
    expect(dialog.get_by_label("Note")).to_have_value("half a thought")

    page.go_back()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("heading", level=1, name="Parts")).to_be_visible()
    expect(page).to_have_url(re.compile("/parts/?$"))
    page.go_forward()
    expect(page.get_by_role("heading", level=1, name="Inventory")).to_be_visible()
    expect(dialog).to_be_hidden()


def test_back_asks_also_where_a_filter_made_the_entry(page: Page):
    page.goto("/")
    page.get_by_role("button", name=re.compile("^Available")).click()
    expect(page).to_have_url(re.compile("available"))
    dialog = new_inventory(page)
    dialog.get_by_label("Note").fill("half a thought")

    page.go_back()

    expect(question(page)).to_be_visible()
    expect(page).to_have_url(re.compile("available"))
    page.get_by_role("button", name="Discard").click()
    expect(page).not_to_have_url(re.compile("available"))
    expect(dialog).to_be_hidden()


def test_back_asks_nothing_where_nothing_was_typed(page: Page):
    page.goto("/parts")
    page.get_by_role("link", name="Inventory").first.click()
    new_inventory(page)

    page.go_back()

    expect(page.get_by_role("heading", level=1, name="Parts")).to_be_visible()


def test_reload_asks_and_who_stays_is_still_connected(page: Page):
    asked: list[str] = []

    def stay(question: Dialog) -> None:
        asked.append(question.type)
        question.dismiss()

    page.on("dialog", stay)
    page.goto("/")
    dialog = new_inventory(page)
    dialog.get_by_label("Note").click()
    page.keyboard.type("half a thought")

    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => location.reload())")

    assert asked == ["beforeunload"]
    expect(dialog.get_by_label("Note")).to_have_value("half a thought")
    dialog.get_by_role("combobox", name="Supplier").fill("Whoever stays")
    expect(page.get_by_role("option", name="Create “Whoever stays”")).to_be_visible()


def test_a_lost_connection_closes_no_dialog(page: Page):
    held, lines = on_hold(page)
    page.goto("/")
    dialog = new_inventory(page)

    lines[-1].close()
    until(page, lambda: len(lines) > 1)
    dialog.get_by_role("combobox", name="Supplier").fill("Whoever stays")
    expect(page.get_by_role("option", name="Create “Whoever stays”")).to_be_visible()
    expect(dialog).to_be_visible()
    assert held == []


@pytest.mark.slow
def test_a_server_killed_between_sending_and_answering_loses_no_typing(page: Page, serve: Serve):
    server = serve()
    part = store(server, parts.create, parts.PartForm(part_number="KILLED")).id
    (nut,) = store(server, items.create, items.ItemForm(part, quantity="10")).ids
    page.goto(f"{server.url}/?item={nut}")
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Scrap").click()
    dialog = page.get_by_role("dialog", name="Scrap: KILLED")
    dialog.get_by_label("Quantity").fill("3")
    dialog.get_by_label("Reason").fill("half a thought")

    restarted(server, serve, lambda: dialog.get_by_role("button", name="Scrap").click())
    expect(page.get_by_text("Connection lost")).to_be_hidden()
    expect(dialog.get_by_label("Reason")).to_have_value("half a thought")
    expect(dialog.get_by_label("Quantity")).to_have_value("3")
    expect(dialog).not_to_have_attribute("data-sending", "")
    dialog.get_by_role("button", name="Scrap").click()
    expect(page.get_by_text("3 of KILLED scrapped.")).to_be_visible()
    expect(dialog).to_be_hidden()
    assert store(server, items.get, nut).row["quantity"] == "7"


@pytest.mark.slow
def test_a_cell_keeps_what_is_typed_in_it_while_the_server_is_restarted(page: Page, serve: Serve):
    server = serve()
    part = store(server, parts.create, parts.PartForm(part_number="KILLED")).id
    (nut,) = store(server, items.create, items.ItemForm(part, quantity="10")).ids
    page.goto(server.url)
    page.locator('td[data-field="lot"]').dblclick()
    editor = page.get_by_role("dialog", name="Lot of KILLED")
    expect(editor).to_be_visible()

    restarted(server, serve, lambda: editor.get_by_label("Lot", exact=True).fill("L-KEPT"))
    expect(page.get_by_text("Connection lost")).to_be_hidden()
    expect(editor.get_by_label("Lot", exact=True)).to_have_value("L-KEPT")
    editor.get_by_role("button", name="Save").click()
    expect(editor).to_be_hidden()
    expect(page.get_by_role("row", name=re.compile("L-KEPT"))).to_be_visible()
    assert store(server, items.get, nut).row["lot"] == "L-KEPT"


def restarted(server: Server, serve: Serve, meanwhile: Callable[[], None]) -> Server:
    """The server is dead before it can answer what is done meanwhile, and starts again."""
    server.process.send_signal(signal.SIGSTOP)
    meanwhile()
    server.process.kill()
    server.process.wait()
    return serve(data=server.data, port=server.port)


def on_hold(page: Page) -> tuple[list[str | bytes], list[WebSocketRoute]]:
    """Messages from the server are kept in the first list as soon as something stands in it."""
    held: list[str | bytes] = []
    lines: list[WebSocketRoute] = []

    def connect(line: WebSocketRoute) -> None:
        lines.append(line)
        line.connect_to_server().on_message(
            lambda message: held.append(message) if held else line.send(message)
        )

    page.route_web_socket(re.compile("/_event"), connect)
    return held, lines


def let_go(held: list[str | bytes], lines: list[WebSocketRoute]) -> None:
    messages = held[1:]
    held.clear()
    for message in messages:
        lines[-1].send(message)
