"""The commands at a server elsewhere: the same words, the same statuses."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ioninv.cli import app, remote
from ioninv.config import get_settings
from ioninv.domain.house import house

DONE, REFUSED, WRONG_USAGE = 0, 1, 2
STOCK = "Part Number,Serial,Location,Status,Colour\nGBX-100,0001,Hall/Bin,,red\nGBX-100,0002,Hall/Bin,On order,\n"
Said = tuple[int, str, str]
Run = Callable[..., Said]


@pytest.fixture
def here(
    database: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Iterator[Run]:
    """here("find", "0001") → exit status, stdout, stderr, at the house of the server itself."""
    for name in ("IONINV_URL", "IONINV_TOKEN", "IONINV_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("IONINV_DATA", str(tmp_path))
    get_settings.cache_clear()
    house.cache_clear()

    def typed(*words: str) -> Said:
        status = DONE
        try:
            app.main(list(words))
        except SystemExit as ended:
            status = int(ended.code or 0)
        said = capsysbinary.readouterr()
        return status, said.out.decode(), said.err.decode()

    yield typed
    remote.name(remote.Named(), "")
    house.cache_clear()
    get_settings.cache_clear()


@pytest.fixture
def there(here: Run, server, token_of, tmp_path, monkeypatch) -> Run:
    """The same from elsewhere, where there is no house."""
    secret = tmp_path / "secret"
    secret.write_text(token_of("administrator") + "\n")
    (tmp_path / "elsewhere").mkdir()

    def typed(*words: str) -> Said:
        with monkeypatch.context() as patch:
            patch.setenv("IONINV_DATA", str(tmp_path / "elsewhere"))
            get_settings.cache_clear()
            said = here(*words, "--url", server.url, "--token-file", str(secret))
        get_settings.cache_clear()
        assert list((tmp_path / "elsewhere").iterdir()) == []
        return said

    return typed


@pytest.fixture
def stock(tmp_path: Path) -> str:
    path = tmp_path / "stock.csv"
    path.write_text(STOCK)
    return str(path)


def test_what_is_looked_at_is_the_same_from_everywhere(here, there, stock):
    assert there("import", stock)[0] == DONE
    assert there("attribute", "add", "Mass", "--kind", "number", "--unit", "kg")[0] == DONE
    there("token", "list")

    for words in (
        ("find", "0001"),
        ("find", "gbx", "--json"),
        ("find", "nothing"),
        ("verify",),
        ("verify", "--json"),
        ("export",),
        ("export", "--where", "?status=on_order&page=2", "--sort", "-serial"),
        ("export", "--all"),
        ("export", "locations"),
        ("export", "purchase-lines"),
        ("export", "issues"),
        ("export", "--where", "status=frob"),
        ("export", "frobs"),
        ("export", "-o", "/nowhere/at/all.csv"),
        ("attribute", "list"),
        ("attribute", "add", "Mass"),
        ("user", "list"),
        ("user", "list", "--json"),
        ("user", "role", "nobody", "buyer"),
        ("user", "deactivate", "nobody"),
        ("token", "list"),
        ("token", "list", "--json"),
        ("token", "revoke", "99"),
        ("import", "--dry-run", stock),
        ("import", stock),
        ("import", "--json", stock),
        ("import", stock, "--kind", "frobs"),
        ("import", stock, "--map", "Colour=frob"),
        ("import", "none.csv"),
    ):
        assert there(*words) == here(*words), words
    assert here("find", "0001")[1].startswith("Available")
    assert here("export")[1].count("\n") == 3


def test_an_import_from_elsewhere_says_what_it_did(there, stock):
    dry, out, _ = there("import", "--dry-run", stock)
    assert (dry, out.splitlines()[0]) == (DONE, "Items      2 would be created")

    status, out, err = there("import", stock)

    assert (status, err) == (DONE, "")
    assert out.splitlines()[:4] == [
        "Items      2 created",
        "Statuses   1 on order, 1 available",
        "2 locations that rows name created: Hall, Hall / Bin",
        "1 part that rows name created: GBX-100",
    ]


def test_what_is_wrong_in_a_file_is_told_by_row(here, there, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("Part Number,Serial,Quantity\nA,1,many\nA,2,few\n")

    assert there("import", str(bad)) == here("import", str(bad))
    status, out, err = there("import", str(bad))
    assert (status, out, err.count("bad.csv, row")) == (REFUSED, "", 2)
    status, _, err = there("import", str(bad), str(bad))
    assert (status, "one file at a time" in err) == (REFUSED, True)


def test_people_are_let_in_from_elsewhere(there, server):
    status, said, _ = there("user", "add", "Sam Ruiz", "--role", "Operator")
    assert status == DONE
    assert f"\n{server.url}/set-up/" in said
    assert there("user", "role", "sam ruiz", "Buyer")[1] == "Sam Ruiz is buyer now.\n"
    assert there("user", "deactivate", "SAM RUIZ")[1] == "Sam Ruiz is deactivated.\n"
    assert there("user", "activate", "sam ruiz")[1] == "Sam Ruiz can come in again.\n"
    assert json.loads(there("user", "reset", "sam ruiz", "--json")[1])["kind"] == "invite"
    status, _, err = there("token", "create", "scanner")
    assert (status, err) == (REFUSED, "A token may not do this. Sign in to do it.\n")


def test_the_token_may_come_from_the_environment(here, server, token_of, monkeypatch, tmp_path):
    monkeypatch.setenv("IONINV_URL", server.url)
    assert here("user", "list")[2].startswith("A token is needed: IONINV_TOKEN")
    monkeypatch.setenv("IONINV_TOKEN", token_of("viewer"))

    status, out, err = here("user", "list")
    assert (status, out) == (REFUSED, "")
    assert "users.view" in err
    assert here("attribute", "list") == (DONE, "", "")
    asked = len(server.asked)
    assert here("acts")[0] == DONE
    assert here("verify", "--data", str(tmp_path / "none"))[0] == REFUSED
    assert len(server.asked) == asked


@pytest.mark.parametrize("command", ["serve", "doctor", "acts", "demo"])
def test_what_is_about_this_machine_says_so(here, command):
    status, out, err = here(command, "--url", "http://localhost:1")

    assert (status, out) == (REFUSED, "")
    assert err == f"`ioninv {command}` works on this machine only: leave --url and --token away.\n"


def test_what_does_not_go_together_is_refused(here, tmp_path, monkeypatch):
    data = ("--data", str(tmp_path))
    assert "give one of them" in here("find", "x", "--url", "http://localhost:1", *data)[2]
    assert "not both" in here("find", "x", "--token", "a", "--token-file", "b")[2]
    assert "which server" in here("find", "x", "--token", "a")[2]
    assert here("find", "x", "--url")[0] == WRONG_USAGE
    monkeypatch.setenv("IONINV_URL", "http://localhost:1")
    assert "names a server" in here("demo")[2]


def test_a_server_that_does_not_answer_is_told(here, monkeypatch):
    monkeypatch.setattr("ioninv.cli.remote._RETRIES", 0)

    status, out, err = here("find", "x", "--url", "http://127.0.0.1:9", "--token", "a")

    assert (status, out) == (REFUSED, "")
    assert err.startswith("http://127.0.0.1:9 does not answer")
