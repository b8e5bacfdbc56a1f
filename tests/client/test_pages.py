"""What the manual shows is run as it stands there, against a server."""

import re
from pathlib import Path

import pytest

from ioninv.config import ROOT
from ioninv.vocabulary import Status

STOCK = """\
Part Number,Serial,Location
GBX-100,0501,Hall 1 / Shelf 2
GBX-100,0502,Hall 1 / Shelf 2
"""


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
