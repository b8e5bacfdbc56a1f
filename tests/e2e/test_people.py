"""Coming in: from the link that the terminal shows, by the sign-in page, and again over an open page."""

import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from websockets.sync.client import connect

from ioninv.domain import parts
from ioninv.domain.accounts import COOKIE, sign_out
from ioninv.domain.house import open_house
from ioninv.ui.parts.new_part import NewPartState
from ioninv.vocabulary import Role
from tests.e2e import people
from tests.e2e.conftest import START_SECONDS, TABLET, Serve, Server
from tests.e2e.storing import store
from tests.entering import change

LINK = re.compile(r"http://localhost:\d+/set-up/[\w-]{43}")


def printed_link(server: Server) -> str:
    """What the terminal shows, as soon as it does."""
    end = time.monotonic() + START_SECONDS
    while not (found := LINK.search(server.log.read_text())):
        assert time.monotonic() < end, server.log.read_text()
        server.process.poll()
    return found.group()


def at_home(server: Server, work: Callable[..., Any], *arguments: Any, **named: Any) -> None:
    """Something happens elsewhere meanwhile."""
    database = open_house(server.data)
    try:
        with database.writing() as session:
            work(session, *arguments, **named)
    finally:
        database.close()


def fill_in(page: Page, name: str, password: str = people.PASSWORD) -> None:
    form = page.locator("form.signing-in")
    form.get_by_label("Name").fill(name)
    form.get_by_label("Password").fill(password)


def type_part(page: Page, number: str) -> Locator:
    """A form with something in it that is not stored yet."""
    page.goto("/parts")
    page.get_by_role("main").get_by_role("button", name="New Part").first.click()
    dialog = page.get_by_role("dialog", name="New Part")
    dialog.get_by_label("Part number").fill(number)
    return dialog


def create(dialog: Locator) -> None:
    dialog.get_by_role("button", name="Create", exact=True).click()


@pytest.fixture(scope="module")
def house(serve: Serve) -> Server:
    return serve()


@dataclass
class Tab:
    """A tab, and the session that it has to itself."""

    page: Page
    token: str
    house: Server

    def end_session(self) -> None:
        at_home(self.house, sign_out, self.token)


@pytest.fixture
def open_tab(open_context: Callable[..., BrowserContext], house: Server) -> Callable[..., Tab]:
    def open_one(who: str = people.KEEPER, **how: Any) -> Tab:
        context = open_context(base_url=house.url, who=None, **how)
        token = people.sign_in_again(house.data, who)
        context.add_cookies(people.cookies(token))
        return Tab(context.new_page(), token, house)

    return open_one


@pytest.fixture
def stranger(open_context: Callable[..., BrowserContext], house: Server) -> Page:
    """The browser of somebody who is not signed in."""
    return open_context(base_url=house.url, who=None).new_page()


def test_from_the_printed_link_to_the_first_item(serve, open_context, capsys):
    server = serve(new=True)
    begun = time.monotonic()
    page = open_context(base_url=server.url, who=None).new_page()
    page.goto("/parts")
    expect(page.get_by_role("heading", name="ioninv is not set up yet")).to_be_visible()
    expect(page.get_by_text("bin/ioninv set-up")).to_be_visible()
    link = printed_link(server)

    page.goto(link)
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Password").fill("too short")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Password")).to_be_focused()
    page.get_by_label("Password").fill("password password password")
    page.get_by_label("The same again").fill("password password password")
    page.keyboard.press("Enter")
    expect(page.get_by_text("among the first that one would guess")).to_be_visible()
    page.get_by_label("Password").fill(people.PASSWORD)
    expect(page.get_by_text("Very long")).to_be_visible()
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_label("Password")).to_have_attribute("type", "text")
    page.get_by_label("The same again").fill(people.PASSWORD + "!")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is not the same password.")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Ada")
    page.get_by_label("The same again").fill(people.PASSWORD)
    page.get_by_role("button", name="Set up and go in").click()

    expect(page.get_by_role("heading", name="Inventory")).to_be_visible()
    expect(page.locator(".who")).to_contain_text("Ada")
    page.get_by_role("main").get_by_role("button", name="New Inventory").first.click()
    form = page.get_by_role("dialog", name="New Inventory")
    form.get_by_role("combobox", name="Part").fill("GBX-1")
    page.get_by_role("option", name="Create “GBX-1”").click()
    create(page.get_by_role("dialog", name="New Part"))
    expect(form.get_by_role("combobox", name="Part")).to_have_value(re.compile("GBX-1"))
    create(form)
    expect(page.get_by_role("row").filter(has_text="GBX-1")).to_be_visible()
    with capsys.disabled():
        sys.stdout.write(f" [set-up to first item: {time.monotonic() - begun:.1f} s] ")

    page.goto(link)
    expect(page.get_by_role("heading", name="This link leads nowhere any more")).to_be_visible()
    again = serve(data=server.data, new=True)
    assert "set-up" not in again.log.read_text()


def test_signing_in_wrong_and_right(stranger, house):
    stranger.goto("/parts?q=gear")
    expect(stranger).to_have_url(re.compile(r"/sign-in/?\?next=%2Fparts%2F%3Fq%3Dgear$"))
    expect(stranger.get_by_label("Name")).to_be_focused()
    for field, word in (("Name", "username"), ("Password", "current-password")):
        expect(stranger.get_by_label(field)).to_have_attribute("autocomplete", word)

    fill_in(stranger, "keeper", "a wrong password")
    stranger.keyboard.press("Enter")

    expect(stranger.get_by_text("The name or the password is wrong.")).to_be_visible()
    expect(stranger.get_by_label("Password")).to_have_value("a wrong password")
    expect(stranger.get_by_label("Password")).to_be_focused()
    stranger.get_by_label("Password").fill(people.PASSWORD)
    stranger.keyboard.press("Enter")
    expect(stranger).to_have_url(f"{house.url}/parts/?q=gear")
    expect(stranger.locator(".who")).to_contain_text("keeper")
    cookie = next(each for each in stranger.context.cookies() if each["name"] == "ioninv_session")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    assert stranger.evaluate("document.cookie") == ""


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/.//evil.example",
        "/parts/..//evil.example",
        "/%2e//evil.example",
        "javascript:alert(1)",
    ],
)
def test_signing_in_leads_to_no_other_site(stranger, house, wanted):
    stranger.goto(f"/sign-in?next={wanted}")
    fill_in(stranger, "buyer")
    stranger.get_by_role("button", name="Sign in").click()

    expect(stranger).to_have_url(f"{house.url}/")


def test_a_session_that_ends_while_typing_keeps_the_typing(open_tab):
    tab = open_tab()
    page, dialog = tab.page, type_part(tab.page, "GBX-77")
    tab.end_session()

    create(dialog)

    asked = page.get_by_role("dialog", name="You are signed out")
    expect(asked).to_be_visible()
    expect(asked.get_by_label("Password")).to_be_focused()
    page.keyboard.press("Escape")
    expect(asked.get_by_label("Name")).to_have_value("keeper")
    fill_in(page, "keeper", "a wrong password")
    page.keyboard.press("Enter")
    expect(asked.get_by_text("The name or the password is wrong.")).to_be_visible()
    fill_in(page, "keeper")
    page.keyboard.press("Enter")
    expect(asked).to_be_hidden()
    expect(dialog.get_by_label("Part number")).to_have_value("GBX-77")
    create(dialog)
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("row").filter(has_text="GBX-77")).to_be_visible()


def test_somebody_else_who_signs_in_gets_nothing_of_what_was_typed(open_tab):
    tab = open_tab()
    tab.page.on("dialog", lambda asks: asks.accept())
    dialog = type_part(tab.page, "SECRET-1")
    tab.end_session()
    create(dialog)
    expect(tab.page.get_by_role("dialog", name="You are signed out")).to_be_visible()

    fill_in(tab.page, "buyer")
    tab.page.keyboard.press("Enter")

    expect(tab.page.locator(".who")).to_contain_text("buyer")
    expect(tab.page.get_by_text("SECRET-1")).to_have_count(0)


def test_a_tab_whose_person_came_in_again_in_another_goes_on(open_tab):
    tab = open_tab()
    page, dialog = tab.page, type_part(tab.page, "GBX-78")
    tab.end_session()
    other = page.context.new_page()
    other.goto("/")
    fill_in(other, "keeper")
    other.keyboard.press("Enter")
    expect(other.get_by_role("heading", name="Inventory")).to_be_visible()

    create(dialog)

    page.get_by_role("dialog", name="You have signed in anew").get_by_role("button").click()
    expect(page.get_by_role("dialog", name="You have signed in anew")).to_be_hidden()
    create(dialog)
    expect(page.get_by_role("row").filter(has_text="GBX-78")).to_be_visible()


def test_a_demotion_bites_on_the_next_event_of_an_open_page(open_tab, house):
    tab = open_tab(Role.OPERATOR)
    dialog = type_part(tab.page, "GBX-88")
    at_home(house, change, "operator", role=Role.VIEWER.value)

    create(dialog)

    expect(dialog.get_by_text("Your role does not allow this (parts.create).")).to_be_visible()
    expect(dialog.get_by_label("Part number")).to_have_value("GBX-88")
    at_home(house, change, "operator", role=Role.OPERATOR.value)


def test_a_deactivated_user_is_out_on_the_next_event(open_tab, house):
    page = open_tab(Role.BUYER).page
    page.goto("/parts")
    expect(page.locator(".who")).to_contain_text("buyer")
    at_home(house, change, "buyer", active=False)

    page.get_by_role("searchbox", name="Filter parts").fill("gear")

    expect(page.get_by_role("dialog", name="You are signed out")).to_be_visible()
    fill_in(page, "buyer")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The name or the password is wrong.")).to_be_visible()
    at_home(house, change, "buyer", active=True)


def test_a_viewer_who_calls_a_handler_by_hand_is_refused(house):
    token = people.sign_in_again(house.data, Role.VIEWER)
    called = f"{NewPartState.get_full_name()}.create"

    said = call_by_hand(house, token, called, {"data": {"part_number": "BY-HAND"}})

    assert "Your role does not allow this (parts.create)." in said
    assert store(house, parts.search, parts.PartFilter(text="BY-HAND")).total == 0


def call_by_hand(house: Server, token: str, handler: str, payload: Any) -> str:
    """What the server answers to an event that no button sent."""
    with connect(
        f"ws://localhost:{house.port}/_event/?EIO=4&transport=websocket&token=by-hand",
        origin=f"http://localhost:{house.port}",  # type: ignore[arg-type]
        additional_headers={"Cookie": f"{COOKIE}={token}"},
        max_size=None,
    ) as socket:
        socket.send("40/_event,")
        event = {"name": handler, "payload": payload, "router_data": {"pathname": "/"}}
        said = ""
        while "40/_event" not in said:
            said = str(socket.recv(10))
        socket.send("42/_event," + json.dumps(["event", event]))
        while "role does not allow" not in said:
            said = str(socket.recv(10))
    return said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_works_with_fingers_in_both_themes(open_context, house, scheme):
    how = TABLET | {"color_scheme": scheme}
    page = open_context(base_url=house.url, who=None, **how).new_page()
    page.goto("/sign-in")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    for control in page.locator(".door :is(input, button)").all():
        box = control.bounding_box()
        assert box
        assert box["height"] >= 43.5, control.get_attribute("class")
    fill_in(page, "viewer")
    page.get_by_role("button", name="Sign in").tap()
    expect(page.locator(".who")).to_be_visible()


def test_nothing_of_a_secret_stands_in_the_address_or_the_log(stranger, house):
    stranger.goto(f"/invitation/{'x' * 43}")

    expect(stranger.get_by_role("heading", name="This link leads nowhere")).to_be_visible()
    expect(stranger).to_have_url(re.compile(f"/invitation/?#{'x' * 43}$"))
    said = house.log.read_text()
    assert "x" * 43 not in said
    assert people.PASSWORD not in said
