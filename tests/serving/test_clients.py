"""Who asks, and through which proxies."""

from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from ioninv.config import get_settings
from ioninv.serving.clients import Proxied, client_address, is_secure
from ioninv.serving.rates import Rate, Rated, Rates
from ioninv.serving.sessions import session_key


async def telling(scope: Scope, receive: Receive, send: Send) -> None:
    told = f"{client_address(scope)} {is_secure(scope)} {Request(scope).url.scheme}"
    await PlainTextResponse(told)(scope, receive, send)


@pytest.fixture
def behind_a_proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("IONINV_TRUSTED_PROXIES", "10.0.0.0/8")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def ask(peer: str, **headers: str) -> str:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return TestClient(Proxied(telling), client=(peer, 1)).get("/", headers=given).text


FORWARDED = {"X_Forwarded_For": "6.6.6.6, 192.0.2.7", "X_Forwarded_Proto": "https"}


def test_nobody_is_believed_by_default():
    assert ask("10.1.1.1", **FORWARDED) == "10.1.1.1 False http"


@pytest.mark.usefixtures("behind_a_proxy")
def test_a_trusted_proxy_is_and_what_its_client_made_up_is_not():
    assert ask("10.1.1.1", **FORWARDED) == "192.0.2.7 True https"


@pytest.mark.usefixtures("behind_a_proxy")
def test_whoever_comes_past_the_proxy_is_not_believed():
    assert ask("192.0.2.9", **FORWARDED) == "192.0.2.9 False http"


def test_a_rate_lets_a_burst_in_and_no_more():
    rate = Rate(200, 4)

    assert 200 <= sum(rate.hit("somebody") for _ in range(300)) <= 210
    assert rate.hit("somebody else")


def test_who_makes_up_many_persons_is_still_one_address():
    rates = Rates(per_person=10, per_address=50)

    assert sum(rates.hit(f"person {number}", "192.0.2.7") for number in range(100)) <= 55


def test_who_sends_too_much_leaves_their_address_room_for_others():
    rates = Rates(per_person=10, per_address=50)

    assert sum(rates.hit("runaway", "192.0.2.7") for _ in range(100)) <= 11
    assert rates.hit("colleague", "192.0.2.7")


def test_rest_beyond_the_rate_is_told_when_to_come_again_and_the_page_is_not_counted(monkeypatch):
    few = Rates(3, 100)
    monkeypatch.setattr("ioninv.serving.rates.request_rate", lambda: few)
    client = TestClient(Rated(telling))

    answers = [client.get("/api/v1/parts") for _ in range(4)]

    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert answers[3].headers["retry-after"] == "4"
    assert answers[3].headers["content-type"] == "application/problem+json"
    assert client.get("/assets/x.js").status_code == 200
    assert client.get("/api/v1/parts", headers={"Authorization": "Bearer x"}).status_code == 200


def test_the_word_for_a_cookie_tells_nothing_of_it():
    def key(cookie: str) -> str:
        return session_key({"type": "http", "headers": [(b"cookie", cookie.encode())]})

    assert key("ioninv_session=canary") == key("a=b; ioninv_session=canary")
    assert key("ioninv_session=canary") != key("ioninv_session=other")
    assert "canary" not in key("ioninv_session=canary")
    assert key("a=b") == "" == key("\x00=;;")
