"""What a program does over a day, with what comes back as the shapes of the API."""

import io
from dataclasses import fields, is_dataclass
from typing import get_type_hints

import pytest

from ioninv.api import api
from ioninv.client import EXPORTED, IMPORTED, NoAnswer, catalogue, items, purchasing, shapes
from ioninv.domain import exports, imports
from ioninv.domain.exports import ISSUES
from ioninv.errors import Conflict, Invalid
from ioninv.vocabulary import Status


def test_items_are_made_moved_installed_held_and_scrapped(client):
    hall = client.location("Hall 1 / Shelf 2")
    gearbox = client.create_part(part_number="GBX-100", tracking="serial")
    bearing = client.create_part(part_number="BRG-7", unit="pcs")
    boxes = client.create(part_id=gearbox.id, serials="0001..0003", location_id=hall.id)
    bearings = client.create(part_id=bearing.id, quantity="12")

    moved = client.move(bearings.ids, hall.id, dry_run=True)
    assert (moved.change_set, moved.dry_run) == (0, True)
    installed = client.install(bearings.ids[0], boxes.ids[0], quantity="2")
    held = client.hold(client.select({"part": gearbox.id}), "Look at the seal")
    client.release(held.ids)
    scrapped = client.scrap(boxes.ids[1:2], "Dropped")

    assert client.item(boxes.ids[0]).children[0].id == installed.split_ids[0]
    assert {each.serial: each.status for each in client.items({"part": gearbox.id})} == {
        "0001": Status.AVAILABLE,
        "0002": Status.SCRAPPED,
        "0003": Status.AVAILABLE,
    }
    assert client.item(bearings.ids[0]).facts.quantity == "10"
    client.undo(scrapped.change_set, "It was another one")
    assert client.count("part=1").by_status == {Status.AVAILABLE: 3}
    first = client.find("0002")[0]
    assert (first.kind, first.title, first.exact) == ("item", "0002", True)


def test_what_was_changed_since_it_was_selected_is_not_acted_on(client):
    part = client.create_part(part_number="GBX-100", tracking="serial")
    ids = client.create(part_id=part.id, serials="0001..0002").ids
    selection = client.select("status=available")
    client.edit(ids[0], {"note": "Seal is new"})

    assert selection.ids == tuple(ids)
    with pytest.raises(Conflict):
        client.scrap(selection, "Dropped")


def test_a_list_is_followed_along_its_cursor(client, server):
    part = client.create_part(part_number="GBX-100", tracking="serial")
    client.create(part_id=part.id, serials="0001..0023")
    server.asked.clear()

    serials = [each.serial for each in client.items("?part=1&limit=10&page=2", "-serial")]

    assert serials == [f"{number:04}" for number in range(23, 0, -1)]
    assert [path for _, path, _ in server.asked] == ["/api/v1/items"] * 3
    with pytest.raises(Invalid):
        next(client.items("colour=red"))
    with pytest.raises(Invalid, match="no filter"):
        client.select("4")


def test_an_order_is_written_placed_and_received(client):
    supplier = client.create_supplier(name="Acme", currency="EUR")
    part = client.create_part(part_number="GBX-100", tracking="serial")
    order = client.create_order(supplier_id=supplier.id)
    line = client.add_line(order.id, part_id=part.id, quantity="3", serials="0201..0203")
    client.place(order.id)

    detail = client.order(order.id)
    assert [(each.serial, each.expected) for each in detail.items] == [
        ("0201", True),
        ("0202", True),
        ("0203", True),
    ]
    came = client.receive_order(order.id, [{"line_id": line.id, "item_id": detail.items[0].id}])
    assert came.ids == [detail.items[0].id]
    assert client.order(order.id).order.state == "part_received"
    client.receive_all(order.id)
    assert [each.state for each in client.orders("state=received")] == ["received"]


def test_an_issue_holds_until_it_is_resolved(client):
    part = client.create_part(part_number="GBX-100", tracking="serial")
    ids = client.create(part_id=part.id, serials="0001..0002").ids

    issue = client.raise_issue(ids, "Rough running", holds=True)

    assert client.count().by_status == {Status.UNAVAILABLE: 2}
    client.resolve_issue(issue.id, "use_as_is", "Within limits")
    assert [each.state for each in client.issues()] == ["resolved"]
    assert client.count().by_status == {Status.AVAILABLE: 2}


def test_a_file_goes_in_once_and_comes_out_whole(client, tmp_path):
    stock = tmp_path / "stock.csv"
    stock.write_text("Part Number,Serial,Place\nGBX-100,0001,Hall 1\nGBX-100,0002,Hall 1\n")

    looked = client.import_file(stock, mapping={"Place": "location"}, dry_run=True)
    assert (looked.created, looked.change_set) == ({"items": 2}, None)
    assert client.count().total == 0
    assert client.import_file(stock, mapping={"Place": "location"}).statuses == {"available": 2}
    assert client.import_file(stock, mapping={"Place": "location"}).change_set is None
    out = tmp_path / "items.csv"
    client.export(out, where="q=gbx", sort="-serial")
    assert [line.split(",")[4] for line in out.read_text().splitlines()[1:]] == ["0002", "0001"]
    stream = io.BytesIO()
    client.export(stream, "locations")
    assert b"Hall 1" in stream.getvalue()
    stock.write_text("Part Number,Serial,Quantity\nGBX-100,0003,many\n")
    with pytest.raises(Invalid) as refused:
        client.import_file(stock)
    assert (refused.value.problems[0].row, refused.value.problems[0].field) == (2, "Quantity")
    with pytest.raises(Invalid, match="no file none"):
        client.import_file(tmp_path / "none.csv")
    assert client.attach(1, stock).name == "stock.csv"


def test_an_export_that_breaks_off_leaves_the_file_that_was_there(client, tmp_path, monkeypatch):
    def broken(*_: object):
        yield "UID\n"
        raise RuntimeError("The disk is gone")

    monkeypatch.setattr("ioninv.api.exports.exports.rows", broken)
    out = tmp_path / "items.csv"
    out.write_text("before")

    with pytest.raises(NoAnswer):
        client.export(out)

    assert out.read_text() == "before"
    assert [each.name for each in tmp_path.glob("*items.csv*")] == ["items.csv"]


def test_what_has_no_method_is_called(client):
    kit = client.call("POST", "/kits", {"name": "Robot 3"})
    changed = client.call("PUT", f"/kits/{kit['id']}", {"name": "Robot 4"}, version=kit["version"])

    assert changed["name"] == "Robot 4"
    assert [each["name"] for each in client.call("GET", "/kits", query="q=rob")["rows"]] == [
        "Robot 4"
    ]


def test_every_shape_is_that_of_the_api():
    told = api().openapi()["components"]["schemas"]
    made = [each for each in vars(shapes).values() if is_dataclass(each)]

    assert len(made) > 30
    for shape in made:
        names = [each.name for each in fields(shape)]  # type: ignore[arg-type]
        assert names == list(told[shape.__name__]["properties"]), shape  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("given", "body"),
    [
        (items.NewItem, "ItemsCreate"),
        (catalogue.NewPart, "PartsCreate"),
        (catalogue.NewSupplier, "SuppliersCreate"),
        (purchasing.NewOrder, "PurchasingCreate"),
        (purchasing.NewLine, "PurchasingAddLine"),
        (purchasing.Receipt, "ReceiptGiven"),
    ],
)
def test_every_form_is_that_of_the_api(given, body):
    told = api().openapi()["components"]["schemas"][body]["properties"]

    assert list(get_type_hints(given)) == list(told)


def test_the_kinds_of_files_are_those_of_the_house():
    assert tuple(imports.Kind) == IMPORTED
    assert (*exports.Kind, ISSUES) == EXPORTED
