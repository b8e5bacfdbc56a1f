"""Who is answered, and who is not."""

from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from ioninv.serving.origin import (
    FOREIGN_HOST,
    FOREIGN_ORIGIN,
    NOT_SET_UP,
    Doorkeeper,
    Names,
    is_loopback,
    same_origin,
)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        await socket.send_text("welcome")
        await socket.close()
    else:
        await PlainTextResponse("welcome")(scope, receive, send)


LINK = "link-of-43_letters"


def asking(names: Names, base_url: str = "http://localhost:8000", peer: str = "127.0.0.1") -> Any:
    return TestClient(Doorkeeper(app, names), base_url=base_url, client=(peer, 50_000))


@pytest.fixture
def client() -> TestClient:
    return asking(Names())


@pytest.fixture
def before_set_up() -> Names:
    return Names((), lambda: False, lambda token: token == LINK)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8000",
        "LOCALHOST",
        "inv.localhost",
        "127.0.0.1:80",
        "127.9.9.9",
        "[::1]",
        "[::1]:8000",
    ],
)
def test_a_name_of_this_machine_is_answered(host: str):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "localhost.evil.example",
        "evillocalhost",
        "127.0.0.1.evil.example",
        "192.168.1.5",
        "0.0.0.0",
        "[::]",
        "::1",
        "user@localhost",
        "localhost/x",
        "localhost:x",
        "2130706433",
        "localhost#evil.example",
        "localhost, evil.example",
        "[::1",
    ],
)
def test_any_other_name_is_not(host: str):
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8000", "localhost:8000"),
        ("http://localhost", "localhost:80"),
        ("https://inv.example", "inv.example"),
        ("https://inv.example:443", "inv.example"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("HTTP://LocalHost:8000", "localhost:8000"),
    ],
)
def test_a_page_may_call_the_server_it_came_from(origin: str, host: str):
    assert same_origin(origin, {"HTTP_HOST": host})


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "file://",
        "http://evil.example",
        "http://localhost:8001",
        "localhost:8000",
        "http://localhost",
        "https://localhost",
        "http://localhost.evil.example:8000",
        "http://evil@localhost:8000",
        "http://localhost:8000@evil.example",
        "http://[::1",
        "ws://x",
        "http://localhost:99999",
        "http://localhost:8000, http://evil.example",
    ],
)
def test_no_other_page_may(origin: str | None):
    assert not same_origin(origin, {"HTTP_HOST": "localhost:8000"})


def test_a_missing_or_broken_host_is_no_origin():
    assert not same_origin("http://localhost:8000", {})
    assert not same_origin("http://localhost:8000", None)
    assert not same_origin("http://localhost:8000", {"HTTP_HOST": "[::1"})


@pytest.mark.parametrize("host", ["inv.example", "192.168.1.5:8000", "tablet-server", "[fe80::1]"])
def test_once_set_up_it_is_answered_under_every_name(client: TestClient, host: str):
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["", "a b", "x/y", "user@inv.example", "inv.example:x", "[::1", "é"]
)
def test_what_is_no_name_is_not_answered(client: TestClient, host: str):
    answer = client.get("/", headers={"Host": host.encode()})

    assert (answer.status_code, answer.text) == (403, FOREIGN_HOST)


def test_names_can_be_narrowed_and_this_machine_is_always_answered():
    client = asking(Names(["inv.example", " inv.local "]))

    answers = {
        host: client.get("/", headers={"Host": host}).status_code
        for host in ("inv.example", "INV.example:80", "inv.local", "localhost", "evil.example")
    }

    assert answers == {
        "inv.example": 200,
        "INV.example:80": 200,
        "inv.local": 200,
        "localhost": 200,
        "evil.example": 403,
    }


def test_before_set_up_only_this_machine_is_answered(before_set_up: Names):
    asked = [
        ("http://localhost:8000", "127.0.0.1"),
        ("http://inv.example", "127.0.0.1"),
        ("http://localhost:8000", "192.168.1.9"),
    ]

    answers = [asking(before_set_up, url, peer).get("/") for url, peer in asked]

    assert [each.status_code for each in answers] == [200, 403, 403]
    assert answers[1].text == NOT_SET_UP


def test_who_has_the_set_up_link_is_answered_from_anywhere_and_so_is_what_its_page_asks_for(
    before_set_up: Names,
):
    client = asking(before_set_up, "http://inv.example", "192.168.1.9")

    assert client.get("/set-up/another").status_code == 403
    assert client.get("/assets/x.js").status_code == 403
    assert client.get(f"/set-up/{LINK}").status_code == 200
    assert client.get("/assets/x.js").status_code == 200
    with client.websocket_connect("ws://inv.example/") as socket:
        assert socket.receive_text() == "welcome"


def test_two_hosts_are_as_bad_as_a_foreign_one(client: TestClient):
    answer = client.get("/", headers=[("Host", "localhost"), ("Host", "evil.example")])

    assert answer.status_code == 403


def test_a_form_on_a_foreign_page_changes_nothing(client: TestClient):
    answer = client.post("/", headers={"Origin": "http://evil.example"})

    assert (answer.status_code, answer.text) == (403, FOREIGN_ORIGIN)


def test_scripts_send_no_origin_and_are_answered(client: TestClient):
    assert client.post("/").text == "welcome"


def test_our_own_page_is_answered(client: TestClient):
    assert client.post("/", headers={"Origin": "http://localhost:8000"}).text == "welcome"


def test_a_foreign_page_may_follow_a_link_here(client: TestClient):
    assert client.get("/", headers={"Origin": "http://evil.example"}).text == "welcome"


def test_a_foreign_page_opens_no_websocket(client: TestClient):
    opening = client.websocket_connect("/", headers={"Origin": "http://evil.example"})

    with pytest.raises(WebSocketDisconnect), opening:
        pass


def test_our_own_page_opens_a_websocket(client: TestClient):
    opening = client.websocket_connect(
        "ws://localhost:8000/", headers={"Origin": "http://localhost:8000"}
    )

    with opening as socket:
        assert socket.receive_text() == "welcome"


TEN_ORIGINS = [
    "http://evil.example",
    "https://evil.example",
    "null",
    "file://",
    "http://localhost:8001",
    "http://localhost",
    "http://127.0.0.1:8000",
    "http://localhost.evil.example:8000",
    "http://localhost:8000@evil.example",
    "http://localhost:8000, http://evil.example",
]


@pytest.mark.parametrize("origin", TEN_ORIGINS)
def test_ten_foreign_origins_change_nothing_and_open_no_websocket(client: TestClient, origin: str):
    headers = {"Origin": origin}

    answers = [
        client.request(method, "/api/v1/parts", headers=headers).status_code
        for method in ("POST", "PUT", "PATCH", "DELETE")
    ]

    assert answers == [403] * 4
    opening = client.websocket_connect("/_event/", headers=headers)
    with pytest.raises(WebSocketDisconnect), opening:
        pass


@pytest.mark.parametrize(
    ("site", "mode", "dest", "status"),
    [
        ("cross-site", "cors", "empty", 403),
        ("cross-site", "no-cors", "image", 403),
        ("cross-site", "navigate", "iframe", 403),
        ("same-site", "cors", "empty", 403),
        ("cross-site", "navigate", "document", 200),
        ("same-origin", "cors", "empty", 200),
        ("none", "navigate", "document", 200),
    ],
)
def test_another_sites_page_may_link_here_but_takes_nothing_out(
    client: TestClient, site: str, mode: str, dest: str, status: int
):
    told = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}

    assert client.get("/api/v1/items.csv", headers=told).status_code == status


def test_a_request_that_the_browser_calls_foreign_changes_nothing_even_without_an_origin(
    client: TestClient,
):
    assert client.post("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
