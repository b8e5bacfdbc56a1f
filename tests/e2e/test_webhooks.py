"""A webhook, from the form in a browser to a program that checks who spoke."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ioninv.domain import parts
from tests.e2e.conftest import Serve, Server
from tests.e2e.storing import store
from tests.e2e.test_acts import serious


class Program(HTTPServer):
    """Somebody's program, which says no until it is told to take what comes."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.code = 200
        self.got: Queue[tuple[dict[str, str], bytes]] = Queue()


class _Taking(BaseHTTPRequestHandler):
    server: Program

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.server.code)
        self.end_headers()
        self.wfile.write(b"<b>said</b>")
        self.server.got.put((dict(self.headers), body))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def program() -> Iterator[Program]:
    program = Program()
    thread = threading.Thread(target=program.serve_forever)
    thread.start()
    yield program
    program.shutdown()
    program.server_close()
    thread.join()


@pytest.fixture(scope="module")
def house(serve: Serve) -> Server:
    return serve(IONINV_WEBHOOK_NETWORKS="127.0.0.1/32")


@pytest.fixture
def page(open_context: Callable[..., BrowserContext], house: Server) -> Page:
    return open_context(base_url=house.url).new_page()


def test_a_program_is_told_what_a_person_does(page: Page, house: Server, program: Program):
    page.goto("/settings")
    page.get_by_role("link", name="Webhooks").click()
    expect(page.get_by_text("No webhooks yet.")).to_be_visible()
    page.get_by_role("button", name="New webhook").first.click()
    dialog = page.get_by_role("dialog", name="New webhook")
    dialog.get_by_label("Name").fill("ERP")
    dialog.get_by_label("Address").fill("http://169.254.169.254/latest")
    dialog.get_by_role("checkbox", name="Parts", exact=True).check()
    dialog.get_by_role("button", name="Create webhook").click()
    expect(dialog.get_by_text("is no public address")).to_be_visible()
    assert serious(page) == []
    dialog.get_by_label("Address").fill(f"http://127.0.0.1:{program.server_port}/hook")
    dialog.get_by_role("button", name="Create webhook").click()

    once = page.get_by_role("alertdialog", name="The secret of ERP")
    secret = once.get_by_label("Secret").input_value()
    once.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="ERP").click()
    panel = page.get_by_role("complementary", name="Webhook")
    expect(panel.get_by_text("Nothing was changed yet")).to_be_visible()
    assert secret not in page.content()

    panel.get_by_role("button", name="Send a test").click()
    headers, body = program.got.get(timeout=20)
    at, signed = (each.partition("=")[2] for each in headers["Ioninv-Signature"].split(","))
    key, said = secret.encode(), at.encode() + b"." + body
    assert signed == hmac.new(key, said, hashlib.sha256).hexdigest()
    assert json.loads(body)["test"] is True

    program.code = 503
    page.goto("/parts")
    page.get_by_role("button", name="New Part").first.click()
    form = page.get_by_role("dialog", name="New Part")
    form.get_by_label("Part number").fill("GBX-1")
    form.get_by_role("button", name="Create", exact=True).click()
    expect(form).to_be_hidden()
    _, body = program.got.get(timeout=20)
    assert json.loads(body)["changes"][0]["number"] == "GBX-1"

    page.goto("/settings/webhooks?webhook=1")
    refusal = panel.get_by_text("Answered 503.")
    again = panel.get_by_role("button", name="Refresh")
    expect(again).to_be_visible()
    for _ in range(20):  # Until what was answered is written down.
        if refusal.count():
            break
        again.click()
        page.wait_for_load_state("networkidle")
    expect(refusal).to_be_visible()
    panel.get_by_text("What was answered").first.click()
    expect(panel.get_by_text("<b>said</b>").first).to_be_visible()
    assert serious(page) == []
    program.code = 200
    panel.get_by_role("button", name="Send again: Created").click()
    program.got.get(timeout=20)
    store(house, parts.create, parts.PartForm(part_number="GBX-2"))
    panel.get_by_role("button", name="Pause").click()
    expect(panel.get_by_text("Paused", exact=True).first).to_be_visible()
    panel.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("No webhooks yet.")).to_be_visible()
