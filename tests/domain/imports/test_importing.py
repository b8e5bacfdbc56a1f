"""What rows do: create, change, leave alone; what they name; and what they may not do."""

import re

import pytest

from ioninv.domain import imports, items, locations, parts, reports, usage_types
from ioninv.domain.imports import FileGiven, Kind
from ioninv.errors import Forbidden, Invalid
from ioninv.vocabulary import Status


def status_of(there, uid: str) -> Status:
    return Status.from_code(there(f"SELECT status FROM inventory_item WHERE uid = '{uid}'")[0])


def test_all_files_of_one_call_are_one_change_set(load, there):
    report = load(
        stock="Part Number,Quantity,Location\nA,1,Factory/Shelf\n",
        parts="Part Number,Name\nA,Angle\n",
        places="Path,Kind\nFactory / Shelf,shelf\n",
    )

    assert there("SELECT id, verb, source FROM change_set ORDER BY id DESC LIMIT 1") == [
        (report.change_set, "imported", "import")
    ]
    assert report.created == {Kind.LOCATIONS: 1, Kind.PARTS: 1, Kind.ITEMS: 1}
    assert report.references == {"locations": ["Factory"]}


def test_one_bad_file_keeps_all_files_out(load, there):
    with pytest.raises(Invalid, match=r"stock\.csv, row 2"):
        load(parts="Part Number,Name\nA,Angle\n", stock="Part Number,Quantity\nA,x\n")

    assert there("SELECT count(*) FROM part") == [0]


def test_what_rows_name_is_created_and_told(load, there):
    report = load(
        stock="Part Number,Serial,Location,Supplier,Usage Type\n"
        "A,S1,Hall/Bin 1,Mouser,Flight\nA,S2,hall / BIN 1,mouser,flight\n"
    )

    assert report.references == {
        "locations": ["Hall", "Hall / Bin 1"],
        "suppliers": ["Mouser"],
        "usage types": ["Flight"],
        "parts": ["A"],
    }
    assert there("SELECT tracking FROM part") == ["serial"]
    assert there("SELECT DISTINCT location_id, supplier_id, usage_type_id FROM inventory_item") == [
        (2, 1, 4)
    ]


def test_a_row_with_a_uid_changes_what_differs_in_one_event(load, there):
    load(stock="UID,Part Number,Quantity,Note,Lot\nABCD2345,A,5,old,L1\n")

    report = load(stock="UID,Quantity,Note\nabcd2345,7,new\n")

    assert report.changed == {Kind.ITEMS: 1}
    assert there("SELECT quantity, note, lot, version FROM inventory_item") == [
        (7_000_000, "new", "L1", 2)
    ]
    assert there("SELECT changes FROM event WHERE entity = 'item' AND version = 2") == [
        '{"note":["old","new"],"quantity":[5000000,7000000]}'
    ]


def test_a_blank_cell_changes_nothing(load, there):
    load(stock="UID,Part Number,Quantity,Unit Cost,Note,Location\nABCD2345,A,5,2.50,kept,Hall\n")

    report = load(stock="UID,Part Number,Quantity,Unit Cost,Note,Location\nABCD2345,A,,, ,\u200b\n")

    assert report.unchanged == {Kind.ITEMS: 1}
    assert there("SELECT quantity, unit_cost, note, location_id FROM inventory_item") == [
        (5_000_000, 2_500_000, "kept", 1)
    ]


def test_an_item_is_known_again_by_its_id_there(load, there):
    load(stock="ID,Part,Batch,Quantity\n7,A,L1,5\n")

    report = load(stock="ID,Part,Batch,Quantity\n7,A,L1,6\n")

    assert report.changed == {Kind.ITEMS: 1}
    assert there("SELECT system, source_table, source_id FROM source_ref") == [
        ("inventree", "stock", "7")
    ]


def test_ids_of_another_system_are_other_ids(load, there):
    load(stock="ID,Part,Batch,Quantity\n7,A,L1,5\n")

    load(stock="ID,Part,Batch,Quantity\n7,A,L1,6\n", options={"system": "erp"})

    assert there("SELECT system, source_table FROM source_ref ORDER BY 1") == [
        ("erp", "items"),
        ("inventree", "stock"),
    ]
    with pytest.raises(Invalid, match="--system"):
        load(stock="ID,Part,Quantity\n7,A,1\n", options={"system": "a/b"})


def test_an_item_is_known_again_by_part_and_serial(load, there):
    load(stock="Part Number,Serial\nA,SN-1\n")

    report = load(stock="Part Number,Serial,Note\na, sn-1 ,seen\n")

    assert report.changed == {Kind.ITEMS: 1}
    assert there("SELECT serial, note FROM inventory_item") == [("SN-1", "seen")]


def test_equal_rows_are_as_many_items_and_a_second_time_none(load, there):
    text = "Part Number,Lot,Quantity\nA,L1,5\nA,L1,5\nA,L2,5\n"

    assert load(stock=text).created[Kind.ITEMS] == 3
    assert load(stock=text).change_set is None
    turned = "Quantity,Part Number,Lot\n5,A,L2\n5,A,L1\n5,A,L1\n5,A,L1\n"
    assert load(stock=turned).created[Kind.ITEMS] == 1


def test_the_part_of_an_item_cannot_be_changed(load):
    load(stock="UID,Part Number,Quantity\nABCD2345,A,5\n")

    with pytest.raises(Invalid, match="column Part Number: The item is a A, and"):
        load(stock="UID,Part Number,Quantity\nABCD2345,B,5\n")


def test_a_serial_that_another_item_has_is_refused(load):
    load(stock="UID,Part Number,Serial\nABCD2345,A,S1\nABCD2346,A,S2\n")

    with pytest.raises(Invalid, match="row 2, column Serial: Serial S2 of A is another item"):
        load(stock="UID,Part Number,Serial\nABCD2345,A,S2\n")


def test_a_serial_goes_to_one_row_only_be_it_new_or_not(load):
    load(stock="UID,Part Number,Serial\nABCD2345,A,S1\n")

    with pytest.raises(Invalid, match="row 3, column Serial: Serial S2 of A stands already"):
        load(stock="UID,Part Number,Serial\n,A,S2\nABCD2345,A,S2\n")


def test_a_serial_on_a_row_of_many_is_refused(load):
    load(stock="UID,Part Number,Quantity\nABCD2345,A,5\n")

    with pytest.raises(Invalid, match="column Serial: A serial means quantity 1, here it is 5"):
        load(stock="UID,Part Number,Serial\nABCD2345,A,S1\n")


def test_a_parent_may_stand_further_down_or_be_there_already(load, there):
    load(stock="UID,Part Number,Serial\nABCD2345,G,S1\n")

    report = load(
        stock="UID,Part Number,Serial,Location,Installed In\n"
        "ABCD2346,A,1,Hall,ABCD2347\nABCD2347,B,1,Hall,abcd2345\n"
    )

    assert report.statuses == {Status.INSTALLED: 2}
    assert there("SELECT id, parent_id, location_id FROM inventory_item") == [
        (1, None, None),
        (2, 3, None),
        (3, 1, None),
    ]


def test_a_parent_further_down_that_was_there_before_is_no_change(load):
    text = "ID,Part,Serial Number,Installed In\n1,A,1,2\n2,B,1,\n"
    load(stock=text)

    assert load(stock=text).unchanged == {Kind.ITEMS: 2}
    moved = load(stock="ID,Part,Serial Number,Installed In\n1,A,1,3\n3,B,2,\n")
    assert (moved.changed, moved.created) == ({Kind.ITEMS: 1}, {Kind.ITEMS: 1})


def test_a_ring_through_what_is_there_is_refused(load):
    load(stock="UID,Part Number,Serial,Installed In\nABCD2345,A,1,ABCD2346\nABCD2346,B,1,\n")

    with pytest.raises(Invalid, match="in itself, by way of others"):
        load(stock="UID,Installed In\nABCD2346,ABCD2345\n")


BY_STATUS = [
    ("Available", Status.AVAILABLE),
    ("", Status.AVAILABLE),
    ("On order", Status.ON_ORDER),
    ("on_order", Status.ON_ORDER),
    ("In progress", Status.IN_PROGRESS),
    ("Shipped", Status.SHIPPED),
    ("Scrapped", Status.SCRAPPED),
    ("Voided", Status.VOIDED),
    ("Unavailable", Status.UNAVAILABLE),
    ("Quarantined", Status.UNAVAILABLE),
    ("OK", Status.AVAILABLE),
]


@pytest.mark.parametrize(("word", "status"), BY_STATUS)
def test_a_status_alone_becomes_a_fact(load, there, word, status):
    text = f"UID,Part Number,Quantity,Status,Created At\nABCD2345,A,1,{word},2024-05-03\n"

    report = load(stock=text)

    assert report.statuses == {status: 1}
    assert status_of(there, "ABCD2345") is status
    assert load(stock=text).change_set is None


def test_facts_win_over_a_status(load, there):
    load(
        stock="UID,Part Number,Quantity,Status,Shipped At,Shipped To\n"
        "ABCD2345,A,1,Available,2024-05-03T10:00:00+02:00,Customer\n"
    )

    assert status_of(there, "ABCD2345") is Status.SHIPPED
    assert there("SELECT shipped_at FROM inventory_item") == [1_714_723_200_000_000]


def test_an_on_order_item_is_received_by_a_later_file(load, there):
    load(stock="UID,Part Number,Serial,Status,Purchase Order\nABCD2345,A,S1,On order,PO-1\n")

    load(stock="UID,Received At\nABCD2345,2024-05-03\n")

    assert status_of(there, "ABCD2345") is Status.AVAILABLE


def test_an_import_cannot_bring_back_what_is_gone(load):
    load(stock="UID,Part Number,Quantity,Status\nABCD2345,A,1,Scrapped\n")

    with pytest.raises(Invalid, match="column Status: It is scrapped here"):
        load(stock="UID,Status\nABCD2345,Available\n")


def test_a_hold_of_another_system_is_made_once_and_stays_released(session, load, there):
    text = "ID,Part,Batch,Quantity,Status\n7,A,L,1,Damaged\n"
    load(stock=text)
    assert there("SELECT source, reason FROM hold") == [("import", "Damaged")]

    assert load(stock=text).change_set is None


def test_holds_are_apart_by_semicolons(load, there):
    load(stock='Part Number,Quantity,Hold Reason\nA,1,bent; see\\; Q-7;"a\\\\b"\n')

    assert there("SELECT reason FROM hold ORDER BY id") == ["bent", "see; Q-7", '"a\\b"']


def test_a_location_that_is_not_available_takes_its_items_along(session, keeper, load, there):
    load(
        stock="UID,Part Number,Quantity,Location\nABCD2345,A,1,Hall/Shelf\n",
    )

    report = load(places="Path,Available\nHall,no\n")

    assert report.changed == {Kind.LOCATIONS: 1}
    assert status_of(there, "ABCD2345") is Status.UNAVAILABLE
    assert items.count(session, keeper, items.ItemFilter()).by_status == {Status.UNAVAILABLE: 1}


def test_a_location_known_by_its_id_is_renamed_with_all_below(load, there):
    load(places="ID,Path,Structural\n1,Hall,False\n2,Hall/Shelf,False\n")

    report = load(places="ID,Path,Structural\n2,House/Hall/Shelf,False\n1,House/Hall,False\n")

    assert there("SELECT path FROM location ORDER BY path_sort") == [
        "House",
        "House / Hall",
        "House / Hall / Shelf",
    ]
    assert report.changed == {Kind.LOCATIONS: 1}
    assert report.unchanged == {Kind.LOCATIONS: 1}


def test_a_location_cannot_be_put_into_itself_or_in_anothers_place(load):
    load(places="ID,Path,Structural\n1,Hall,False\n2,Hall/Shelf,False\n3,Yard,False\n")

    with pytest.raises(Invalid, match="cannot be moved there"):
        load(places="ID,Path,Structural\n1,Hall/Shelf/Hall,False\n")
    with pytest.raises(Invalid, match="cannot be moved there"):
        load(places="ID,Path,Structural\n1,Yard,False\n")


def test_parts_know_their_predecessors_in_any_order(load, there):
    load(parts="Part Number,Revision,Predecessor,Predecessor Revision\nA,C,A,B\nA,B,A,A\nA,A,,\n")

    assert there("SELECT p.revision, b.revision FROM part p JOIN part b ON b.id = p.predecessor_id"
                 " ORDER BY 1") == [("B", "A"), ("C", "B")]  # fmt: skip
    with pytest.raises(Invalid, match="would come before itself"):
        load(parts="Part Number,Revision,Predecessor,Predecessor Revision\nA,A,A,C\n")


def test_a_part_is_changed_where_a_cell_says_so(session, keeper, load):
    load(parts="Part Number,Name,Unit,Cost,Currency,Reorder Min\nA,Angle,m,1.50,EUR,0\n")

    report = load(parts="Part Number,Name,Cost,Archived\na,Bracket,,yes\n")

    part = parts.get(session, keeper, 1)
    assert report.changed == {Kind.PARTS: 1}
    assert (part.part_number, part.name, part.unit, part.cost, part.archived) == (
        "A",
        "Bracket",
        "m",
        "1.5",
        True,
    )
    assert part.reorder_min == "0"


def test_a_part_whose_items_contradict_is_not_changed(load):
    load(parts="Part Number,Unit\nA,m\n", stock="Part Number,Quantity\nA,1.5\n")

    with pytest.raises(Invalid, match=r"parts\.csv, row 2, column Unit: 1 item of A"):
        load(parts="Part Number,Unit\nA,pcs\n")


def test_several_revisions_must_be_told_apart(load):
    load(parts="Part Number,Revision\nA,1\nA,2\n")

    with pytest.raises(Invalid, match=r"column Revision: A has several revisions \(1, 2\)"):
        load(stock="Part Number,Quantity\nA,1\n")
    load(stock="Part Number,Revision,Quantity\nA,2,1\n")


@pytest.mark.parametrize("field", ["Part Number", "Location", "Supplier", "Usage Type"])
def test_nothing_new_is_made_of_what_is_archived(session, keeper, load, field):
    usage_types.archive(session, keeper, 1, archived=True)
    load(parts="Part Number,Archived\nA,true\n")
    load(places="Path,Archived\nHall,true\n")
    load(firms="Name,Archived,Website\nMouser,true,\n")
    cells = {"Part Number": "B", "Location": "Yard", "Supplier": "Arrow", "Usage Type": "Test"}
    archived = dict(zip(cells, ("A", "Hall", "Mouser", "Production"), strict=True))
    cells |= {field: archived[field]}

    with pytest.raises(Invalid, match=f"row 2, column {field}: .* archived"):
        load(stock=f"{','.join(cells)},Quantity\n{','.join(cells.values())},1\n")


def test_a_location_in_use_is_not_archived(load, there):
    load(stock="Part Number,Quantity,Location\nA,1,Hall\n")

    with pytest.raises(Invalid, match=r"row 2, column Archived: 1 item lies in Hall\."):
        load(places="Path,Archived\nHall,true\n")


def test_columns_that_mean_nothing_are_left_out_and_told(load):
    report = load(stock="Part Number,Quantity,Colour,\nA,1,red,\n")

    assert report.left_out == {"stock.csv": ["Colour"]}


def test_a_column_can_be_told_what_it_means_or_to_be_quiet(load, there):
    report = load(
        stock="Artikel,Menge,Farbe\nA,3,red\n",
        options={"mapping": {"Artikel": "part_number", "menge": "Quantity", "Farbe": ""}},
    )

    assert report.left_out == {}
    assert there("SELECT quantity FROM inventory_item") == [3_000_000]
    with pytest.raises(Invalid, match="no file has a column “Zahl”"):
        load(stock="Part Number,Quantity\nA,1\n", options={"mapping": {"Zahl": "Quantity"}})
    with pytest.raises(Invalid, match="there is no field “frob” of items"):
        load(stock="Part Number,Quantity,X\nA,1,\n", options={"mapping": {"X": "frob"}})


def test_what_a_file_holds_is_seen_from_its_columns_its_name_or_said(load):
    with pytest.raises(Invalid, match=r"not clear what things.csv holds"):
        load(things="Name,Description\nMouser,\n")
    load(suppliers="Name,Description\nMouser,\n")
    load(things="Name,Description\nHall,\n", options={"kind": Kind.LOCATIONS})
    with pytest.raises(Invalid, match="has no column Part Number or Part Name or UID"):
        load(things="Name,Description\nHall,\n", options={"kind": Kind.ITEMS})


def test_who_may_not_import_does_not(session, viewer):
    file = FileGiven("stock.csv", b"Part Number,Quantity\nA,1\n")

    for door in (imports.run, imports.plan):
        with pytest.raises(Forbidden):
            door(session, viewer, [file])


def test_a_location_merged_here_is_followed(session, keeper, load, there):
    from ioninv.domain import factory

    load(places="ID,Path,Structural\n1,Hall,False\n2,Yard,False\n")
    factory.merge(session, keeper, 2, 1, reason="one yard")

    report = load(
        places="ID,Path,Structural\n1,Hall,False\n",
        stock="Part Number,Quantity,Location\nA,1,Yard\n",
    )

    assert "locations" not in report.references
    assert there("SELECT location_id FROM inventory_item") == [1]


def test_everything_is_sound_after_all_of_it(session, keeper, load):
    load(
        stock="UID,Part Number,Serial,Quantity,Status,Location,Installed In,Hold Reason\n"
        "ABCD2345,A,S1,,Available,Hall,,\nABCD2346,B,,5,Unavailable,Hall,,wet\n"
        "ABCD2347,C,S1,,Installed,,ABCD2345,\n"
    )
    load(places="Path,Available\nHall,false\n")
    load(stock="UID,Quantity,Lot\nABCD2346,0,L7\n")

    assert [checked for checked in reports.verify(session, keeper) if checked.broken] == []
    assert locations.get(session, keeper, 1).usable is False


def test_two_serials_are_one_only_if_they_are(load, monkeypatch):
    """Even where their hashes are equal, as in a million rows they may be."""
    monkeypatch.setattr("ioninv.domain.imports.items.hash", lambda _: 1, raising=False)

    report = load(stock="Part Number,Serial\nA,S1\nA,S2\n")

    assert report.created == {Kind.ITEMS: 2}
    with pytest.raises(Invalid, match=r"row 3, column Serial: Serial s3 .* already in row 2"):
        load(more="Part Number,Serial\nA,S3\nA,s3\n")


@pytest.mark.parametrize(
    "rows",
    [
        "Site,\nRoom,Site\nShelf,Room\n",
        "Shelf,ROOM\nRoom,site\nSite,\n",
        "Shelf,Site / Room\nRoom,Site\nSite,\n",
    ],
)
def test_a_parent_is_a_path_or_the_row_of_that_name(load, there, rows):
    report = load(places=f"Name,Parent\n{rows}")

    assert report.created == {Kind.LOCATIONS: 3}
    assert there("SELECT path FROM location ORDER BY path") == [
        "Site",
        "Site / Room",
        "Site / Room / Shelf",
    ]
    assert load(places=f"Name,Parent\n{rows}").unchanged == {Kind.LOCATIONS: 3}


def test_a_parent_that_is_there_as_a_path_is_that(load, there, make):
    make.place("Room")

    load(places="Name,Parent\nRoom,Site\nShelf,Room\n")

    assert there("SELECT path FROM location ORDER BY path") == [
        "Room",
        "Room / Shelf",
        "Site",
        "Site / Room",
    ]


def test_a_parent_that_moves_with_the_file_takes_what_names_it_along(load, there):
    load(places="ID,Name,Parent\n1,Site,\n2,Room,\n3,Shelf,Room\n")

    load(places="ID,Name,Parent\n3,Shelf,Room\n2,Room,Site\n1,Site,\n")

    assert there("SELECT path FROM location ORDER BY path") == [
        "Site",
        "Site / Room",
        "Site / Room / Shelf",
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A,\nB,\nRoom,A\nroom,B\nShelf,Room\n", r"row 6, .*rows are called Room \(4, 5\)"),
        ("A,A\n", r"row 2, .*lie in itself: A / A"),
        ("A,B\nB,A\nC,B\n", r"row 2, .*lie in itself: A / B / A"),
        ("A,/\n", r"row 2, .*A name is missing in the path"),
        ("Z,A / B\n" + "".join(f"L{n},L{n + 1}\n" for n in range(30)), r"row 3, .*at most 20"),
        ("/".join("ABCDEFGHIJKL") + "," + "/".join("ABCDEFGHIJKL") + "\n", r"row 2, .*at most 20"),
    ],
)
def test_a_parent_that_cannot_be_is_refused_with_its_column(load, there, rows, said):
    with pytest.raises(Invalid) as refusal:
        load(places=f"Name,Parent\n{rows}")

    first = refusal.value.problems[0].message
    assert re.search(r"places\.csv, " + said.replace(".*", "column Parent: .*", 1), first), first
    assert there("SELECT count(*) FROM location") == [0]


def test_only_the_rows_of_a_cycle_are_refused(load):
    with pytest.raises(Invalid) as refusal:
        load(places="Name,Parent\nA,B\nB,A\nC,B\n")

    assert len(refusal.value.problems) == 2


LINES = "Order,Order Status,Supplier,Part,SKU,Quantity,Received,Unit Price\n"


def test_purchase_lines_link_what_is_here_and_put_the_rest_on_order(session, keeper, load, there):
    load(
        items="Part Number,Quantity,Purchase Order,Status\nNUT,30,P-1,Available\nNUT,20,P-1,On order"
    )
    text = f"{LINES}P-1,Placed,Acme,NUT,N-9,100,30,0.5\nP-1,Placed,Acme,NUT,N-9,7,0,1\n"

    report = load(lines=text)

    assert report.created == {Kind.PURCHASE_LINES: 2}
    assert report.references["supplier parts"] == ["N-9"]
    rows = "SELECT quantity / 1000000, received_at IS NULL, purchase_line_id FROM inventory_item"
    assert there(rows) == [(30, 0, 1), (20, 1, 1), (50, 1, 1), (7, 1, 2)]
    assert load(lines=text).change_set is None
    assert [each for each in reports.verify(session, keeper) if each.broken] == []
    with pytest.raises(Invalid, match=r"row 2, column Quantity: It is 100 here"):
        load(lines=text.replace(",100,", ",90,"))
    with pytest.raises(Invalid, match=r"row 2, column Received: 30 came in here"):
        load(lines=text.replace(",30,", ",31,"))
    with pytest.raises(Invalid, match="P-1 is of another supplier"):
        load(lines=text.replace("Acme", "Bolt"))


def test_what_is_short_of_a_complete_order_is_closed_and_bad_lines_are_told(load, there):
    report = load(lines=f"{LINES}P-1,Complete,Acme,NUT,,10,4,\nP-2,Cancelled,Acme,NUT,,5,,\n")
    assert report.notices == []
    assert there("SELECT cancelled_at IS NOT NULL FROM purchase_line") == [1, 1]
    assert there("SELECT count(*) FROM inventory_item") == [0]
    with pytest.raises(Invalid, match="Status “Lost” is not known"):
        load(lines=f"{LINES}P-3,Lost,Acme,NUT,,10,4,\n")
    with pytest.raises(Invalid, match=r"column Received: .* negative"):
        load(lines=f"{LINES}P-3,Placed,Acme,NUT,,10,-4,\n")


def test_a_file_does_not_change_what_is_bought_behind_its_line(session, load, there):
    load(lines=f"{LINES}P-1,Placed,Acme,NUT,,10,0,\n")
    uid = there("SELECT uid FROM inventory_item")[0]
    with pytest.raises(Invalid, match="change or cancel the purchase line"):
        load(items=f"UID,Quantity\n{uid},9")
    with pytest.raises(Invalid, match="It was bought with P-1"):
        load(items=f"UID,Purchase Order,Quantity\n{uid},P-2,10")
    load(items=f"UID,Status,Quantity\n{uid},Available,10")
    assert there("SELECT received_quantity FROM inventory_item") == [10_000_000]
