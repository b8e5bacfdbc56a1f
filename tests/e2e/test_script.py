"""S6: sixty payloads in every text field of everything, seen in every view: none is run.

The policy of content, which would stop most of them by itself, is switched off here.
"""

import dataclasses
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain import (
    attachments,
    attributes,
    issues,
    items,
    kits,
    locations,
    parts,
    purchasing,
    suppliers,
    usage_types,
)
from ioninv.domain.access import Actor
from ioninv.domain.attachments import Incoming
from ioninv.domain.attachments.files import folder_of
from ioninv.domain.items import Selection
from ioninv.errors import Refused
from ioninv.vocabulary import Entity
from tests.e2e.conftest import Serve, Server
from tests.e2e.scripts import PAYLOADS
from tests.e2e.storing import store

F = TypeVar("F")
PICKED = {"tracking", "kind", "unit", "currency", "pack", "applies_to", "severity", "birth"}
"""Texts that are one of a few words."""

VIEWS = (
    "/?size=100",
    "/?size=100&item=1",
    "/?q=PAYLOAD",
    "/parts?size=100",
    "/parts?size=100&part=1",
    "/parts?q=PAYLOAD",
    "/purchasing?size=100",
    "/purchasing?order=1",
    "/purchasing?view=supply&size=100",
    "/purchasing?section=shortage",
    "/purchasing/serials?order=1",
    "/purchasing/sheet?order=1",
    "/receive",
    "/issues?size=100",
    "/issues?view=board",
    "/issues?issue=1",
    "/issues/recall?part=1&lot=PAYLOAD",
    "/kits?size=100",
    "/kits?kit=1",
    "/factory",
    "/factory?location=1",
    "/suppliers?size=100",
    "/suppliers?supplier=1",
    "/settings",
    "/settings?attribute=1",
    "/changes?id=PAYLOAD",
    "/PAYLOAD",
)


@pytest.fixture(scope="module")
def server(serve: Serve) -> Server:
    made = serve()
    store(made, fill)
    return made


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    page = open_context(bypass_csp=True).new_page()
    page.add_init_script("window.__xss = 0")
    page.on("dialog", lambda dialog: (_fail(page), dialog.dismiss()))
    return page


def _fail(page: Page) -> None:
    page.evaluate("window.__xss = 99")


def fill(session: Session, actor: Actor) -> None:
    """One of everything for each payload, with it in every text that takes it."""
    for number, payload in enumerate(PAYLOADS):
        # Names differ in more than case; to a script, what is added is a comment.
        _fill_with(session, actor, number, f"{payload}//{number}")


def _fill_with(session: Session, actor: Actor, number: int, payload: str) -> None:
    def form(form_of: Callable[..., F], door: Callable[[F], Any], /, **given: Any) -> Any:
        """The door with the payload in every text of its form that does not refuse it."""
        known: Any = dataclasses.fields(form_of)  # type: ignore[arg-type]
        values = {
            each.name: payload
            for each in known
            if each.type in {"str", str} and each.name not in PICKED
        } | given
        for _ in range(len(values)):
            try:
                return door(form_of(**values))
            except Refused as refused:
                bad = {each.field for each in refused.problems} & (values.keys() - given.keys())
                if not bad:
                    raise
                values = {name: each for name, each in values.items() if name not in bad}
                values |= dict.fromkeys(bad & {"name", "part_number", "title"}, f"Plain {number}")
        return None

    part = form(
        parts.PartForm, lambda each: parts.create(session, actor, each), revision=f"{number}"
    )
    supplier = form(suppliers.SupplierForm, lambda each: suppliers.create(session, actor, each))
    place = locations.create_path(session, actor, f"Rack {number}")
    with suppress(Refused):
        place = locations.create_path(session, actor, PAYLOADS[number])
    with suppress(Refused):
        usage_types.create(session, actor, payload)
    kits.create(session, actor, payload, payload)
    field = (
        form(
            attributes.AttributeForm,
            lambda each: attributes.create(session, actor, each),
            applies_to="item",
            kind="text",
        )
        if number < 20
        else None
    )
    values = {str(field.id): payload} if field else {}
    done = form(
        items.ItemForm,
        lambda each: items.create(session, actor, each),
        part_id=part.id,
        supplier_id=supplier.id,
        location_id=place.id,
        quantity="5",
        serials="",
        attributes=values,
    )
    item = done.ids[0]
    raised = form(
        issues.IssueForm,
        lambda each: issues.create(session, actor, Selection(ids=(item,)), each),
    )
    issues.comment(session, actor, raised.id, payload)
    order = form(
        purchasing.OrderForm,
        lambda each: purchasing.create(session, actor, each),
        supplier_id=supplier.id,
    )
    form(
        purchasing.LineForm,
        lambda each: purchasing.add_line(session, actor, order.id, each),
        part_id=part.id,
        quantity="2",
    )
    with Incoming(folder_of(session), f"{PAYLOADS[number]}.txt", 1_000) as incoming:
        incoming.write(b"harmless")
        attachments.attach(session, actor, Entity.ITEM, item, incoming.finish())


def ids(server: Server, table: str) -> list[int]:
    def look(session: Session, _actor: Actor) -> list[int]:
        return list(session.execute(text(f"SELECT id FROM {table} ORDER BY id")).scalars())

    return store(server, look)


def is_quiet(page: Page) -> bool:
    """What lies in the page has had its chance: pictures failed, focus moved, pointers passed."""
    page.wait_for_load_state("networkidle")
    page.mouse.move(700, 450)
    page.mouse.move(400, 300)
    return page.evaluate("window.__xss") == 0


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_stored_is_run_in_any_view(page: Page, view: str):
    asked = PAYLOADS if "PAYLOAD" in view else [""]
    for payload in asked[::10]:
        page.goto(view.replace("PAYLOAD", quote(payload, safe="")))
        page.wait_for_load_state("networkidle")
        assert is_quiet(page), payload


def test_panels_and_histories_of_every_payload_run_nothing(page: Page, server: Server):
    for path, name, table in (
        ("/", "item", "inventory_item"),
        ("/parts", "part", "part"),
        ("/issues", "issue", "issue"),
        ("/suppliers", "supplier", "supplier"),
    ):
        for id_ in ids(server, table)[:60:6]:
            page.goto(f"{path}?{name}={id_}")
            assert is_quiet(page), (path, id_)


def test_find_boxes_forms_and_toasts_that_echo_run_nothing(page: Page):
    page.goto("/parts")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for payload in PAYLOADS[::10]:
        page.get_by_role("button", name="New Part").first.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Part number").fill(payload)
        dialog.get_by_role("button", name="Create", exact=True).click()
        assert is_quiet(page), payload
        page.keyboard.press("Escape")
        page.reload()


def test_a_careless_page_would_be_noticed(page: Page):
    page.goto("/")
    page.wait_for_load_state("networkidle")

    page.evaluate("payloads => { document.body.innerHTML = payloads.join(' ') }", list(PAYLOADS))

    assert not is_quiet(page)
