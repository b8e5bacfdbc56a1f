"""S12: what opens a door is in no log, no answer and no output of doctor."""

import logging

import httpx
import pytest

from ioninv.cli.doctor import examine
from ioninv.serving.logs import redacted
from ioninv.vocabulary import Role

PASSWORD = "canary-password-0f3a correct horse"
COOKIE = "CANARYcookie" + "c" * 31
TOKEN = "ioninv_CANARYtoken" + "t" * 25
LINK = "CANARYlink" + "l" * 33


@pytest.mark.parametrize(
    "text",
    [
        f"Cookie: a=b; ioninv_session={COOKIE}",
        f"{{'cookie': 'ioninv_session={COOKIE}; other=1', 'host': 'x'}}",
        f"[(b'host', b'x'), (b'cookie', b'ioninv_session={COOKIE}')]",
        f"Authorization: Bearer {TOKEN}",
        f"{{'authorization': 'Bearer {TOKEN}'}}",
        f"GET /set-up/{LINK} HTTP/1.1",
        f"POST /api/v1/invitations/{LINK}",
        f"Event(name='x.sign_in', payload={{'name': 'anna', 'password': '{PASSWORD}'}})",
        f'{{"new_password": "{PASSWORD}", "key": 1}}',
        f"SignedIn(token='{COOKIE}')",
        f"something odd about {COOKIE} happened",
        f"ValueError: {TOKEN} is no number",
        f"?token={LINK}&x=1",
    ],
)
def test_no_canary_survives(text: str):
    said = redacted(text)

    assert not any(each in said for each in (PASSWORD, COOKIE, TOKEN, LINK)), said
    assert "CANARY" not in said


def test_what_is_no_secret_stays():
    text = "A handler failed: part BRKT-001 at /parts?q=x, 12 tokens of 3 people"

    assert redacted(text) == text


def test_canaries_sent_to_every_door_are_nowhere_written_down(served, caplog, capfd, monkeypatch):
    def fail(*_given: object, **_more: object) -> None:
        raise RuntimeError(f"with {COOKIE} and password='{PASSWORD}' and Bearer {TOKEN}")

    headers = {"Cookie": f"ioninv_session={COOKIE}", "Authorization": f"Bearer {TOKEN}"}
    url = f"http://localhost:{served.port}"
    with caplog.at_level(logging.DEBUG), served.tab(Role.ADMINISTRATOR) as tab:
        tab.send("gone.state.handler", {"password": PASSWORD, "token": TOKEN})
        tab.send("x" * 400 + COOKIE, PASSWORD)
        tab.say('42/_event,["client_error",{"message":"ioninv_session=' + COOKIE + '"}]')
        answers = [
            httpx.request(method, url + path, headers=headers, content=content)
            for method in ("GET", "POST", "DELETE")
            for path in (f"/set-up/{LINK}", f"/api/v1/session?token={LINK}", f"/api/v1/no/{TOKEN}")
            for content in (b"", f'{{"password": "{PASSWORD}"'.encode())
        ]
        monkeypatch.setattr("ioninv.ui.items.grid_state.items.search", fail)
        state = "reflex___state____state.ioninv___ui___state____app_state"
        tab.send(f"{state}.ioninv___ui___items___grid_state____grid_state.refresh", {})
        told = tab.settle()
        logging.getLogger("some.library").warning("sent %s", {"cookie": COOKIE, "n": TOKEN})

    doctor = "".join(map(str, examine()))
    output = capfd.readouterr()
    written = [caplog.text, told, doctor, output.out, output.err]
    written += [each.text for each in answers]
    assert "A handler failed" in caplog.text
    assert "some.library" in caplog.text
    for canary in (PASSWORD, COOKIE, TOKEN, LINK):
        assert [text for text in written if canary in text] == []
