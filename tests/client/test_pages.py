"""What the manual shows is run as it stands there, against a server."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ioninv.client import Client
from ioninv.config import ROOT
from ioninv.vocabulary import Status

STOCK = """\
Part Number,Serial,Location
GBX-100,0501,Hall 1 / Shelf 2
GBX-100,0502,Hall 1 / Shelf 2
"""

with_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in the order in which they stand there."""
    text = (ROOT / "docs" / page).read_text()
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that somebody works in who has a file to import."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "stock.csv").write_text(STOCK)
    monkeypatch.chdir(folder)
    return folder


def test_the_page_of_the_client_is_a_program(server, client, token_of, desk, monkeypatch, capsys):
    monkeypatch.setenv("IONINV_URL", server.url)
    monkeypatch.setenv("IONINV_TOKEN", token_of("administrator"))
    shown = blocks("client.md", "python")
    assert len(shown) > 6

    exec(compile("\n".join(shown), "client.md", "exec"), {})

    said = capsys.readouterr().out
    assert "Available 0203 GBX-100" in said
    assert "8 could be scrapped, 0 could not" in said
    assert "'quantity':" in said
    assert "0001 already exists" in said
    assert client.count().by_status == {Status.AVAILABLE: 16, Status.INSTALLED: 1}
    assert (desk / "items.csv").read_text().count("GBX-100") == 14


@with_curl
def test_a_day_with_curl_goes_as_it_is_told(server, client, token_of, desk):
    shown = blocks("curl.md", "sh")
    assert len(shown) > 10

    ended = typed("\n".join(shown), server.url, token_of("administrator"), desk)

    assert ended.returncode == 0, f"{ended.stdout[-2000:]}\n{ended.stderr}"
    statuses = client.count({"status": ",".join(Status)}).by_status
    assert statuses == {Status.AVAILABLE: 18, Status.UNAVAILABLE: 2}
    assert client.order(1).order.state == "received"
    assert next(client.suppliers()).name == "Acme Ltd"
    assert [row.held for row in client.order(1).items] == [False] * 5
    assert (desk / "items.csv").read_text().count("GBX-100") == 16
    assert all(not each.broken for each in client.verify())
    assert oct((desk / "token.header").stat().st_mode)[-3:] == "600"


@with_curl
def test_a_day_with_curl_ends_where_something_is_refused(server, client, token_of, desk):
    shown = [*blocks("curl.md", "sh")[:1], "api /items/99\n", "touch went-on\n"]

    ended = typed("\n".join(shown), server.url, token_of("viewer"), desk)

    assert ended.returncode == 22
    assert '"code":"not_found"' in ended.stdout
    assert not (desk / "went-on").exists()


@with_curl
def test_what_the_page_of_rest_shows_is_answered(server, client, token_of, desk):
    with_what_the_page_speaks_of(client)
    shown = [each for each in blocks("rest.md", "") if each.startswith("curl ")]
    assert len(shown) > 4

    strict = 'curl() { command curl --silent --show-error --fail-with-body "$@"; }\n'
    ended = typed(strict + "\n".join(shown), server.url, token_of("administrator"), desk)

    assert ended.returncode == 0, f"{ended.stdout[-2000:]}\n{ended.stderr}"
    assert client.item(4).holds
    assert next(client.suppliers()).name == "Acme Ltd"


def typed(script: str, url: str, token: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """What is typed in a shell that ends where a command fails."""
    known = {"URL": url, "TOKEN": token, "PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(
        ["bash", "-e", "-u", "-o", "pipefail", "-c", script],
        cwd=folder,
        env=known,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def with_what_the_page_speaks_of(client: Client) -> None:
    """A supplier in its third version, an attribute 3, a location 12, and items up to 6."""
    for number in range(1, 13):
        client.location(f"Place {number}")
    for number in range(1, 4):
        client.create_attribute(f"Mass {number}", kind="number")
    client.create_supplier(name="Acme")
    for version, name in ((1, "Acme Inc"), (2, "Acme Co")):
        client.call("PUT", "/suppliers/1", {"name": name}, version=version)
    client.create_part(part_number="GBX-100", tracking="serial")
    client.create(part_id=1, serials="0001..0006", location_id=12)
