"""How the client asks: once, until it is answered, and with errors as the house has them."""

import socket
import subprocess
import sys

import pytest

from ioninv.client import Client, NoAnswer, connect
from ioninv.errors import (
    Conflict,
    Forbidden,
    Invalid,
    KeyUsed,
    NotFound,
    SignedOut,
    Stale,
    TooMany,
)


def gearbox(client: Client, serials: str = "0001..0003") -> list[int]:
    part = client.create_part(part_number="GBX-100", name="Gearbox", tracking="serial")
    return client.create(part_id=part.id, serials=serials).ids


def test_a_write_whose_answer_is_lost_is_sent_again_and_done_once(
    connect, wire, server, client, waits
):
    part = client.create_part(part_number="GBX-100")
    server.asked.clear()
    cut_off = connect(url=wire(2).url)

    made = cut_off.create(part_id=part.id, quantity="5")

    sent = [each for each in server.asked if each[:2] == ("POST", "/api/v1/items")]
    assert len(sent) == 3
    assert len({key for *_, key in sent}) == 1
    assert len(waits) == 2
    assert made.repeated
    assert [item.id for item in client.items()] == made.ids


def test_each_write_has_a_key_of_its_own_unless_one_is_given(client, server):
    first = client.create_part(part_number="A", key="a-part")
    again = client.create_part(part_number="A", key="a-part")
    client.create_supplier(name="Acme")
    client.create_supplier(name="Bcme")

    assert first.id == again.id
    keys = [key for method, _, key in server.asked if method == "POST"]
    assert keys[:2] == ["a-part", "a-part"]
    assert len(set(keys)) == 3
    with pytest.raises(KeyUsed):
        client.create_part(part_number="B", key="a-part")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_is_busy_is_asked_again_when_it_says(client, server, waits, status):
    server.busy += [(status, {"Retry-After": "7"}), (status, {})]

    assert client.create_supplier(name="Acme").name == "Acme"

    assert waits[0] == 7
    assert 0 < waits[1] < 5
    assert len({key for _, path, key in server.asked if path.endswith("/suppliers")}) == 1


def test_who_is_to_wait_long_is_told_at_once(client, server, waits):
    server.busy += [(429, {"Retry-After": "900"})]

    with pytest.raises(TooMany) as refused:
        client.me()

    assert (refused.value.wait, waits) == (900, [])


def test_it_is_not_asked_for_ever(connect, server):
    server.busy += [(503, {})] * 3

    with pytest.raises(NoAnswer, match="503"):
        connect(retries=2).me()

    assert server.busy == []


def test_where_nobody_listens_there_is_no_answer(token_of, waits):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (
        Client(f"http://127.0.0.1:{port}", "token", retries=1, sleep=waits.append) as nobody,
        pytest.raises(NoAnswer, match="does not answer"),
    ):
        nobody.me()
    assert len(waits) == 1


def test_what_is_refused_is_raised_as_in_the_house(client, connect, server):
    ids = gearbox(client)
    with pytest.raises(Invalid) as invalid:
        client.create(part_id=1, serials="0009", quantity="many")
    assert "quantity" in {problem.field for problem in invalid.value.problems}
    with pytest.raises(Conflict, match="0001") as conflict:
        client.create(part_id=1, serials="0001")
    assert conflict.value.problems[0].field == "serials"
    with pytest.raises(NotFound):
        client.item(99)
    with pytest.raises(NotFound):
        client.call("GET", "/dance")
    with pytest.raises(Stale):
        client.edit(ids[0], {"note": "x"}, version=7)
    with pytest.raises(Invalid, match="If-Match"):
        client.call("PUT", "/suppliers/1", {"name": "Acme"})
    with pytest.raises(Forbidden, match=r"inventory\.scrap"):
        connect("viewer").scrap(ids, "Dropped")
    with (
        Client(server.url, "ioninv_" + "a" * 8 + "_" + "b" * 43) as stranger,
        pytest.raises(SignedOut),
    ):
        stranger.me()


def test_an_act_on_many_says_which_item_stands_in_the_way(client):
    ids = gearbox(client)
    client.scrap(ids[0], "Dropped")

    with pytest.raises(Conflict) as refused:
        client.hold(ids, "Look at the seal")

    assert list(refused.value.reasons) == [ids[0]]
    done = client.hold(ids, "Look at the seal", mode="each")
    assert done.ids == ids[1:]
    assert [each.item for each in done.refused] == ids[:1]


def test_what_is_no_ioninv_is_told(client, server):
    server.busy += [(200, {}), (307, {"Location": "https://elsewhere.example/"})]

    with pytest.raises(NoAnswer, match="not answer as ioninv"):
        client.me()
    with pytest.raises(NoAnswer, match="leads to https://elsewhere"):
        client.me()


@pytest.mark.parametrize(
    "url",
    ["localhost:8000", "ftp://localhost", "http://", "http://me:secret@localhost", "http://a?b"],
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(Invalid) as refused:
        Client(url, "token")

    assert refused.value.field == "url"
    assert "secret" not in refused.value.message


@pytest.mark.parametrize("token", ["", "  ", "two words", "line\nbreak", "é"])
def test_a_token_that_is_none_is_refused_and_never_told(token):
    with pytest.raises(Invalid) as refused:
        Client("http://localhost", token)

    assert refused.value.field == "token"
    assert not token.strip() or token not in refused.value.message


def test_the_environment_says_where_and_who(server, token_of, monkeypatch, tmp_path):
    for name in ("IONINV_URL", "IONINV_TOKEN", "IONINV_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(Invalid, match="IONINV_URL"):
        connect()
    monkeypatch.setenv("IONINV_URL", f"{server.url}/")
    with pytest.raises(Invalid, match="IONINV_TOKEN"):
        connect()
    secret = tmp_path / "token"
    secret.write_text(token_of("administrator") + "\n")
    monkeypatch.setenv("IONINV_TOKEN_FILE", str(secret))

    with connect() as client:
        assert client.me().name == "keeper"
    with pytest.raises(Invalid, match="cannot be read"):
        connect(token_file=tmp_path / "none")


def test_loading_it_loads_nothing_of_the_server():
    program = (
        "import sys, ioninv.client\n"
        "heavy = {'reflex', 'sqlalchemy', 'sqlmodel', 'fastapi', 'pydantic', 'httpx', 'ioninv.domain'}\n"
        "sys.exit(' '.join(heavy & sys.modules.keys()) or 0)"
    )
    told = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)

    assert (told.returncode, told.stderr) == (0, b"")
