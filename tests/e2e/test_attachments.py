"""Files and images, sent and taken by people."""

import io
import itertools
import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ioninv.domain import items, parts
from ioninv.domain.items import ItemForm
from ioninv.domain.parts import PartForm
from tests.e2e.conftest import TABLET, Serve, Server
from tests.e2e.storing import store

_NUMBERS = itertools.count(101)
PDF = b"%PDF-1.7 " + os.urandom(20_000)


@pytest.fixture(scope="module")
def server(serve: Serve) -> Server:
    """A server that takes files of a megabyte."""
    return serve(IONINV_LARGEST_UPLOAD="1")


@pytest.fixture
def part(server: Server) -> int:
    number = f"GBX-{next(_NUMBERS)}"
    return store(server, parts.create, PartForm(part_number=number, name="Gearbox")).id


@pytest.fixture
def item(server: Server, part: int) -> int:
    return store(server, items.create, ItemForm(part_id=part, serials="7")).ids[0]


def photo() -> bytes:
    made = Image.new("RGB", (1_200, 900), "#8fa3ad")
    draw = ImageDraw.Draw(made)
    draw.ellipse((300, 150, 900, 750), fill="#3c4a52", outline="#1b2226", width=30)
    draw.ellipse((520, 370, 680, 530), fill="#c9d3d8")
    out = io.BytesIO()
    made.save(out, "JPEG")
    return out.getvalue()


def payload(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def drop(page: Page, zone: Locator, name: str, content: bytes) -> None:
    carried = page.evaluate_handle(
        """([name, bytes]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], name));
            return carried;
        }""",
        [name, list(content)],
    )
    for event in ("dragenter", "dragover", "drop"):
        zone.dispatch_event(event, {"dataTransfer": carried})


def choose(page: Page, section: Locator, label: str, *files: dict[str, Any]) -> None:
    with page.expect_file_chooser() as asked:
        section.get_by_role("button", name=label, exact=True).click()
    asked.value.set_files(list(files))


def item_files(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Item").get_by_role("region", name="Attachments")


def serious(page: Page) -> list[str]:
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def test_files_are_chosen_and_dropped_downloaded_removed_and_brought_back(
    page: Page, item: int, tmp_path: Path
):
    page.goto(f"/?item={item}")
    section = item_files(page)
    choose(
        page, section, "Attach files", payload("drawing.pdf", PDF), payload("note 1.txt", b"hello")
    )
    expect(section.get_by_role("link", name="drawing.pdf")).to_be_visible()
    expect(section.get_by_role("link", name="note 1.txt")).to_be_visible()
    drop(page, page.get_by_role("complementary", name="Item"), "damage.jpg", photo())
    expect(section.get_by_role("link", name="damage.jpg", exact=True)).to_be_visible()
    expect(section.get_by_role("list", name="On their way")).to_have_count(0)
    history = page.get_by_role("complementary", name="Item")
    expect(history).to_contain_text("Attached note 1.txt (5 bytes)")

    with page.expect_download() as saved:
        section.get_by_role("link", name="drawing.pdf").click()
    assert saved.value.suggested_filename == "drawing.pdf"
    assert Path(saved.value.path()).read_bytes() == PDF
    with page.context.expect_page() as opened:
        section.get_by_role("link", name="Show damage.jpg").click()
    expect(opened.value.locator("img")).to_have_js_property("naturalWidth", 1_200)
    assert serious(page) == []

    section.get_by_role("button", name="Remove drawing.pdf").click()
    expect(section.get_by_role("link", name="drawing.pdf")).to_have_count(0)
    page.locator("[data-sonner-toast]", has_text="drawing.pdf removed.").get_by_role(
        "button", name="Undo"
    ).click()
    expect(section.get_by_role("link", name="drawing.pdf")).to_be_visible()
    page.reload()
    expect(item_files(page).get_by_role("link", name="drawing.pdf")).to_be_visible()


def test_a_slow_file_shows_how_far_it_is_and_can_be_cancelled(page: Page, item: int):
    page.goto(f"/?item={item}")
    section = item_files(page)
    expect(section.get_by_role("button", name="Attach files")).to_be_visible()
    browser = page.context.new_cdp_session(page)
    slowly = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 50_000}
    browser.send("Network.enable")
    browser.send("Network.emulateNetworkConditions", slowly)

    choose(
        page,
        section,
        "Attach files",
        payload("slow.bin", os.urandom(900_000)),
        payload("next.txt", b"after it"),
    )

    bar = section.get_by_role("progressbar", name="Sending slow.bin")
    expect(bar).to_be_visible()
    expect(section.get_by_text("waiting")).to_be_visible()
    section.get_by_role("button", name="Cancel slow.bin").click()
    expect(section.get_by_role("link", name="next.txt")).to_be_visible()
    expect(section.get_by_text("slow.bin")).to_have_count(0)


def test_what_is_refused_says_why_beside_the_file_and_the_rest_arrives(page: Page, item: int):
    page.goto(f"/?item={item}")
    section = item_files(page)

    choose(
        page,
        section,
        "Attach files",
        payload("huge.bin", b"x" * 1_000_001),
        payload("empty.txt", b""),
        payload("small.txt", b"x"),
    )

    expect(section.get_by_text("Too large: at most 1 MB are taken.")).to_be_visible()
    expect(section.get_by_text("It is empty. Choose another file.")).to_be_visible()
    expect(section.get_by_role("link", name="small.txt")).to_be_visible()
    section.get_by_role("button", name="Dismiss huge.bin").click()
    expect(section.get_by_text("Too large")).to_have_count(0)

    page.route("**/attachments?*", lambda route: route.abort())
    choose(page, section, "Attach files", payload("lost.txt", b"y"))
    expect(section.get_by_text("The connection was lost")).to_be_visible()
    page.unroute("**/attachments?*")
    section.get_by_role("button", name="Try again").click()
    expect(section.get_by_role("link", name="lost.txt")).to_be_visible()


def test_an_image_is_pasted(page: Page, item: int):
    page.goto(f"/?item={item}")
    section = item_files(page)
    expect(section.get_by_role("button", name="Attach files")).to_be_visible()

    page.evaluate(
        """async () => {
            const canvas = Object.assign(document.createElement("canvas"), { width: 9, height: 9 });
            canvas.getContext("2d").fillRect(0, 0, 9, 9);
            const blob = await new Promise((done) => canvas.toBlob(done));
            const carried = new DataTransfer();
            carried.items.add(new File([blob], "image.png", { type: "image/png" }));
            const event = new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true });
            document.body.dispatchEvent(event);
        }"""
    )

    expect(section.get_by_role("link", name="Pasted 20").last).to_be_visible()


def test_the_image_of_a_part_is_seen_in_both_grids(
    page: Page, server: Server, part: int, item: int
):
    page.goto(f"/parts?part={part}")
    section = page.get_by_role("complementary", name="Part").get_by_role("region", name="Image")
    choose(page, section, "Add image", payload("page.png", b"<!doctype html><script>"))
    expect(section.get_by_text("not an image that can be shown")).to_be_visible()
    section.get_by_role("button", name="Dismiss page.png").click()

    choose(page, section, "Add image", payload("gearbox.jpg", photo()))

    picture = section.get_by_role("img")
    expect(picture).to_have_js_property("naturalWidth", 256)
    number = store(server, parts.get, part).part_number
    row = page.get_by_role("row").filter(has=page.get_by_role("button", name=number, exact=True))
    expect(row.get_by_role("img", name=f"Image of {number}")).to_have_js_property(
        "naturalWidth", 64
    )
    expect(page.get_by_role("complementary")).to_contain_text("Image gearbox.webp set")
    assert serious(page) == []

    page.goto(f"/?part={part}")
    expect(page.get_by_role("img", name=f"Image of {number}")).to_have_js_property(
        "naturalWidth", 64
    )
    page.goto(f"/parts?part={part}")
    section.get_by_role("button", name="Remove image").click()
    expect(section.get_by_role("button", name="Add image")).to_be_visible()
    expect(row.get_by_role("img")).to_have_count(0)
    page.locator("[data-sonner-toast]").get_by_role("button", name="Undo").click()
    expect(row.get_by_role("img")).to_have_count(1)


def test_a_tablet_offers_its_camera(open_context: Any, server: Server, item: int):
    context: BrowserContext = open_context(base_url=server.url, **TABLET)
    page = context.new_page()
    page.goto(f"/?item={item}")
    section = item_files(page)

    with page.expect_file_chooser() as asked:
        section.get_by_role("button", name="Take a photo").click()

    assert asked.value.element.get_attribute("capture") == "environment"
    asked.value.set_files([payload("IMG_0001.jpg", photo())])
    expect(section.get_by_role("link", name="IMG_0001.jpg", exact=True)).to_be_visible()
    assert serious(page) == []
