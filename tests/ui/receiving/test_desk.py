"""The receiving desk: what a scan is answered, what a round books, and what is refused."""

import json

import pytest

from ioninv.domain import locations, parts, purchasing, suppliers
from ioninv.domain.purchasing import LineForm, OrderForm
from ioninv.domain.suppliers import SupplierForm
from ioninv.errors import Invalid
from ioninv.ui.issues.raise_state import RaiseState
from ioninv.ui.receiving.booking import MOST_SCANS, read_round
from ioninv.ui.receiving.desk_state import DeskState


@pytest.fixture
def order(screen, furnish) -> int:
    """Five brackets, three of them with expected serials, and a thousand screws."""
    made = furnish(bought)
    screen.at(f"/receive?order={made}")
    screen.do(DeskState.enter)
    return made


def bought(session, keeper) -> int:
    supplier = suppliers.create(session, keeper, SupplierForm(name="Acme")).id
    made = purchasing.create(session, keeper, OrderForm(supplier_id=supplier)).id
    form = parts.PartForm(part_number="BRKT-001", tracking="serial")
    bracket = parts.create(session, keeper, form).id
    screw = parts.create(session, keeper, parts.PartForm(part_number="M3x10")).id
    purchasing.add_line(session, keeper, made, LineForm(bracket, "5", serials="S-1..3"))
    purchasing.add_line(session, keeper, made, LineForm(screw, "1000"))
    purchasing.place(session, keeper, made)
    return made


def scan(screen, code: str) -> dict:
    screen.do(DeskState.scan, code, "n1")
    answer = screen.state(DeskState).answer
    assert answer["nonce"] == "n1"
    return answer


def entry(answer: dict, **changed) -> dict:
    names = ("line", "mode", "code", "item", "quantity")
    return {name: answer[name] for name in names} | changed


def payload(order: int, scans: list[dict], places: dict | None = None, **more) -> str:
    given = {"order": order, "key": "k1", "confirmed": False, "scans": scans}
    return json.dumps(given | {"places": places or {}} | more)


def states(screen, order: int) -> dict[str, list]:
    detail = screen.store(purchasing.get, order)
    return {line.part: [line.received, line.open] for line in detail.lines}


def test_scans_are_answered_booked_in_one_act_and_undone(screen, order):
    desk = screen.state(DeskState)
    assert (desk.number, desk.said) == ("PO-0001", "Acme · 2 of 2 lines have still to come")
    found, new, screws = scan(screen, "s-2"), scan(screen, "]C1X-9"), scan(screen, "m3X10")
    assert (found["mode"], new["mode"], screws["mode"]) == ("item", "serial", "units")
    assert (new["code"], new["word"], new["tone"]) == ("X-9", "New serial", "good")
    shelf = screen.store(locations.create_path, "Hall / Shelf").id

    events = screen.do(
        DeskState.book,
        payload(
            order,
            [entry(found), entry(new), entry(screws, quantity="250")],
            {str(screws["line"]): {"lot": "L-7", "location": str(shelf), "typed": "Hall / Shelf"}},
        ),
    )

    assert desk.booked == "k1"
    assert states(screen, order) == {"BRKT-001": ["2", "3"], "M3x10": ["250", "750"]}
    came = [item for item in screen.store(purchasing.get, order).items if item.lot]
    assert [(item.quantity, item.place, item.status) for item in came] == [
        ("250", "Hall / Shelf", "available")
    ]
    told = str(events[-1].args)
    assert "252 units received on PO-0001." in told
    assert scan(screen, "S-2")["word"] == "Already in"
    (receipt,) = {each.change_set for each in screen.store(purchasing.timeline, order)[:2]}
    screen.do(DeskState.undo, str(receipt))
    assert states(screen, order) == {"BRKT-001": ["0", "5"], "M3x10": ["0", "1000"]}


def test_what_is_not_expected_is_decided_by_the_person(screen, order):
    bracket = next(line for line in screen.state(DeskState).lines if line["part"] == "BRKT-001")
    rest = [entry(scan(screen, code)) for code in ("A-1", "A-2")]
    screen.do(DeskState.book, payload(order, rest))
    answer = scan(screen, "ODD-1")
    assert (answer["mode"], answer["tone"], answer["word"]) == ("decide", "bad", "Not expected")
    instead = [each for each in answer["options"] if each["mode"] == "instead"]
    assert [each["label"] for each in instead] == [
        f"BRKT-001 S-{number}, line 1" for number in (1, 2, 3)
    ]

    taken = entry(answer, mode="instead", item=instead[0]["item"], line=bracket["id"])
    screen.do(DeskState.book, payload(order, [taken], key="k2"))
    extra = entry(scan(screen, "ODD-2"), mode="extra", line=bracket["id"])
    screen.do(DeskState.book, payload(order, [extra], key="k3"))

    serials = {i.serial: i.status for i in screen.store(purchasing.get, order).items if i.serial}
    assert "S-1" not in serials
    assert serials["ODD-1"] == serials["ODD-2"] == "available"
    assert states(screen, order)["BRKT-001"] == ["4", "2"]


def test_more_than_was_ordered_is_asked_for_first(screen, order):
    screws = entry(scan(screen, "M3x10"), quantity="1010")
    screen.do(DeskState.book, payload(order, [screws]))
    desk = screen.state(DeskState)
    assert desk.beyond["said"] == [
        "M3x10: 1,010 are counted, 1,000 have still to come. 10 would come in as extra."
    ]
    assert states(screen, order)["M3x10"] == ["0", "1000"]

    screen.do(DeskState.book, payload(order, [screws], confirmed=True))

    assert states(screen, order)["M3x10"] == ["1010", "0"]
    assert desk.booked == "k1"


def test_a_refused_round_says_why_and_books_nothing(screen, order):
    known, desk = scan(screen, "S-1"), screen.state(DeskState)
    screen.do(DeskState.book, payload(order, [entry(known)]))
    both = [entry(known), entry(scan(screen, "S-2"))]

    screen.do(DeskState.book, payload(order, both, key="k2"))
    assert desk.refused == {"key": "k2", "said": "S-1 is received already."}
    assert (desk.booked, desk.saving) == ("k1", False)
    typed = {str(known["line"]): {"lot": "", "location": "", "typed": "Nowhere"}}
    screen.do(DeskState.book, payload(order, both[1:], typed, key="k3"))
    assert "no location “Nowhere”" in desk.refused["said"]
    assert states(screen, order)["BRKT-001"] == ["1", "4"]
    # The answer was lost, and the round is sent again: it counts once.
    screen.do(DeskState.book, payload(order, [entry(known)]))
    assert states(screen, order)["BRKT-001"] == ["1", "4"]


def test_an_issue_is_raised_from_the_desk_on_what_has_not_arrived_and_on_what_has(screen, order):
    expected, new = scan(screen, "S-1"), scan(screen, "X-9")
    assert (new["about"], scan(screen, "nobody")["about"]) == (0, 0)
    (event,) = screen.do(DeskState.raise_on, expected["about"])
    screen.do(RaiseState.start_on, [expected["about"]])
    dialog = screen.state(RaiseState)
    assert "start_on" in str(event.handler.fn)
    assert (dialog.title, dialog.chosen[0]["status"]) == ("Raise issue: S-1", "on_order")

    screen.do(DeskState.book, payload(order, [entry(expected), entry(new)]))
    assert scan(screen, "X-9")["about"]
    screws = next(line for line in screen.state(DeskState).lines if line["part"] == "M3x10")
    line = expected["line"]
    assert len(screen.do(DeskState.raise_on_line, line)[0].args) == 1
    ids = [i.id for i in screen.store(purchasing.get, order).items if i.line_id == line]
    screen.do(RaiseState.start_on, ids)
    assert [each["count"] for each in dialog.holding] == ["2", "3"]
    assert screws["id"] != line


def test_all_of_it_comes_in_with_the_lots_that_were_given(screen, order):
    resin = screen.store(
        parts.create, parts.PartForm(part_number="RESIN", tracking="lot", unit="kg")
    ).id
    line = screen.store(purchasing.add_line, order, LineForm(resin, "2.5")).id
    screen.do(DeskState.book_all, payload(order, []))
    desk = screen.state(DeskState)
    assert "give the lot" in desk.refused["said"]

    screen.do(DeskState.book_all, payload(order, [], {str(line): {"lot": "R-1"}}, key="k2"))

    assert desk.booked == "k2"
    assert {open_ for _, open_ in states(screen, order).values()} == {"0"}
    assert desk.said.endswith("All of it came in")


def test_no_scan_stays_without_an_answer(screen, order):
    for code, said in (
        ("x" * 10_000, "10,000 characters"),
        ("—–_ -", "Scan or type"),
        ("A1..2", "several serials"),
        ("A9..2", "counts backwards"),
        ("x" * 150, "too long"),
    ):
        answer = scan(screen, code)
        assert (answer["mode"], answer["tone"]) == ("nothing", "bad")
        assert said in answer["sentence"]
        assert len(answer["code"]) <= 200


def test_marks_of_scanners_and_unseen_characters_are_cut(screen, order):
    assert scan(screen, "]d2S\x1d-1\x00\u200b\r")["code"] == "S-1"
    assert scan(screen, "<img src=x onerror=alert(1)>")["tone"] == "good"
    assert scan(screen, "🔩-1")["code"] == "🔩-1"


def test_without_an_order_it_is_found_by_number_uid_or_serial(screen, order):
    screen.at("/receive")
    screen.do(DeskState.enter)
    desk = screen.state(DeskState)
    assert [(each["number"], each["open"]) for each in desk.orders] == [("PO-0001", "2 of 2 lines")]
    uid = screen.store(purchasing.get, order).items[-1].uid
    for code in ("po-0001", "s-3", uid.lower()):
        (went,) = screen.do(DeskState.choose, code, "n")
        assert f"/receive?order={order}" in str(went.args)
    screen.do(DeskState.choose, "nothing", "n")
    assert desk.found == "No order is found by “nothing”."
    screen.at("/receive?order=99")
    screen.do(DeskState.enter)
    assert "no such purchase order" in desk.missing
    assert desk.orders


def test_a_code_of_another_order_leads_there(screen, order):
    supplier = screen.store(suppliers.create, SupplierForm(name="Other")).id
    other = screen.store(purchasing.create, OrderForm(supplier_id=supplier)).id
    gear = screen.store(parts.create, parts.PartForm(part_number="GEAR", tracking="serial")).id
    screen.store(purchasing.add_line, other, LineForm(gear, "1", serials="G-1"))

    answer = scan(screen, "G-1")

    assert (answer["word"], answer["go"]) == ("Other order", f"/receive?order={other}")


@pytest.mark.parametrize(
    "given",
    [
        None,
        "[]",
        "{}",
        '{"scans": [1], "places": {}}',
        '{"scans": [{"line": 1, "mode": "drop"}], "places": {}}',
        '{"scans": [{"line": 1, "mode": "instead", "code": "x"}], "places": {}}',
        '{"scans": [], "places": {"x": {}}, "order": 1, "key": "", "confirmed": false}',
        json.dumps({"scans": [{}] * (MOST_SCANS + 1), "places": {}}),
    ],
)
def test_a_round_that_nobody_scanned_is_refused(given):
    with pytest.raises(Invalid):
        read_round(given)


def test_a_location_is_made_at_the_desk(screen, order):
    screen.do(DeskState.create_location, "1", "Hall 9 / Bin")
    made = screen.state(DeskState).made
    assert (made["line"], made["text"]) == ("1", "Hall 9 / Bin")
    screen.do(DeskState.find_locations, "bin")
    assert screen.state(DeskState).locations[0]["text"] == "Hall 9 / Bin"
