"""The whole server, asked raw: packets that no page sends, bodies that fill a memory, closed doors."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import count

import httpx
import pytest

from ioninv.serving import remembered
from ioninv.serving.bodies import LARGEST
from ioninv.serving.events import OUTDATED, TOO_FAST
from ioninv.serving.sockets import is_ours
from ioninv.ui.arguments import NOT_UNDERSTOOD, fit
from ioninv.vocabulary import Role
from tests.serving import walking
from tests.serving.tab import Tab

STATE = "reflex___state____state.ioninv___ui___state____app_state"
OPEN = f"{STATE}.ioninv___ui___items___grid_state____grid_state.open_item"


@pytest.fixture
def tab(served) -> Iterator[Tab]:
    with served.tab(Role.ADMINISTRATOR) as tab:
        yield tab


@pytest.mark.parametrize(
    "name",
    [
        "nothing",
        f"{STATE}.no_such_state.do",
        f"{STATE}.setvar",
        f"{STATE}._load_frame",
        f"{STATE}.__init__",
        "reflex___state____state.reset",
        "reflex___state____state.reflex___istate___shared____shared_state_base_internal.setvar",
    ],
)
def test_a_handler_that_is_not_there_is_answered_with_a_word_about_the_page(tab, name):
    tab.send(name, {})

    assert OUTDATED in tab.settle()


@pytest.mark.parametrize(
    "payload",
    [{}, {"item_id": "x"}, {"item_id": 1, "more": 1}, {"item_id": None}, {"item_id": True}, []],
)
def test_arguments_that_do_not_fit_are_answered_with_a_sentence(tab, payload, caplog):
    tab.send(OPEN, payload)

    assert NOT_UNDERSTOOD in tab.settle()
    assert walking.failures(caplog.records) == []


@pytest.mark.parametrize(
    "where",
    [{"pathname": 7}, {"asPath": "//[", "pathname": "x"}, {"query": {"a": {"b": 1}}}, 7, "x"],
)
def test_an_address_that_is_none_is_answered_with_a_sentence(tab, where, caplog):
    tab.send(OPEN, {"item_id": 1}, where)

    assert NOT_UNDERSTOOD in tab.settle()
    assert walking.failures(caplog.records) == []


def test_everything_that_a_browser_keeps_comes_back_with_it():
    from reflex.state import State

    from ioninv.ioninv import app

    kept = [
        f"{name}.{field}_rx_state_"
        for name, state in app._registration_context.base_states.items()
        for field in state.get_fields()
        if state._is_client_storage(field)
    ]

    assert len(kept) > 3
    fit(State.hydrate_and_load.fn, {"vars": dict.fromkeys(kept, "2"), "hashes": ["0" * 16] * 200})


def test_what_a_browser_keeps_sets_nothing_else(tab):
    tab.send(
        "reflex___state____state.reflex___state____update_vars_internal_state.update_vars_internal",
        {"vars": {f"{STATE}.actor_name_rx_state_": "somebody else"}},
    )

    heard = tab.settle()
    assert OUTDATED in heard
    assert "somebody else" not in heard


@pytest.mark.parametrize(
    "frame",
    [
        "zz",
        "",
        "5",
        "4",
        "2probe",
        "451-" + "[]",
        "42/_event,{{{",
        "42/_event,{}",
        "42/_event,[]",
        "42/_event,[[]]",
        '42/_event,["connect",{"asgi.scope":{"headers":[]}}]',
        '42/_event,["disconnect"]',
        '42/_event,["emit_update",{}]',
        '42/other,["event",{}]',
        '43/_event,1["x"]',
        "40/other,",
        "42/_event," + "[" * 50_000,
        "4" + "[" * 50_000,
        "42/_event," + "9" * 5_000 + "[]",
    ],
)
def test_packets_that_no_page_sends_end_the_connection_and_are_no_failure(tab, frame, caplog):
    tab.say(frame)

    assert tab.is_closed()
    assert walking.failures(caplog.records) == []


def test_a_tab_is_connected_once(tab, caplog):
    tab.say("40/_event,")

    tab.hear_until("44/_event")
    assert walking.failures(caplog.records) == []


def test_whoever_sends_a_flood_is_told_and_is_not_sent_a_flood(served, monkeypatch):
    counted = count()

    class Few:
        def hit(self, _person: str, _address: str) -> bool:
            return not 20 <= next(counted) < 500

    with served.tab(Role.ADMINISTRATOR) as tab:
        monkeypatch.setattr("ioninv.serving.events.event_rate", Few)
        for _ in range(500):
            tab.send(OPEN, {"item_id": 1})
        heard = tab.settle()

    assert 1 <= heard.count(TOO_FAST) < 50


def test_a_stolen_name_of_a_tab_gives_nothing_of_what_is_in_it(served):
    with served.tab(Role.ADMINISTRATOR) as tab:
        tab.send(OPEN, {"item_id": 1})
        tab.settle()
        stolen = tab.token
    thief = Tab(served.port, {"Cookie": "ioninv_session=another"}, stolen)
    hydrate = "reflex___state____state.hydrate_and_load"
    thief.send(hydrate, {"vars": None, "hashes": None})

    heard = thief.settle()
    thief.close()
    assert "BRKT-001" not in heard
    assert json.dumps(stolen) not in heard


def test_only_our_frames_are_ours():
    assert [
        each
        for each in ("1", "3", "40/_event,", "42x", "2", "5", "45", "x", "", None)
        if is_ours(each)
    ] == [
        "1",
        "3",
        "40/_event,",
        "42x",
    ]


def test_one_person_holds_only_so_many_websockets(served, monkeypatch):
    monkeypatch.setattr("ioninv.serving.sockets.PER_SESSION", 2)
    with served.tab(Role.VIEWER) as first:
        headers = {"Cookie": "ioninv_session=one"}
        held = [Tab(served.port, headers) for _ in range(2)]
        with pytest.raises(Exception, match="403"):
            Tab(served.port, headers)
        for each in held:
            each.close()
        first.settle()


def test_a_body_that_fills_the_memory_is_refused_announced_or_not(served):
    url = f"http://localhost:{served.port}/api/v1/nothing"
    block = b"x" * 1_000_000

    def endless() -> Iterator[bytes]:
        for _ in range(2 * LARGEST // len(block)):
            yield block

    announced = HTTPConnection("localhost", served.port, timeout=30)
    announced.putrequest("POST", "/api/v1/nothing")
    announced.putheader("Content-Length", str(LARGEST + 1))
    announced.endheaders()

    assert announced.getresponse().status == 413
    with httpx.Client() as client:
        try:
            status = client.post(url, content=endless()).status_code
        except httpx.TransportError:  # The server hung up while it was still being sent to.
            status = 413
    assert status in {404, 405, 413}


def test_reflexs_own_upload_is_closed(served):
    url = f"http://localhost:{served.port}/_upload"

    answers = [httpx.post(url, files={"files": b"x"}), httpx.get(url), httpx.get(url + "/x")]

    assert {each.status_code for each in answers} <= {404, 405}


@pytest.mark.parametrize(
    "path",
    ["/", "/nowhere", "/api/v1/openapi.json", "/api/v1/export/items.csv", "/api/v1/items", "//x"],
)
def test_a_name_that_somebody_made_up_for_this_server_is_in_no_answer(served, path):
    made_up = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    answer = httpx.get(f"http://localhost:{served.port}{path}", headers=made_up)

    assert answer.status_code != 403
    assert "evil.example" not in answer.text + str(answer.headers)


def test_of_tabs_that_come_and_go_the_last_few_are_remembered(served, monkeypatch):
    from ioninv.ioninv import app

    monkeypatch.setattr(remembered, "MOST_GONE", 3)
    monkeypatch.setattr(remembered, "_SLACK", 1)
    with served.tab(Role.VIEWER) as stays:
        for _ in range(12):
            with served.tab(None) as tab:
                tab.settle()
        with served.tab(None):
            states = app.state_manager.states
            # Whoever left a moment ago may still count as connected.
            assert len(states) <= 2 + 4 + 2
            assert any(key.startswith(stays.token) for key in states)
            stays.settle()
