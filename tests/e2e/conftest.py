"""A real server on a database of its own, and a real browser in front of it."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from ioninv.config import ROOT
from ioninv.serving.build import ready_page
from ioninv.vocabulary import Role
from tests.e2e import people
from tests.e2e.chromium import WAY_OUT, find

FAILURES = ROOT / "failures"
LINES_SHOWN = 60
START_SECONDS = 60
STOP_SECONDS = 15
WAIT_MILLISECONDS = 10_000

DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
TABLET: dict[str, Any] = {
    "viewport": {"width": 820, "height": 1180},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}

expect.set_options(timeout=WAIT_MILLISECONDS)


@dataclass
class Server:
    """One `ioninv serve`, on a free port."""

    port: int
    data: Path
    log: Path
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def stop(self) -> int:
        """End it as a service manager does; its exit status."""
        self.process.terminate()
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


Serve = Callable[..., Server]


@pytest.fixture(scope="session")
def built() -> Path:
    """The page, built once for all tests."""
    return ready_page(print)


@pytest.fixture(scope="session")
def serve(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start a server of one's own: `serve(data=folder, port=8001, SOME_VARIABLE="value")`.

    `new=True`: as it is installed, with nobody set up.
    """
    started: list[Server] = []

    def start(
        data: Path | None = None, port: int | None = None, new: bool = False, **variables: str
    ) -> Server:
        data = data or tmp_path_factory.mktemp("data")
        if not new:
            people.set_up(data)
        server = _start(data, port or _free_port(), variables)
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def server(serve: Serve) -> Server:
    """The server that tests share. What one stores, the others see."""
    return serve()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    assert path, WAY_OUT
    quiet = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync", "--disable-quic"]
    if os.geteuid() == 0:
        quiet.append("--no-sandbox")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=quiet)
        yield chromium
        chromium.close()


@pytest.fixture
def open_context(browser: Browser, server: Server) -> Iterator[Callable[..., BrowserContext]]:
    """Another browser, with cookies of its own: `open_context(who=None)` of nobody yet, else of the
    first administrator, or of a viewer, operator or buyer."""
    opened: list[BrowserContext] = []

    def open_one(who: str | None = people.KEEPER, **how: Any) -> BrowserContext:
        context = browser.new_context(**({"base_url": server.url} | DESKTOP | how))
        if who:
            context.add_cookies(people.cookies(name=who))
        context.set_default_timeout(WAIT_MILLISECONDS)
        context.tracing.start(screenshots=True, snapshots=True)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    """A tab on a laptop; `page.goto("/")` opens the shared server."""
    return open_context().new_page()


@pytest.fixture
def tablet_page(open_context: Callable[..., BrowserContext]) -> Page:
    """A tab on a tablet, used with fingers."""
    return open_context(**TABLET).new_page()


@pytest.fixture
def viewer_page(open_context: Callable[..., BrowserContext]) -> Page:
    """A tab of somebody who may look only."""
    return open_context(who=Role.VIEWER).new_page()


@pytest.fixture
def operator_page(open_context: Callable[..., BrowserContext]) -> Page:
    """A tab of somebody who works with items."""
    return open_context(who=Role.OPERATOR).new_page()


@pytest.fixture
def buyer_page(open_context: Callable[..., BrowserContext]) -> Page:
    """A tab of somebody who buys."""
    return open_context(who=Role.BUYER).new_page()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep what was seen when a test failed: a picture, a trace, the server's last words."""
    report = yield
    if report.when == "call" and report.failed:
        for name, value in getattr(item, "funcargs", {}).items():
            if isinstance(value, Page):
                report.sections.append((name, _keep(item, name, value)))
            if isinstance(value, Server):
                lines = value.log.read_text().splitlines()[-LINES_SHOWN:]
                report.sections.append((f"log of {name}", "\n".join(lines)))
    return report


def _keep(item: pytest.Item, name: str, page: Page) -> str:
    folder = FAILURES / item.name.replace("/", "_")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        page.screenshot(path=folder / f"{name}.png")
        page.context.tracing.stop(path=folder / f"{name}.zip")
    except Exception as error:  # What made the test fail is what matters.
        return f"{page.url}\nNothing more could be kept: {error}"
    return f"{page.url}\npicture and trace are in {folder}"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def _start(data: Path, port: int, variables: dict[str, str]) -> Server:
    process = subprocess.Popen(
        [sys.executable, "-m", "ioninv", "serve", "--port", str(port), "--data", str(data)],
        cwd=ROOT,
        env=os.environ | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    server = Server(port, data, data / "server.log", process)
    ended_or_ready = threading.Event()
    threading.Thread(target=_follow, args=(server, ended_or_ready), daemon=True).start()
    ended_or_ready.wait(START_SECONDS)
    if "ioninv is ready" not in server.log.read_text():
        server.stop()
        pytest.fail(f"The server did not start:\n{server.log.read_text()}", pytrace=False)
    return server


def _follow(server: Server, ended_or_ready: threading.Event) -> None:
    assert server.process.stdout
    with server.log.open("w", buffering=1) as log:
        for line in server.process.stdout:
            log.write(line)
            if "ioninv is ready" in line:
                ended_or_ready.set()
    ended_or_ready.set()
