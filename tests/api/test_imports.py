"""An import that is sent again, because its answer was lost, is done once and answered the same."""

from ioninv.domain.accounts import first_user
from ioninv.domain.reports import verify
from ioninv.vocabulary import Source

STOCK = b"Part Number,Serial,Location,Colour\nGBX-1,1,Hall,red\nGBX-1,2,Hall,red\n"


def test_an_import_with_a_key_is_done_once_and_answered_the_same(client, token_of, database):
    def send(content, query="", key="stock", **more):
        headers = {"Content-Type": "text/csv", "Idempotency-Key": key, **more}
        return client.post(
            f"/api/v1/imports?kind=items&name=stock.csv{query}", content=content, headers=headers
        )

    looked = send(STOCK, "&dry_run=true").json()
    assert (looked["dry_run"], looked["repeated"]) == (True, False)
    first = send(STOCK).json()
    assert (first["created"], first["repeated"]) == ({"items": 2}, False)
    assert first["left_out"]
    client.patch("/api/v1/items/1", json={"changes": {"note": "Dented"}})
    client.post("/api/v1/items/scrap", json={"ids": [1, 2], "reason": "Dropped"})

    again = send(STOCK)

    assert (again.status_code, again.json()) == (200, {**first, "repeated": True})
    assert client.get("/api/v1/items/1").json()["facts"]["status"] == "scrapped"
    for refused in (
        send(STOCK.replace(b"red", b"blue")),
        send(STOCK, "&system=erp"),
        send(STOCK, "&map=Colour=lot"),
        client.post("/api/v1/kits", json={"name": "R"}, headers={"Idempotency-Key": "stock"}),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "key_used")
    wrong = send(b"Part Number,Serial\nGBX-1,3\nGBX-1,3\n", key="wrong")
    assert wrong.status_code == 422
    assert send(b"Part Number,Serial\nGBX-1,3\n", key="wrong").json()["created"] == {"items": 1}
    nothing = send(STOCK, key="nothing new").json()
    assert nothing["problems"][0]["field"] == "Idempotency-Key"
    unchanged = [send(b"Part Number,Serial\nGBX-1,3\n", key="again").json() for _ in range(2)]
    assert [each["change_set"] for each in unchanged] == [None, None]
    assert [each["repeated"] for each in unchanged] == [False, True]
    assert send(STOCK, Authorization=f"Bearer {token_of('viewer')}").status_code == 403
    with database.reading() as session:
        assert not any(each.broken for each in verify(session, first_user(session, Source.CLI)))
