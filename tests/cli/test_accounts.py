"""`ioninv user` and `ioninv token`, from the machine itself."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ioninv.cli import app
from ioninv.config import get_settings
from ioninv.domain import accounts
from ioninv.domain.accounts import Visitor, passwords
from ioninv.domain.accounts.links import redeem
from ioninv.domain.house import open_house
from ioninv.errors import NotFound, SignedOut
from ioninv.vocabulary import LinkKind, Source

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """run("user", "list") → exit status, what it printed, what it complained."""
    monkeypatch.setenv("IONINV_DATA", str(tmp_path))
    get_settings.cache_clear()

    def command(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            app.main(list(words))
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    yield command
    get_settings.cache_clear()


def test_a_user_is_added_listed_given_a_role_and_shut_out(run: Run):
    status, said, _ = run("user", "add", "Sam Ruiz", "--role", "operator")
    assert status == 0
    assert "http://localhost:8000/set-up/" in said

    assert run("user", "role", "sam ruiz", "Buyer")[1] == "Sam Ruiz is buyer now.\n"
    assert run("user", "deactivate", "SAM RUIZ")[1] == "Sam Ruiz is deactivated.\n"
    rows = json.loads(run("user", "list", "--json")[1])
    assert [(row["name"], row["role"], row["active"]) for row in rows] == [
        ("keeper", "administrator", True),
        ("Sam Ruiz", "buyer", False),
    ]
    assert "deactivated · cannot sign in yet" in run("user", "list")[1]
    assert run("user", "activate", "sam ruiz")[0] == 0
    for words, complaint in (
        (("user", "add", "SAM RUIZ"), "called Sam Ruiz already"),
        (("user", "reset", "nobody"), "Nobody is called nobody"),
        (("user", "role", "sam ruiz", "boss"), "no role called boss"),
        (("user", "deactivate", "keeper"), "last administrator"),
    ):
        status, said, complained = run(*words)
        assert (status, said) == (1, "")
        assert complaint in complained


def test_a_token_is_printed_once_works_and_is_revoked(run: Run, tmp_path: Path):
    run("user", "add", "robot", "--role", "operator")
    made = json.loads(run("token", "create", "scanner", "--user", "robot", "--json")[1])
    printed = run("token", "create", "other", "--role", "viewer", "--days", "3")[1].strip()
    listed = run("token", "list")[1]

    assert made["owner"] == "robot"
    assert accounts.api_tokens.LOOKS.fullmatch(printed)
    assert made["prefix"] in listed
    assert made["secret"] not in listed
    assert _who(tmp_path, made["secret"]) == "robot"
    assert run("token", "revoke", str(made["id"]))[1] == "scanner is revoked.\n"
    with pytest.raises(SignedOut):
        _who(tmp_path, made["secret"])
    assert _who(tmp_path, printed) == "keeper"
    assert run("token", "create", "x", "--days", "999")[0] == 1
    rows = json.loads(run("token", "list", "--json")[1])
    assert [(row["name"], row["living"]) for row in rows] == [("other", True), ("scanner", False)]


def test_the_link_that_reset_prints_sets_a_password(run: Run, tmp_path: Path):
    link = json.loads(run("user", "reset", "keeper", "--json")[1])
    database = open_house(tmp_path)
    try:
        with database.writing() as session:
            hashed = passwords.hash_of("nine green bottles hang here")
            accounts.links.redeem(session, link["token"], hashed, accounts.Visitor())
    finally:
        database.close()

    assert "cannot sign in yet" not in run("user", "list")[1]
    assert json.loads(run("user", "reset", "keeper", "--json")[1])["kind"] == "reset"


def _who(folder: Path, secret: str) -> str:
    database = open_house(folder)
    try:
        with database.reading() as session:
            return accounts.by_token(session, secret, Source.REST).name
    finally:
        database.close()


def test_the_link_of_the_first_start_is_printed_anew_until_somebody_is_in(run: Run, tmp_path: Path):
    first, second = (run("set-up")[1].split("/set-up/")[1].strip() for _ in range(2))
    assert first != second
    database = open_house(tmp_path)
    with database.writing() as session:
        with pytest.raises(NotFound):
            accounts.invitation(session, first)
        assert accounts.invitation(session, second).kind is LinkKind.SET_UP
        redeem(session, second, passwords.hash_of("nine green bottles hang here"), Visitor())
    database.close()

    status, said, complained = run("set-up")

    assert (status, said) == (1, "")
    assert "set up already" in complained
