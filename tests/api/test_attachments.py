"""Files sent to and taken from `/api/v1`, by those who mean well and those who do not."""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ioninv.api import api, attachments
from ioninv.config import Settings
from ioninv.db import Database
from ioninv.domain import items, parts
from ioninv.domain.access import Actor
from ioninv.domain.accounts import COOKIE, first_user
from ioninv.domain.items import ItemForm
from ioninv.domain.reports import verify
from ioninv.serving.caching import Caching
from ioninv.serving.origin import Doorkeeper
from ioninv.vocabulary import Role, Source
from tests.domain.attachments.conftest import picture
from tests.entering import KEEPERS

CAP = attachments.MEGABYTE
OURS = {"Origin": "http://localhost:8000", "Host": "localhost:8000"}
PDF = b"%PDF-1.7 drawing"


@pytest.fixture
def client(
    furnish: Any,
    monkeypatch: pytest.MonkeyPatch,
    house_called: None,
    database: Database,
    token_of: Any,
) -> Iterator[TestClient]:
    """A program at a house with one part and one item of it; a megabyte is the most."""
    furnish(one_item)
    monkeypatch.setattr(attachments, "get_settings", lambda: Settings(largest_upload=1))
    served = Doorkeeper(Caching(api()))
    key = {"Authorization": f"Bearer {token_of(Role.ADMINISTRATOR)}"}
    with TestClient(served, "http://localhost:8000", headers=key) as client:
        yield client
    with database.reading() as session:
        checked = verify(session, first_user(session, Source.CLI))
    assert [each.broken for each in checked if each.broken] == []
    assert list(database.path.parent.glob("files/staging/*")) == []


def one_item(session: Any, keeper: Actor) -> None:
    part = parts.create(session, keeper, parts.PartForm(part_number="GBX-1"))
    items.create(session, keeper, ItemForm(part_id=part.id, serials="1"))


@pytest.fixture
def nobody_may_change(client: TestClient, token_of: Any) -> None:
    """Who asks is a viewer."""
    client.headers["Authorization"] = f"Bearer {token_of(Role.VIEWER)}"


def send(client: TestClient, content: Any = PDF, name: str = "drawing.pdf", **more: Any) -> Any:
    how = {"params": {"name": name}, "content": content} | more
    return client.post("/api/v1/items/1/attachments", **how)


def listed(client: TestClient, of: str = "items/1") -> list[dict[str, Any]]:
    return client.get(f"/api/v1/{of}/attachments").json()["rows"]


def call(client: TestClient, receive: Callable[[], Any]) -> tuple[int, dict[str, Any]]:
    """The answer of the bare app to a sender that behaves as `receive` does."""
    sent: list[Any] = []
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
        "scheme": "http", "path": "/api/v1/items/1/attachments", "raw_path": b"",
        "query_string": b"name=x", "root_path": "",
        "headers": [(b"authorization", client.headers["authorization"].encode())],
        "client": ("127.0.0.1", 1), "server": ("localhost", 8000),
    }  # fmt: skip

    async def send_(message: Any) -> None:
        sent.append(message)

    asyncio.run(api()(scope, receive, send_))
    return sent[0]["status"], json.loads(sent[1]["body"] or "{}")


def test_what_is_sent_comes_back_byte_for_byte_as_a_download(client):
    answer = send(client)

    assert answer.status_code == 201
    assert answer.json()["media_type"] == "application/pdf"
    (row,) = listed(client)
    assert (row["name"], row["size"], row["sha256"]) == (
        "drawing.pdf", len(PDF), answer.json()["sha256"],
    )  # fmt: skip
    got = client.get(f"/api/v1/attachments/{row['id']}")
    assert got.content == PDF
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"].startswith("attachment; ")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert got.headers["cache-control"] == "private, no-cache"
    part = client.get(f"/api/v1/attachments/{row['id']}", headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.content) == (206, b"PDF")


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "🔩 Zeichnung.pdf", 'a"b\\c%41.pdf', "a\r\nSet-Cookie: x=1", "x" * 9_000,
     "a;filename=evil.exe", "\udcff".encode("utf-8", "surrogateescape").decode("latin-1")],
)  # fmt: skip
def test_a_name_cannot_leave_its_place_in_the_header(client, name):
    answer = send(client, name=name)

    got = client.get(f"/api/v1/attachments/{answer.json()['id']}")
    header = got.headers["content-disposition"]
    plain = re.fullmatch(
        r"attachment; filename=\"([^\"\\]*)\"; filename\*=UTF-8''([\w%.~-]+)", header
    )
    assert plain, header
    assert header.isascii()
    assert "/" not in plain[1]
    assert len(plain[1]) <= 150
    assert "set-cookie" not in got.headers


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b'<?xml version="1.0"?><x/>',
    ],
)
def test_a_page_in_the_clothes_of_a_picture_is_only_ever_a_download(client, content):
    id_ = send(client, content, "holiday.png").json()["id"]

    got = client.get(f"/api/v1/attachments/{id_}")
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"].startswith("attachment")
    assert client.get(f"/api/v1/attachments/{id_}/thumbnail").status_code == 404
    assert client.put("/api/v1/parts/1/image", content=content).status_code == 422


def test_a_polyglot_is_shown_without_what_else_it_is(client):
    content = picture("GIF") + b"<script>alert(1)</script>"
    id_ = send(client, content, "x.html").json()["id"]

    shown = client.get(f"/api/v1/attachments/{id_}/thumbnail?size=full")

    assert shown.headers["content-type"] == "image/webp"
    assert b"script" not in shown.content
    assert shown.headers["x-content-type-options"] == "nosniff"


def test_pictures_may_be_kept_for_good_and_are_not_sent_twice(client):
    id_ = send(client, picture("JPEG", (500, 400)), "x.jpg").json()["id"]

    for size in ("64", "256", "full"):
        shown = client.get(f"/api/v1/attachments/{id_}/thumbnail?size={size}")
        assert shown.headers["cache-control"] == "private, max-age=31536000, immutable"
        again = client.get(
            f"/api/v1/attachments/{id_}/thumbnail?size={size}",
            headers={"If-None-Match": shown.headers["etag"]},
        )
        assert (again.status_code, again.content) == (304, b"")
    for size in ("65", "../64", ""):
        answer = client.get(f"/api/v1/attachments/{id_}/thumbnail", params={"size": size})
        assert answer.status_code == 404


def test_a_part_gets_an_image_and_another_and_loses_it(client, database):
    first = client.put("/api/v1/parts/1/image?name=a.png", content=picture("PNG", (2_000, 10)))
    second = client.put("/api/v1/parts/1/image?name=b.gif", content=picture("GIF"))

    assert (first.json()["width"], first.json()["media_type"]) == (1_600, "image/webp")
    assert [(row["name"], row["is_image"]) for row in listed(client, "parts/1")] == [
        ("b.webp", True)
    ]
    removed = client.delete(f"/api/v1/attachments/{second.json()['id']}")
    assert removed.json()["change_set"] == second.json()["change_set"] + 1
    assert listed(client, "parts/1") == []
    answer = client.get(f"/api/v1/attachments/{second.json()['id']}")
    assert (answer.status_code, "was removed" in answer.json()["detail"]) == (404, True)
    client.post(f"/api/v1/attachments/{second.json()['id']}/restore")
    assert [row["name"] for row in listed(client, "parts/1")] == ["b.webp"]


def test_a_key_sent_twice_has_one_effect(client):
    first, second = (send(client, headers={"Idempotency-Key": "k"}).json() for _ in range(2))

    assert first == second
    assert len(listed(client)) == 1


def test_another_name_and_a_note(client):
    id_ = send(client).json()["id"]

    client.patch(f"/api/v1/attachments/{id_}", json={"name": "b.pdf", "note": "as built"})

    assert (listed(client)[0]["name"], listed(client)[0]["note"]) == ("b.pdf", "as built")
    refused = client.patch(f"/api/v1/attachments/{id_}", json={"name": " "})
    assert refused.json()["problems"][0]["field"] == "name"


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "is empty"),
        (b"x" * (CAP + 1), 422, "too large: at most 1 MB are taken"),
        ([b"x" * 700_000, b"y" * 700_000], 422, "too large"),
    ],
    ids=["empty", "cap and one", "in pieces"],
)
def test_what_is_empty_or_too_large_is_refused(client, content, status, words):
    answer = send(client, iter(content) if isinstance(content, list) else content)

    assert answer.status_code == status
    assert words in answer.json()["detail"]
    assert answer.json()["problems"][0]["field"] == "file"
    assert listed(client) == []


def test_the_largest_there_may_be_is_taken(client):
    assert send(client, b"x" * CAP).status_code == 201


def test_a_length_that_lies_helps_nobody(client):
    pieces = iter([b"x" * 700_000, b"y" * 700_000])
    short = send(client, pieces, headers={"Content-Length": "10"})
    assert "too large" in short.json()["detail"]
    for said in ("99999999999", "9" * 400):
        long = send(client, iter([b"x"]), headers={"Content-Length": said})
        assert "too large" in long.json()["detail"]
    assert send(client, iter([b"x"]), headers={"Content-Length": "-1"}).status_code == 201


def test_an_endless_file_is_read_no_further_than_it_takes_to_be_heard(client):
    taken = 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 65_536
        return {"type": "http.request", "body": b"x" * 65_536, "more_body": True}

    status, answer = call(client, receive)

    assert (status, "too large" in answer["detail"]) == (422, True)
    assert taken < 3.3 * CAP


def test_who_sends_nothing_or_next_to_nothing_is_let_go(client, monkeypatch):
    async def silent() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def dripping() -> dict[str, Any]:
        await asyncio.sleep(0.002)
        return {"type": "http.request", "body": b"x", "more_body": True}

    monkeypatch.setattr(attachments, "_DRAINED_SECONDS", 0.01)
    for receive in (silent, dripping):
        monkeypatch.setattr(attachments, "_IDLE_SECONDS", 0.02)
        status, answer = call(client, receive)
        assert (status, "too slowly" in answer["detail"]) == (409, True)


def test_who_hangs_up_leaves_nothing(client):
    messages = iter(
        [{"type": "http.request", "body": b"x", "more_body": True}, {"type": "http.disconnect"}]
    )

    async def receive() -> dict[str, Any]:
        return next(messages)

    assert call(client, receive)[0] == 400


def test_only_so_many_come_in_at_once(client, monkeypatch):
    monkeypatch.setattr(attachments, "_receiving", asyncio.Semaphore(0))
    monkeypatch.setattr(attachments, "_WAITED_SECONDS", 0.01)

    answer = send(client)

    assert (answer.status_code, "Many files" in answer.json()["detail"]) == (409, True)


def test_a_form_is_told_what_to_send_instead(client):
    answer = client.post("/api/v1/items/1/attachments", files={"file": ("x.pdf", PDF)})

    assert (answer.status_code, "?name=" in answer.json()["detail"]) == (422, True)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:9000", ""])
def test_a_page_of_another_origin_changes_nothing(client, origin):
    id_ = send(client).json()["id"]
    theirs = {"headers": {"Origin": origin}}

    assert send(client, **theirs).status_code == 403
    assert client.put("/api/v1/parts/1/image", content=picture(), **theirs).status_code == 403
    assert client.delete(f"/api/v1/attachments/{id_}", **theirs).status_code == 403
    assert len(listed(client)) == 1


def test_history_says_whether_a_page_or_a_program_sent_it(client, database):
    key = client.headers.pop("Authorization")
    for headers in (
        {**OURS, "Cookie": f"{COOKIE}={KEEPERS}"},
        {**OURS, "Authorization": key},
        {"Authorization": key},
    ):
        send(client, headers=headers)

    with database.reading() as session:
        told = items.get(session, first_user(session, Source.CLI), 1).timeline
    assert [each.source for each in told[:3]] == ["rest", "rest", "screen"]


def test_who_may_only_look_is_refused_before_anything_is_read(client, nobody_may_change):
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    status, answer = call(client, receive)

    assert (status, "attachments.edit" in answer["detail"]) == (403, True)
    assert client.put("/api/v1/parts/1/image", content=picture()).status_code == 403
    assert client.delete("/api/v1/attachments/1").status_code == 403
    assert client.patch("/api/v1/attachments/1", json={"name": "x"}).status_code == 403
    assert client.post("/api/v1/attachments/1/restore").status_code == 403
    assert client.get("/api/v1/items/1/attachments").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "attachments/7", 404),
        ("GET", f"attachments/{2**80}", 404),
        ("GET", "attachments/one", 404),
        ("GET", "attachments/7/thumbnail", 404),
        ("DELETE", "attachments/-1", 404),
        ("POST", "items/99/attachments", 404),
        ("PUT", "parts/99/image", 404),
        ("GET", "attachments/..%2f..%2fioninv.db", 404),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(client, method, path, status):
    answer = client.request(method, f"/api/v1/{path}", content=b"x" if method != "GET" else None)

    assert (answer.status_code, answer.json()["status"]) == (status, status)


def test_a_number_that_no_item_can_have_is_the_address_of_nothing(client):
    for number in (10**30, -1, "x", "0"):
        address = f"/api/v1/items/{number}/attachments"
        for answer in (client.get(address), client.post(address, content=b"x")):
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
