"""Signing in by a provider."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ioninv.api import api, oidc
from ioninv.config import Settings
from ioninv.domain import accounts
from ioninv.domain.accounts import by_provider, first_user
from ioninv.domain.accounts.first_user import FIRST_NAME
from ioninv.serving.origin import Doorkeeper
from ioninv.vocabulary import Role, Source
from tests.api.provider import OTHER, SECRET, Provider
from tests.entering import KEEPERS

OURS = {"Origin": "http://localhost:8000"}


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    made = Provider()
    settings = Settings(
        oidc_issuer=made.issuer,
        oidc_client_id="ioninv",
        oidc_client_secret=SECRET,
        oidc_name="Factory login",
    )
    for module in (oidc, by_provider):
        monkeypatch.setattr(module, "get_settings", lambda: settings)
    yield made
    made.close()


@pytest.fixture
def client(house_called: None, provider: Provider) -> Iterator[TestClient]:
    with TestClient(
        Doorkeeper(api()), "http://localhost:8000", headers=OURS, follow_redirects=False
    ) as client:
        yield client


@pytest.fixture
def invited(database) -> str:
    """The token of an invitation of somebody who will be Sam."""
    with database.writing() as session:
        return accounts.invite(session, first_user(session, Source.CLI), "Sam", Role.OPERATOR).token


def go(client: TestClient, provider: Provider, **said: Any) -> Any:
    """There and back."""
    url = client.post("/api/v1/oidc/start", json=said).json()["url"]
    assert url.startswith(f"{provider.issuer}/authorize?")
    return client.get(provider.sign_in(url))


def who(client: TestClient) -> str | None:
    return client.get("/api/v1/session").json()["name"]


def test_the_sign_in_page_is_told_of_the_provider(client):
    assert client.get("/api/v1/session").json()["provider"] == "Factory login"


def test_an_invitation_links_and_from_then_on_the_provider_lets_in(client, provider, invited):
    first = go(client, provider, invitation=invited)
    assert (first.status_code, first.headers["location"]) == (303, "/")
    assert who(client) == "Sam"
    client.delete("/api/v1/session")
    assert who(client) is None

    again = go(client, provider, next="/parts?q=gear")

    assert again.headers["location"] == "/parts?q=gear"
    assert again.headers["referrer-policy"] == "no-referrer"
    assert who(client) == "Sam"


def test_who_is_not_linked_does_not_come_in_whatever_they_are_called(client, provider):
    provider.says = {"preferred_username": "keeper"}

    answer = go(client, provider)

    assert answer.headers["location"] == "/sign-in?failed=unknown"
    assert who(client) is None


def test_an_invitation_that_is_worth_nothing_links_nobody(client, provider):
    assert go(client, provider, invitation="x" * 43).headers["location"].endswith("failed=link")


@pytest.mark.parametrize(
    "says",
    [
        {"aud": "another client"},
        {"aud": ["ioninv", "another"], "azp": "another"},
        {"iss": "https://evil.example"},
        {"nonce": "of another time"},
        {"nonce": None},
        {"exp": 1},
        {"sub": ""},
        {"sub": None},
    ],
)
def test_what_was_not_said_to_us_now_lets_nobody_in(client, provider, invited, says):
    provider.says = says

    answer = go(client, provider, invitation=invited)

    assert answer.headers["location"] == "/sign-in?failed=provider"
    assert who(client) is None


def test_a_signature_of_somebody_else_lets_nobody_in(client, provider, invited):
    provider.key = OTHER

    assert go(client, provider, invitation=invited).headers["location"].endswith("failed=provider")
    assert who(client) is None


def test_a_way_back_belongs_to_its_way_there(client, provider, invited):
    url = client.post("/api/v1/oidc/start", json={"invitation": invited}).json()["url"]
    for back in (
        provider.sign_in(url, state="another"),
        provider.sign_in(url, code=""),
        provider.sign_in(url, code="c-2"),
        "/api/v1/oidc/callback?error=access_denied",
    ):
        client.cookies.clear()
        client.post("/api/v1/oidc/start", json={"invitation": invited})
        assert client.get(back).headers["location"] == "/sign-in?failed=provider"
    stranger = TestClient(api(), "http://localhost:8000", follow_redirects=False)
    assert stranger.get(provider.sign_in(url)).headers["location"] == "/sign-in?failed=provider"
    assert who(client) is None


def test_who_comes_in_anew_has_no_session_before_it(client, provider, invited):
    go(client, provider, invitation=invited)
    before = client.cookies["ioninv_session"]
    go(client, provider)

    stale = TestClient(client.app, "http://localhost:8000", cookies={"ioninv_session": before})
    assert who(stale) is None


def test_who_is_signed_in_links_themselves_and_comes_in_that_way_from_then_on(client, provider):
    client.cookies.set("ioninv_session", KEEPERS)

    first = go(client, provider, link=True)
    assert first.headers["location"] == "/account?provider=done"
    client.cookies.clear()
    assert go(client, provider).headers["location"] == "/"
    assert who(client) == FIRST_NAME


def test_nobody_links_what_is_another_users_and_nobody_who_is_signed_out_links(
    client, provider, invited
):
    client.cookies.clear()
    assert go(client, provider, link=True).headers["location"] == "/account?provider=provider"
    go(client, provider, invitation=invited)
    client.cookies.clear()
    client.cookies.set("ioninv_session", KEEPERS)

    assert go(client, provider, link=True).headers["location"] == "/account?provider=linked"


@pytest.mark.parametrize("how", ["away", "nonsense"])
def test_a_provider_that_is_away_or_makes_no_sense_is_told_in_a_sentence(
    client, provider, monkeypatch, how
):
    if how == "away":
        provider.server.server_close()
        provider.server.shutdown()
    monkeypatch.setattr(provider, "get", lambda _path: ["nonsense"])

    answer = client.post("/api/v1/oidc/start", json={})

    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("Factory login does not answer as it should.")


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "evil",
        "/a\r\nSet-Cookie: x=1",
        "",
    ],
)
def test_it_leads_on_to_no_other_site(wanted):
    assert oidc.own_path(wanted) == "/"


def test_without_a_provider_there_is_no_way_there(house_called):
    client = TestClient(Doorkeeper(api()), "http://localhost:8000", headers=OURS)

    assert client.post("/api/v1/oidc/start", json={}).status_code == 404
