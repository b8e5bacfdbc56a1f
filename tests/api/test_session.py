"""Signing in and out over HTTP, as a browser does it, and by strangers who do it otherwise."""

import threading
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ioninv.api import api
from ioninv.db import Database
from ioninv.domain import accounts
from ioninv.domain.accounts import COOKIE, DEVICE_COOKIE, first_user, guessing, passwords
from ioninv.serving.origin import Doorkeeper
from ioninv.vocabulary import Role, Source
from tests.entering import change

PASSWORD = "nine green bottles hang here"
OURS = {"Origin": "http://localhost:8000"}


@pytest.fixture
def client(house_called: None) -> Iterator[TestClient]:
    """A browser at a house that nobody has set up."""
    with TestClient(Doorkeeper(api()), "http://localhost:8000", headers=OURS) as client:
        yield client


@pytest.fixture
def set_up(client: TestClient, database: Database) -> Any:
    """Somebody has set it up, and signed out."""
    with database.writing() as session:
        token = accounts.set_up_link(session)
    answer = client.post(
        "/api/v1/invitations", json={"token": token, "password": PASSWORD, "name": "Ada"}
    )
    client.delete("/api/v1/session")
    return answer


def sign_in(client: TestClient, password: str = PASSWORD, name: str = "Ada", **more: Any) -> Any:
    return client.post("/api/v1/session", json={"name": name, "password": password}, **more)


def cookies(answer: Any) -> dict[str, Any]:
    found: SimpleCookie = SimpleCookie()
    for each in answer.headers.get_list("set-cookie"):
        found.load(each)
    return dict(found)


def who(client: TestClient) -> dict[str, Any]:
    return client.get("/api/v1/session").json()


def test_the_set_up_link_names_the_first_administrator_and_signs_in_once(client, database):
    assert who(client) == {"name": None, "set_up": False, "provider": None}
    with database.writing() as session:
        token = accounts.set_up_link(session)
    looked = client.post("/api/v1/invitations/look", json={"token": token})
    assert looked.json() == {"kind": "set_up", "name": "keeper", "chooses_name": True}
    use = {"token": token, "password": PASSWORD, "name": "Ada"}

    assert client.post("/api/v1/invitations", json=use).json() == {"name": "Ada"}
    assert who(client) == {"name": "Ada", "set_up": True, "provider": None}
    again = client.post("/api/v1/invitations", json=use | {"password": "other " + PASSWORD})
    assert again.status_code == 404
    assert client.post("/api/v1/invitations/look", json={"token": token}).status_code == 404


def test_a_link_is_kept_when_the_password_is_refused_at_its_field(client, database):
    with database.writing() as session:
        token = accounts.set_up_link(session)

    for password in ("short", "password password 1234"):
        use = {"token": token, "password": password, "name": "Ada"}
        refused = client.post("/api/v1/invitations", json=use)
        assert refused.status_code == 422
        assert [each["field"] for each in refused.json()["problems"]] == ["password"]
    use = {"token": token, "password": PASSWORD, "name": "Ada"}
    assert client.post("/api/v1/invitations", json=use).status_code == 200


def test_the_token_of_a_link_in_a_path_is_put_where_it_is_never_sent(client):
    for page in ("set-up", "invitation"):
        answer = client.get(f"/{page}/abc-_1", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/{page}#abc-_1")
        assert answer.headers["cache-control"] == "no-store"
    answer = client.get("/set-up/%0d%0aLocation:evil", follow_redirects=False)
    assert answer.headers["location"] == "/set-up#%0D%0ALocation%3Aevil"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, set_up):
    answer = sign_in(client)

    assert (answer.status_code, answer.json()) == (200, {"name": "Ada"})
    assert answer.headers["cache-control"] == "no-store"
    given = cookies(answer)
    for name, days in ((COOKIE, 30), (DEVICE_COOKIE, 365)):
        cookie = given[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "lax", "/")
        assert days * 86_400 - 60 <= int(cookie["max-age"]) <= days * 86_400
        assert (cookie["secure"], cookie["domain"]) == ("", "")
    assert who(client)["name"] == "Ada"


def test_behind_tls_the_cookie_goes_nowhere_else(client, set_up):
    behind = TestClient(Doorkeeper(api()), "https://localhost:8000")
    assert cookies(sign_in(behind))[COOKIE]["secure"] is True
    proxied = sign_in(client, headers={"Origin": "https://localhost:8000"})
    assert cookies(proxied)[COOKIE]["secure"] is True


def test_each_sign_in_gives_a_new_token_and_ends_what_the_browser_had(client, set_up):
    first = cookies(sign_in(client))[COOKIE].value
    second = cookies(sign_in(client))[COOKIE].value

    assert first != second
    fresh = TestClient(api(), "http://localhost:8000")
    assert (
        fresh.get("/api/v1/session", headers={"Cookie": f"{COOKIE}={first}"}).json()["name"] is None
    )
    assert fresh.get("/api/v1/session", headers={"Cookie": f"{COOKIE}={second}"}).json()["name"]


def test_signing_out_ends_the_session_and_takes_the_cookie(client, set_up):
    token = cookies(sign_in(client))[COOKIE].value

    answer = client.delete("/api/v1/session")

    assert cookies(answer)[COOKIE]["max-age"] == "0"
    client.cookies.clear()
    with_old = {"Cookie": f"{COOKIE}={token}"}
    assert client.get("/api/v1/session", headers=with_old).json()["name"] is None
    assert client.get("/api/v1/export/items.csv", headers=with_old).status_code == 401
    assert client.delete("/api/v1/session").status_code == 200


def test_a_wrong_password_and_a_wrong_name_are_told_alike(client, set_up):
    told = [sign_in(client, "wrong " + PASSWORD), sign_in(client, PASSWORD, "Nobody")]

    assert [each.status_code for each in told] == [422, 422]
    assert told[0].json() == told[1].json()
    assert told[0].json()["problems"][0]["field"] == "password"
    assert not any("set-cookie" in each.headers for each in told)


def test_guessing_is_slowed_and_the_owner_gets_in_on_a_device_that_is_known(client, set_up):
    known = {"Cookie": f"{DEVICE_COOKIE}={cookies(sign_in(client))[DEVICE_COOKIE].value}"}
    stranger = TestClient(api(), "http://localhost:8000")
    for _ in range(guessing.OF_ACCOUNT[0].amount):
        assert sign_in(stranger, "guess guess guess").status_code == 422

    refused = sign_in(stranger, PASSWORD)

    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    owner = TestClient(api(), "http://localhost:8000")
    assert sign_in(owner, headers=known).status_code == 200


def test_passwords_are_hashed_neither_where_pages_nor_where_writers_wait(
    client, set_up, monkeypatch
):
    threads = set()
    matches = passwords.matches

    def noted(*arguments):
        threads.add(threading.current_thread().name.split("_")[0])
        return matches(*arguments)

    monkeypatch.setattr(passwords, "matches", noted)
    sign_in(client)

    assert threads == {"ioninv-passwords"}


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://localhost:9000"}],
)
def test_no_page_of_another_site_signs_anybody_in_or_out(client, set_up, headers):
    sign_in(client)

    assert sign_in(client, headers=headers).status_code == 403
    assert client.delete("/api/v1/session", headers=headers).status_code == 403
    assert client.post("/api/v1/invitations", json={}, headers=headers).status_code == 403
    assert who(client)["name"] == "Ada"


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"name": "Ada"}},
        {"json": {"name": "Ada", "password": PASSWORD, "more": 1}},
        {"json": {"name": ["Ada"], "password": PASSWORD}},
        {"json": {"name": "Ada", "password": "x" * 20_000}},
        {"data": {"name": "Ada", "password": PASSWORD}},
        {"content": b"{", "headers": {"Content-Type": "application/json"}},
        {"content": iter([b"x" * 70_000] * 9), "headers": {"Content-Type": "application/json"}},
    ],
)
def test_what_no_page_of_ours_sends_is_refused_and_not_told_back(client, set_up, sent):
    answer = client.post("/api/v1/session", **sent)

    assert answer.status_code == 422
    assert PASSWORD not in answer.text
    assert "set-cookie" not in answer.headers


def test_a_user_who_is_deactivated_is_out_at_once_and_does_not_come_in(client, set_up, database):
    with database.writing() as session:
        link = accounts.invite(session, first_user(session, Source.CLI), "Bob", Role.OPERATOR)
    client.post("/api/v1/invitations", json={"token": link.token, "password": PASSWORD})
    assert who(client)["name"] == "Bob"

    with database.writing() as session:
        change(session, "Bob", active=False)

    assert who(client)["name"] is None
    assert sign_in(client, name="Bob").status_code == 422
