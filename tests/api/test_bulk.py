"""Acts on many items: every one or none, or each where it can be; and only looking at it first."""

import pytest

from ioninv.domain.accounts import first_user
from ioninv.domain.reports import verify
from ioninv.vocabulary import Source


@pytest.fixture
def post(client):
    """post("/items/hold", ids=[1], reason="…") → the answer."""

    def send(path, headers=None, **body):
        return client.post(f"/api/v1{path}", json=body, headers=headers)

    return send


@pytest.fixture
def five(post):
    """Five items with serials; the second is scrapped."""
    post("/parts", part_number="GBX-1")
    ids = post("/items", part_id=1, serials="1..5").json()["ids"]
    assert post("/items/scrap", ids=[2], reason="Dropped").status_code == 200
    return ids


def statuses(client) -> str:
    rows = client.get("/api/v1/items?sort=created&limit=200").json()["rows"]
    return " ".join(row["status"] for row in rows)


def test_atomic_does_all_or_nothing_and_says_of_each_item_why(client, post, five):
    refused = post("/items/hold", ids=[*five, 99], reason="Look")
    assert (refused.status_code, refused.json()["problems"][0]["item"]) == (404, 99)

    refused = post("/items/hold", ids=five, reason="Look")

    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "conflict")
    assert [each["item"] for each in problem["problems"]] == [2]
    assert "scrapped" in problem["problems"][0]["message"]
    assert statuses(client) == "available scrapped available available available"


def test_a_refusal_names_every_item_however_many(client, post, five):
    ids = post("/items", part_id=1, serials="100..140").json()["ids"]
    post("/items/scrap", ids=ids, reason="Dropped")

    problem = post("/items/hold", ids=[1, *ids], reason="Look").json()

    assert [each["item"] for each in problem["problems"]] == ids


def test_each_does_what_can_be_done_in_one_change_set(client, post, five, database):
    answer = post("/items/hold?mode=each", ids=[*five, 99], reason="Look").json()

    assert answer["ids"] == [1, 3, 4, 5]
    assert {each["item"]: each["message"] for each in answer["refused"]}.keys() == {2, 99}
    assert statuses(client) == "unavailable scrapped unavailable unavailable unavailable"
    told = client.get(f"/api/v1/change-sets/{answer['change_set']}").json()
    assert told["total"] == 4
    with database.reading() as session:
        assert not any(each.broken for each in verify(session, first_user(session, Source.CLI)))


def test_each_finds_items_that_a_door_refuses_one_at_a_time(client, post, five):
    post("/locations", name="Hall")
    post("/items/ship", ids=[4], to="Customer")

    answer = post("/items/edit?mode=each", ids=five, changes={"location_id": "1"}).json()

    assert answer["ids"] == [1, 2, 3, 5]
    assert [each["item"] for each in answer["refused"]] == [4]


def test_each_refuses_what_concerns_the_whole_and_stores_nothing_of_it(client, post, five):
    for body, field in (
        ({"ids": five, "reason": " "}, "reason"),
        ({"ids": []}, "reason"),
        ({"ids": [], "reason": "Look"}, "selection"),
        ({"ids": ["1"], "reason": "Look"}, "ids.0"),
        ({"ids": five, "reason": "Look", "why": "so"}, "why"),
    ):
        refused = post("/items/hold?mode=each", **body)
        assert (refused.status_code, refused.json()["problems"][0]["field"]) == (422, field), body
    assert post("/items/hold?mode=some", ids=five, reason="Look").status_code == 422
    assert "unavailable" not in statuses(client)


@pytest.mark.parametrize("mode", ["atomic", "each"])
def test_a_dry_run_says_what_would_be_done_and_does_nothing(client, post, five, mode):
    before = client.get("/api/v1/items/1").headers["etag"]
    body = {"ids": [1, 3], "reason": "Look"}
    address = f"/items/hold?mode={mode}&dry_run=true"

    looked = post(address, headers={"Idempotency-Key": "look"}, **body).json()

    assert (looked["ids"], looked["change_set"], looked["dry_run"]) == ([1, 3], 0, True)
    assert "unavailable" not in statuses(client)
    assert client.get("/api/v1/items/1").headers["etag"] == before
    done = post(f"/items/hold?mode={mode}", headers={"Idempotency-Key": "look"}, **body).json()
    assert (done["ids"], done["repeated"]) == ([1, 3], False)


def test_a_filter_selects_what_it_lets_through_as_it_was_seen(client, post, five):
    seen = post("/items/selection/all", filter={"status": "available"}).json()
    assert seen["ids"] == [1, 3, 4, 5]
    new = post("/items", part_id=1, serials="9").json()

    held = post("/items/hold", filter={"q": "gbx"}, as_of=seen["as_of"], reason="Look")
    assert (held.status_code, [e["item"] for e in held.json()["problems"]]) == (409, [2])
    held = post(
        "/items/hold", filter={"status": "available"}, as_of=seen["as_of"], reason="Look"
    ).json()
    assert held["ids"] == [1, 3, 4, 5]
    stale = post("/items/scrap", ids=[1, 3], as_of=seen["as_of"], reason="Dropped")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    assert [each["item"] for each in stale.json()["problems"]] == [1, 3]
    assert client.get(f"/api/v1/items/{new['ids'][0]}").json()["facts"]["status"] == "available"
    odd = post("/items/hold", filter={"colour": "red"}, reason="Look")
    assert (odd.status_code, "colour" in odd.json()["detail"]) == (422, True)


def test_the_same_key_gives_the_same_answer_and_no_second_effect(client, post, five):
    for number, mode in enumerate(("atomic", "each")):
        key = {"Idempotency-Key": f"hold-{mode}"}
        ids = [1, 3] if mode == "atomic" else [4, 2]
        body = {"ids": ids, "reason": f"Look {number}"}
        first = post(f"/items/hold?mode={mode}", headers=key, **body).json()
        again = post(f"/items/hold?mode={mode}", headers=key, **body).json()

        assert again["repeated"]
        assert again == {**first, "repeated": True}
        other = post(f"/items/hold?mode={mode}", headers=key, ids=[5], reason="Look")
        assert (other.status_code, other.json()["code"]) == (409, "key_used")
    assert client.get("/api/v1/items/1").json()["facts"]["open_holds"] == 1


def test_a_repeated_each_tells_every_outcome_as_it_was_whatever_happened_since(
    client, post, five, database
):
    key = {"Idempotency-Key": "hold"}
    body = {"filter": {"part": "1", "status": "available,scrapped"}, "reason": "Look"}
    part = {"ids": [post("/items", part_id=1, quantity="5").json()["ids"][0]], "quantity": "2"}
    first = post("/items/hold?mode=each", headers=key, **body).json()
    assert (first["ids"], len(first["refused"])) == ([1, 3, 4, 5, 6], 1)
    assert "scrapped" in first["refused"][0]["message"]
    another = {"Idempotency-Key": "release"}
    split = post("/items/release?mode=each", headers=another, **part, reason="Fine").json()
    assert len(split["split_ids"]) == 1

    post("/items/restore", ids=[2], reason="It was fine")
    post("/items", part_id=1, serials="77")

    assert post("/items/hold?mode=each", headers=key, **body).json() == {**first, "repeated": True}
    repeated = post("/items/release?mode=each", headers=another, **part, reason="Fine").json()
    assert repeated == {**split, "repeated": True}
    nothing = {"Idempotency-Key": "none"}
    for _ in range(2):
        told = post("/items/ship?mode=each", headers=nothing, ids=[1, 3], to="Customer").json()
        assert (told["change_set"], [each["item"] for each in told["refused"]]) == (0, [1, 3])
        post("/items/release", ids=[1, 3], reason="Fine")
    assert "on hold" in told["refused"][0]["message"]
    with database.reading() as session:
        assert not any(each.broken for each in verify(session, first_user(session, Source.CLI)))
