"""One build serves anybody who should be served, and ends when told to."""

import http.client
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.e2e.conftest import START_SECONDS, Serve, Server


def connect(page: Page, url: str) -> WebSocket:
    """Open the page, and return its websocket once the server has sent the state over it."""
    heard: list[str | bytes] = []

    def listen(websocket: WebSocket) -> None:
        websocket.on("framereceived", lambda frame: heard.append(frame))

    page.on("websocket", listen)
    with page.expect_websocket(lambda each: "/_event" in each.url) as opened:
        page.goto(url)
    if not any("delta" in str(each) for each in heard):
        opened.value.wait_for_event("framereceived", lambda each: "delta" in str(each))
    return opened.value


def ask(server: Server, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_the_page_opens_and_connects_without_complaint(page: Page, server: Server):
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(error.message))
    page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))

    websocket = connect(page, "/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert websocket.url.startswith(f"ws://localhost:{server.port}/_event")
    assert [each for each in complaints if not each.startswith(("log:", "info:", "debug:"))] == []


def test_it_opens_on_a_tablet(tablet_page: Page):
    connect(tablet_page, "/")

    expect(tablet_page.get_by_role("heading", level=1)).to_be_visible()


def test_the_page_calls_the_address_it_was_opened_at(page: Page, server: Server):
    assert connect(page, f"http://127.0.0.1:{server.port}/").url.startswith(
        f"ws://127.0.0.1:{server.port}/"
    )


def test_it_works_behind_a_proxy_on_another_port(page: Page, server: Server):
    with forwarding_to(server.port) as port:
        assert connect(page, f"http://localhost:{port}/").url.startswith(f"ws://localhost:{port}/")


def test_a_foreign_name_is_refused_before_it_is_set_up_and_where_names_are_given(serve: Serve):
    for server, reason in (
        (serve(new=True), "until then answers only on the machine it runs on"),
        (serve(IONINV_HOSTS="stock.example"), "does not answer under this name"),
    ):
        status, said = ask(server, Host="evil.example")

        assert status == 403
        assert reason in said


def test_a_foreign_page_gets_no_websocket(server: Server):
    handshake = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13"}
    handshake["Sec_WebSocket_Key"] = "dGhlIHNhbXBsZSBub25jZQ=="
    path = "/_event/?EIO=4&transport=websocket"

    assert ask(server, path, **handshake, Origin="http://evil.example")[0] == 403


def test_a_foreign_form_is_refused(server: Server):
    assert ask(server, "/ping", "POST", Origin="http://evil.example")[0] == 403


def test_no_foreign_page_may_read_answers(page: Page, server: Server):
    answer = page.request.get(f"{server.url}/ping", headers={"Origin": "http://evil.example"})

    assert "access-control-allow-origin" not in answer.headers


def test_files_are_compressed_and_kept(page: Page, server: Server):
    with page.expect_response("**/assets/*.js") as answered:
        page.goto("/")

    headers = answered.value.all_headers()
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]


@pytest.mark.slow
def test_it_ends_at_once_with_people_connected(page: Page, serve: Serve):
    server = serve()
    connect(page, server.url)

    assert server.stop() == 0
    assert "Traceback" not in server.log.read_text()


@pytest.mark.slow
def test_people_are_connected_again_after_a_restart(page: Page, serve: Serve):
    server = serve()
    connect(page, server.url)
    new = page.expect_event(
        "websocket", lambda each: "/_event" in each.url, timeout=START_SECONDS * 1000
    )
    with new as again:
        server.stop()
        serve(port=server.port)

    assert again.value.url.startswith(f"ws://localhost:{server.port}/")


@pytest.mark.slow
def test_a_second_server_on_the_port_is_refused(server: Server, serve: Serve):
    with pytest.raises(pytest.fail.Exception, match=f"Port {server.port} is in use"):
        serve(port=server.port)


@contextmanager
def forwarding_to(port: int) -> Iterator[int]:
    """A plain proxy on a port of its own."""

    class Forward(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection(("127.0.0.1", port)) as server:
                back = threading.Thread(target=pour, args=(server, self.request), daemon=True)
                back.start()
                pour(self.request, server)

    def pour(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    class Proxy(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Proxy(("127.0.0.1", 0), Forward) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield proxy.server_address[1]
        proxy.shutdown()
