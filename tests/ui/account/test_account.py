"""My account: one's own password, sessions and tokens."""

import pytest

from ioninv.config import Settings
from ioninv.domain import accounts
from ioninv.domain.accounts import by_provider
from ioninv.errors import Conflict, Forbidden, NotFound
from ioninv.ui.account.new_token_state import NewTokenState
from ioninv.ui.account.password_state import PasswordState
from ioninv.ui.account.sessions_state import AccountState
from ioninv.ui.account.tokens_state import TokensState
from ioninv.vocabulary import Role, Source
from tests.entering import enter


def sessions(screen) -> list[dict]:
    screen.do(AccountState.enter)
    return screen.state(AccountState).sessions


def test_sessions_are_seen_and_ended(screen):
    with screen._database.writing() as session:
        other = enter(session)
    here, there = sorted(sessions(screen), key=lambda row: not row["is_this"])
    assert (here["is_this"], there["is_this"]) == (True, False)

    screen.do(AccountState.end, there["id"])

    assert [row["id"] for row in screen.state(AccountState).sessions] == [here["id"]]
    with screen._database.reading() as session, pytest.raises(Exception, match="signed out"):
        accounts.by_session(session, other, Source.SCREEN)
    with pytest.raises(NotFound):
        screen.do(AccountState.end, there["id"])


def test_everywhere_else_is_not_here(screen):
    with screen._database.writing() as session:
        enter(session)
        enter(session)
    assert len(sessions(screen)) == 3

    screen.do(AccountState.end_others)

    assert [row["is_this"] for row in screen.state(AccountState).sessions] == [True]


def test_a_token_is_made_and_told_once(screen):
    screen.sign_in(Role.OPERATOR)
    screen.do(NewTokenState.start)
    form = screen.state(NewTokenState)
    assert [each["value"] for each in form.roles] == ["viewer", "operator"]
    assert form.role == "operator"

    data = {"name": "Printer", "role": "viewer", "days": "30", "idempotency_key": "once"}
    screen.do(NewTokenState.create, data)

    assert (form.open, form.shows) == (False, True)
    assert form.secret.startswith("ioninv_")
    screen.do(TokensState.show_own)
    assert [row["name"] for row in screen.state(TokensState).tokens] == ["Printer"]
    screen.do(NewTokenState.done)
    assert form.secret == ""
    screen.do(NewTokenState.start)
    screen.do(NewTokenState.create, data)
    assert "only once" in form.problem


def test_what_is_wrong_with_a_token_stands_at_its_field(screen):
    screen.sign_in(Role.OPERATOR)
    screen.do(NewTokenState.start)
    form = screen.state(NewTokenState)

    screen.do(NewTokenState.create, {"name": "", "days": "30", "role": "viewer"})
    assert {*form.errors} == {"name"}
    screen.do(NewTokenState.create, {"name": "P", "days": "soon", "role": "viewer"})
    assert {*form.errors} == {"days"}
    screen.do(NewTokenState.create, {"name": "P", "days": "30", "role": "administrator"})

    assert {*form.errors} == {"role"}


def test_viewers_make_no_tokens(screen):
    screen.sign_in(Role.VIEWER)

    screen.do(NewTokenState.create, {"name": "P", "days": "30"})

    assert "tokens.own" in screen.state(NewTokenState).problem
    screen.do(TokensState.show_own)
    with pytest.raises(Forbidden):
        screen.do(TokensState.enter)


def test_a_password_that_is_not_mine_or_typed_wrong_changes_nothing(screen, monkeypatch):
    monkeypatch.setattr("ioninv.ui.account.password_state.house", lambda: screen._database)
    form = screen.state(PasswordState)
    new = "four words and a horse"

    screen.do(PasswordState.change, {"password": "", "new_password": new, "again": new})
    assert {*form.errors} == {"password"}
    screen.do(PasswordState.change, {"password": "x", "new_password": new, "again": "other"})
    assert {*form.errors} == {"again"}
    assert (form.round, form.saving) == (0, False)


def test_the_way_back_from_the_provider_is_told_once_and_undone(screen, monkeypatch):
    settings = Settings(oidc_issuer="https://id.example", oidc_client_id="x", oidc_name="Factory")
    monkeypatch.setattr(by_provider, "get_settings", lambda: settings)
    screen.store(accounts.link_provider, "https://id.example", "sam")
    screen.at("/account?provider=done")

    assert "Linked. You can sign in with Factory" in str(screen.do(AccountState.enter))
    account = screen.state(AccountState)
    assert (account.provider, account.is_linked) == ("Factory", True)
    with pytest.raises(Conflict, match="You have no password"):
        screen.do(AccountState.unlink)

    screen.at("/account?provider=linked")
    assert "is linked with another already" in str(screen.do(AccountState.enter))
