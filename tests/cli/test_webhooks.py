"""`ioninv webhook`, from the machine itself."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ioninv.cli import app
from ioninv.config import get_settings
from ioninv.domain import webhooks
from ioninv.domain.accounts import first_user
from ioninv.domain.house import open_house
from ioninv.vocabulary import Source

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    monkeypatch.setenv("IONINV_DATA", str(tmp_path))
    monkeypatch.setenv("IONINV_WEBHOOK_NETWORKS", "127.0.0.1/32")
    get_settings.cache_clear()

    def command(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            app.main(list(words))
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    yield command
    get_settings.cache_clear()


class _Answering(BaseHTTPRequestHandler):
    got: list[bytes] = []
    code = 200

    def do_POST(self) -> None:
        self.got.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.code)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    _Answering.got, _Answering.code = [], 200
    server = HTTPServer(("127.0.0.1", 0), _Answering)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_test_is_sent_from_here_and_its_answer_is_told(run: Run, port: int, tmp_path: Path):
    database = open_house(tmp_path)
    with database.writing() as session:
        keeper = first_user(session, Source.CLI)
        made = webhooks.create(session, keeper, "ERP", f"http://127.0.0.1:{port}/", ["moved"])
    database.close()

    assert run("webhook", "test", "1") == (0, "Delivered: answered 200.\n", "")
    (body,) = _Answering.got
    assert json.loads(body)["test"] is True
    _Answering.code = 500
    assert run("webhook", "test", "1") == (1, "", "Not delivered. Answered 500.\n")
    status, said, _ = run("webhook", "test", "1", "--json")
    assert (status, json.loads(said)["code"]) == (1, 500)
    assert run("webhook", "test", "9")[0] == 1

    listed = run("webhook", "list")[1]
    assert "active · 2 waiting · Answered 500." in listed
    (row,) = json.loads(run("webhook", "list", "--json")[1])
    assert (row["name"], row["verbs"]) == ("ERP", ["moved"])
    assert made.secret not in listed


@pytest.mark.parametrize(
    ("variable", "said"),
    [("IONINV_WEBHOOK_NETWORKS", "10.0.0.0/8, 10.1"), ("IONINV_TRUSTED_PROXIES", "proxy")],
)
def test_networks_that_cannot_be_read_are_told_before_anything_is_served(
    run, monkeypatch, variable, said
):
    monkeypatch.setattr("ioninv.serving.run.run", lambda *_: pytest.fail("It was served."))
    monkeypatch.setenv(variable, said)

    code, _, told = run("serve")

    wrong = said.split(", ")[-1]
    expected = f"{variable} is {said!r}: {wrong!r} does not appear to be an IPv4 or IPv6 network.\n"
    assert (code, told) == (1, expected)
