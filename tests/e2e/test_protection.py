"""The browser itself refuses what no page of ours needs, and our pages need nothing else."""

import http.client
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ioninv.domain import items, kits, locations, parts, suppliers
from ioninv.ui.layout import NAV
from tests.e2e.conftest import Server
from tests.e2e.storing import store

PATHS = [
    *(entry[1] for entry in NAV), "/changes?id=1", "/issues/recall", "/account", "/settings/people",
    "/settings/roles", "/settings/tokens", "/settings/sign-ins", "/settings/webhooks",
]  # fmt: skip
QUIET = """
new Promise((done) => {
    let quiet = setTimeout(done, 400);
    new MutationObserver(() => { clearTimeout(quiet); quiet = setTimeout(done, 400); })
        .observe(document.body, {childList: true, subtree: true});
    setTimeout(done, 5000);
})
"""
LISTEN = """
window.__refused = [];
addEventListener('securitypolicyviolation', (event) =>
    window.__refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture(scope="module", autouse=True)
def furnished(server: Server) -> None:
    part = store(server, parts.create, parts.PartForm(part_number="CSP-1"))
    place = store(server, locations.create_path, "CSP / Shelf")
    store(server, suppliers.create, suppliers.SupplierForm(name="CSP supplies"))
    form = items.ItemForm(part_id=part.id, quantity="3", location_id=place.id)
    store(server, items.create, form)
    store(server, kits.create, "CSP kit")


@pytest.mark.parametrize("path", PATHS)
def test_pages_and_their_dialogs_do_nothing_that_is_refused(page: Page, path: str):
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(error.message))
    page.on("console", lambda each: said.append(each.text) if each.type == "error" else None)
    page.add_init_script(LISTEN)

    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="You: ")).to_be_visible()
    # Pressed by script: what one opens may lie over the next.
    for opener in page.get_by_role("main").get_by_role("button").element_handles():
        opener.evaluate("button => button.click()")
    # Whatever was opened comes from the server: until nothing more comes.
    page.evaluate(QUIET)

    assert page.evaluate("window.__refused") == []
    assert said == []


def test_a_script_that_got_into_the_page_is_not_run(page: Page):
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    page.evaluate(
        """() => { document.querySelector('main').insertAdjacentHTML('beforeend',
            '<img src=x onerror="window.__ran = 1"><a id=js href="javascript:window.__ran = 2">x</a>');
            const script = document.createElement('script');
            script.textContent = 'window.__ran = 3'; document.body.append(script);
            document.getElementById('js').click(); }"""
    )
    page.evaluate(QUIET)

    assert page.evaluate("window.__ran") is None


def test_every_answer_is_protected_and_no_other_site_may_frame_it(server: Server):
    for path in ("/", "/nowhere", "/parts", "/api/v1/openapi.json", "/appearance.js"):
        headers = head(server, path)
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path
        assert headers["cross-origin-opener-policy"] == "same-origin", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert "camera=(self)" in headers["permissions-policy"], path
        assert "strict-transport-security" not in headers, path
    assert "'unsafe-inline'" not in directive(head(server, "/"), "script-src")


def directive(headers: dict[str, str], name: str) -> str:
    policy = headers["content-security-policy"].split("; ")
    return next(each for each in policy if each.startswith(name))


def head(server: Server, path: str) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", path)
    return {name.lower(): value for name, value in connection.getresponse().getheaders()}
