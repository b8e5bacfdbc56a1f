"""Who is answered, and who is not."""

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from ioninv.serving.origin import (
    FOREIGN_HOST,
    FOREIGN_ORIGIN,
    Doorkeeper,
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


@pytest.fixture
def client() -> TestClient:
    return TestClient(Doorkeeper(app), base_url="http://localhost:8000")


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


def test_a_foreign_host_gets_a_sentence(client: TestClient):
    answer = client.get("/", headers={"Host": "evil.example"})

    assert (answer.status_code, answer.text) == (403, FOREIGN_HOST)


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
