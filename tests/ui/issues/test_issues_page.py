"""The Issues page and the dialogs of issues: what a handler takes, what it does, what it says."""

from uuid import uuid4

import pytest

from ioninv.domain import issues, items, parts, undoing
from ioninv.domain.issues import IssueForm
from ioninv.domain.items import ItemForm, Selection
from ioninv.errors import Invalid
from ioninv.ui.issues.acts_state import IssueActsState
from ioninv.ui.issues.comment_state import CommentState
from ioninv.ui.issues.form_state import EditIssueState
from ioninv.ui.issues.list_state import IssuesState
from ioninv.ui.issues.panel_state import IssuePanelState
from ioninv.ui.issues.raise_state import RaiseState
from ioninv.ui.issues.resolve_state import ResolveState
from ioninv.ui.issues.undo_state import IssueUndoState
from ioninv.ui.issues.words import pieces
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.items.selection_state import SelectionState

NASTY = "<img src=x onerror=alert(1)> 100% 🧪"


@pytest.fixture
def gears(screen, furnish) -> list[int]:
    """Six gears, the last on order."""
    ids = furnish(six_gears)
    screen.at("/")
    screen.do(GridState.enter)
    return list(ids)


def six_gears(session, keeper) -> tuple[int, ...]:
    form = parts.PartForm(part_number="GEAR", tracking="serial")
    part = parts.create(session, keeper, form).id
    forms = ItemForm(part, serials="G-01..05"), ItemForm(part, serials="G-06", birth="on_order")
    return tuple(id_ for form in forms for id_ in items.create(session, keeper, form).ids)


@pytest.fixture
def cracked(screen, gears) -> int:
    """ISS-1, which holds the first two gears and the one on order."""
    chosen = Selection(ids=(gears[0], gears[1], gears[5]))
    id_ = screen.store(issues.create, chosen, IssueForm("Cracked flange", holds=True)).id
    screen.at(f"/issues?issue={id_}")
    screen.do(IssuesState.enter)
    show(screen, id_)
    return id_


def show(screen, id_: int) -> IssuePanelState:
    screen.do(IssuePanelState.show, id_)
    return screen.state(IssuePanelState)


def status(screen, id_: int) -> str:
    return screen.store(items.get, id_).row["status"]


def row(screen, id_: int) -> issues.IssueRow:
    return screen.store(issues.get, id_).row


def said(events) -> str:
    return " ".join(str(getattr(event, "args", "")) for event in events)


def raised(screen, **typed: str) -> list:
    form = {
        "target": screen.state(RaiseState).target, "title": "Cracked", "severity": "major",
        "idempotency_key": uuid4().hex,
    }  # fmt: skip
    return screen.do(RaiseState.send, form | typed)


def names(screen) -> list[str]:
    return [each["name"] for each in screen.state(IssuesState).rows]


def test_an_issue_on_two_selected_holds_them_and_is_undone(screen, gears):
    screen.do(SelectionState.pick, gears[:2], True)
    screen.do(RaiseState.start)
    dialog = screen.state(RaiseState)
    assert dialog.title == "Raise issue: 2 items"
    assert [(each["status"], each["count"]) for each in dialog.holding] == [("available", "2")]

    events = raised(screen, holds="on", idempotency_key="once")
    raised(screen, holds="on", idempotency_key="once")

    assert screen.store(issues.issues, issues.IssueFilter()).total == 1
    assert "ISS-1 raised on 2 items." in said(events)
    assert "/issues?issue=1" in said(events)
    assert [status(screen, id_) for id_ in gears[:3]] == ["unavailable", "unavailable", "available"]
    assert screen.state(SelectionState).count == 0
    change = screen.store(issues.timeline, 1)[0].change_set
    assert "Undone." in said(screen.do(IssueUndoState.undo, str(change)))
    assert status(screen, gears[0]) == "available"
    assert row(screen, 1).disposition_label == "Raised by mistake"


def scan(screen, code: str) -> str:
    """As the browser does: the list goes along."""
    screen.do(RaiseState.scan, code, "n1", screen.state(RaiseState).target)
    assert screen.state(RaiseState).answer["nonce"] == "n1"
    return screen.state(RaiseState).answer["said"]


def test_an_issue_is_raised_on_what_is_scanned_and_on_nothing_else(screen, gears):
    screen.at("/issues")
    screen.do(RaiseState.start_scanning)
    dialog = screen.state(RaiseState)
    assert (dialog.title, dialog.scans_first, dialog.chosen) == ("Raise issue", True, [])
    raised(screen)
    assert dialog.errors["items"] == "Scan or type the items that this is about."

    said_ = [scan(screen, code) for code in ("g-01", "]C1G-06", "G-01", "G-99", "GEAR")]
    assert said_ == [
        "G-01 is on the list.",
        "G-06 is on the list.",
        "G-01 is on the list already.",
        "No item is called G-99.",
        "GEAR is a part. Scan one of its items.",
    ]
    scan(screen, "G-02")
    assert [each["label"] for each in dialog.chosen] == ["G-02", "G-06", "G-01"]
    assert dialog.title == "Raise issue: 3 items"
    screen.do(RaiseState.take_off, gears[1], dialog.target)
    raised(screen, waiting="1")
    assert "still looked up" in dialog.errors["items"]
    raised(screen, scan="G-03")
    assert dialog.errors["items"] == "“G-03” is not on the list yet: press Enter after it."

    raised(screen, holds="on")

    (found,) = screen.store(issues.issues, issues.IssueFilter()).rows
    assert {each.id for each in screen.store(issues.get, found.id).items} == {gears[0], gears[5]}
    assert [status(screen, id_) for id_ in (gears[0], gears[5])] == ["unavailable", "on_order"]


def test_of_several_with_one_lot_the_one_that_is_meant_is_chosen(screen, gears):
    part = screen.store(parts.create, parts.PartForm(part_number="RESIN", tracking="lot")).id
    lots = [screen.store(items.create, ItemForm(part_id=part, lot="L-7", quantity="20"))]
    lots += [screen.store(items.create, ItemForm(part_id=part, lot="L-7", quantity="5"))]
    screen.do(RaiseState.start_scanning)

    assert scan(screen, "l7") == "Several items have l7. Choose which."
    dialog = screen.state(RaiseState)
    assert len(dialog.answer["options"]) == 2
    screen.do(RaiseState.put_on, str(lots[0].ids[0]), dialog.target)
    assert (dialog.quantity, dialog.quantity_hint) == (
        "20",
        "of 20 pieces; the rest stays as it is",
    )
    screen.do(RaiseState.put_on, str(gears[0]), dialog.target)
    assert (dialog.quantity, dialog.holding[0]["count"]) == ("", "2")


def test_all_that_match_can_have_an_issue_and_are_told_apart_by_what_holding_does(screen, gears):
    screen.do(GridState.select_all)
    screen.do(RaiseState.start)
    told = {each["status"]: each["says"] for each in screen.state(RaiseState).holding}
    assert told["on_order"] == "marked, and unavailable on arrival."

    raised(screen)

    assert row(screen, 1).items == 6
    assert status(screen, gears[0]) == "available"


def test_every_refusal_of_an_issue_stands_beside_its_field(screen, gears):
    screen.do(PanelState.show, gears[5])
    screen.do(RaiseState.start_here)

    raised(screen, title=" ", assignee_text="Nobody we know")
    state = screen.state(RaiseState)
    assert set(state.errors) == {"assignee"}
    raised(screen, title=" ", severity="awful")
    assert set(state.errors) == {"title", "severity"}
    assert state.open
    assert not state.saving

    raised(screen, title=NASTY, text="**x**", holds="on")
    assert (row(screen, 1).title, status(screen, gears[5])) == (NASTY, "on_order")
    assert not state.open


def test_a_part_of_a_quantity_has_an_issue_once_however_often_it_is_sent(screen):
    part = screen.store(parts.create, parts.PartForm(part_number="SCREW")).id
    (id_,) = screen.store(items.create, ItemForm(part_id=part, quantity="10")).ids
    screen.at("/")
    screen.do(PanelState.show, id_)
    screen.do(RaiseState.start_here)
    assert screen.state(RaiseState).quantity == "10"

    for _ in range(2):
        raised(screen, quantity="3", idempotency_key="once")

    assert screen.store(items.get, id_).row["quantity"] == "7"
    assert screen.store(issues.issues, issues.IssueFilter()).total == 1


def test_the_panel_tells_what_an_issue_holds_and_where(screen, gears, cracked):
    panel = screen.state(IssuePanelState)

    assert (panel.name, panel.title, panel.why_lead) == (
        "ISS-1",
        "Cracked flange",
        "Holds 3 items.",
    )
    assert [each["label"] for each in panel.items] == ["G-01", "G-02", "G-06"]
    assert all(each["held"] for each in panel.items)
    assert panel.timeline[0]["can_undo"]
    screen.do(IssuePanelState.show, 99)
    assert "no such issue" in screen.state(IssuePanelState).missing


def test_cards_move_through_the_states_and_resolving_asks(screen, gears, cracked):
    screen.do(IssueActsState.move, cracked, "in_progress")
    assert row(screen, cracked).state == "in_progress"
    events = screen.do(IssueActsState.move, cracked, "open")
    assert "ISS-1: open again." in said(events)
    change = screen.store(issues.timeline, cracked)[0].change_set
    screen.do(IssueUndoState.undo, str(change))
    assert row(screen, cracked).state == "in_progress"
    assert screen.do(IssueActsState.move, cracked, "in_progress") == []

    events = screen.do(IssueActsState.move, cracked, "resolved")
    assert row(screen, cracked).state == "in_progress"
    assert "ask" in str(events[0].handler.fn)

    screen.store(issues.resolve, cracked, "use_as_is")
    assert status(screen, gears[0]) == "available"
    events = screen.do(IssueActsState.move, cracked, "in_progress")
    assert "reopened, and holds its items again" in said(events)
    assert (row(screen, cracked).state, status(screen, gears[0])) == ("in_progress", "unavailable")


def test_resolving_tells_beforehand_what_it_then_does(screen, gears, cracked):
    screen.do(ResolveState.ask, cracked)
    dialog = screen.state(ResolveState)
    screen.do(ResolveState.weigh, "scrap")
    assert dialog.danger
    assert dialog.says[:2] == [
        "2 items: scrapped, with the reason.",
        "1 item: cannot be done with yet, and stays on the issue, on hold.",
    ]
    assert "G-06" in dialog.says[2]
    assert status(screen, gears[0]) == "unavailable"

    screen.do(ResolveState.resolve, {"issue": str(cracked), "disposition": ""})
    assert dialog.errors == {"disposition": "Choose what is done with the items."}
    form = {"issue": str(cracked), "disposition": "scrap", "reason": "", "idempotency_key": "k"}
    events = screen.do(ResolveState.resolve, form)

    assert "ISS-1: scrap for 2 items. 1 item left on it." in said(events)
    assert [status(screen, gears[n]) for n in (0, 1, 5)] == ["scrapped", "scrapped", "on_order"]
    assert show(screen, cracked).why_lead.startswith("Scrap: 2 done.")

    screen.do(ResolveState.ask, cracked)
    screen.do(ResolveState.weigh, "use_as_is")
    assert dialog.says == ["1 item: held by this issue no more."]
    assert "ISS-1 resolved" in said(
        screen.do(ResolveState.resolve, form | {"disposition": "use_as_is", "idempotency_key": "l"})
    )


def test_items_come_on_and_are_taken_off(screen, gears, cracked):
    screen.do(IssueActsState.find_items, "G-03")
    (option, _) = screen.state(IssueActsState).item_options
    events = screen.do(IssueActsState.add_item, option["value"])
    assert "Put on ISS-1." in said(events)
    assert status(screen, gears[2]) == "unavailable"
    assert "already" in said(screen.do(IssueActsState.add_item, option["value"]))

    screen.do(IssueActsState.remove_item, gears[2])
    assert (status(screen, gears[2]), row(screen, cracked).items) == ("available", 3)


def test_somebody_cares_for_it_and_what_is_mine_is_found(screen, cracked):
    screen.do(IssuePanelState.find_assignees, "kee")
    (keeper, _) = screen.state(IssuePanelState).assignee_options
    assert "given to keeper" in said(screen.do(IssueActsState.assign, keeper["value"]))
    screen.do(IssuesState.show_mine, True)
    assert names(screen) == ["ISS-1"]
    show(screen, cracked)
    assert "nobody" in said(screen.do(IssueActsState.assign, ""))
    screen.do(IssuesState.refresh)
    assert names(screen) == []
    assert screen.state(IssuesState).is_filtered


def test_comments_show_whom_they_mention_and_are_changed_by_their_author(screen, cracked):
    text = "Ask @Keeper, <b>not</b> @nobody"
    form = {"issue": str(cracked), "text": text, "idempotency_key": "c"}
    for _ in range(2):
        screen.do(CommentState.say, form)
    (comment,) = show(screen, cracked).comments
    told = [(each["text"], each["mention"]) for each in comment["pieces"]]
    assert told == [("Ask ", False), ("@Keeper", True), (", <b>not</b> @nobody", False)]
    assert comment["own"]
    assert screen.state(CommentState).round == 2

    screen.do(CommentState.edit, comment["id"])
    change = {"comment": str(comment["id"]), "version": "1", "text": " ", "idempotency_key": "e"}
    screen.do(CommentState.save, change)
    assert screen.state(CommentState).edit_problem == "Write something first."
    screen.do(CommentState.save, change | {"text": "Done."})
    (comment,) = show(screen, cracked).comments
    assert (comment["text"], comment["edited"]) == ("Done.", True)
    assert screen.state(CommentState).editing == 0


def test_pieces_lose_nothing_and_the_longest_name_wins():
    found = pieces("@Ann Lee and @Ann, @annabel", ["Ann", "Ann Lee"])
    assert "".join(each["text"] for each in found) == "@Ann Lee and @Ann, @annabel"
    assert [each["text"] for each in found if each["mention"]] == ["@Ann Lee", "@Ann"]


def test_the_second_of_two_editors_is_told_and_switching_off_the_hold_frees(screen, gears, cracked):
    screen.do(EditIssueState.start, cracked)
    state = screen.state(EditIssueState)
    form = {**state.values, "id": str(cracked), "version": str(state.version), "began": state.began}
    screen.store(issues.edit, cracked, IssueForm("Cracked flange", severity="critical", holds=True))
    mine = form | {"text": "Both ends", "holds": "", "idempotency_key": "m"}

    screen.do(EditIssueState.save, mine)
    assert state.open
    assert "meanwhile" in state.problem
    assert "critical" in state.hints["severity"]
    screen.do(EditIssueState.save, mine)

    assert not state.open
    assert (row(screen, cracked).severity, row(screen, cracked).holds) == ("critical", False)
    assert status(screen, gears[0]) == "available"


def test_the_address_holds_the_list_and_the_board(screen, gears, cracked):
    for number in range(3):
        form = IssueForm(f"Scratch {number}", severity="minor")
        screen.store(issues.create, Selection(ids=(gears[3],)), form)
    screen.store(issues.start, 2)
    screen.at("/issues?q=scratch&severity=minor&state=open&sort=title&view=list")
    screen.do(IssuesState.enter)
    state = screen.state(IssuesState)
    assert names(screen) == ["ISS-3", "ISS-4"]
    assert {each["value"]: each["count"] for each in state.chips} == {
        "open": "2", "in_progress": "1", "resolved": "0",
    }  # fmt: skip

    events = screen.do(IssuesState.choose_view, "board")
    assert "view=board" in said(events)
    assert [each["name"] for each in state.open_cards] == ["ISS-4", "ISS-3"]
    assert [each["name"] for each in state.progress_cards] == ["ISS-2"]
    assert state.resolved_cards == []
    screen.do(IssuesState.clear_filters)
    assert state.open_cards[0]["name"] == "ISS-1"
    screen.do(IssuesState.choose_view, "list")
    assert len(names(screen)) == 4
    assert state.issue_count == "4"


@pytest.mark.parametrize(
    "query", ["view=x", "state=lost", "severity=1", "assignee=x", "sort=a;b", "page=0", "issue=-1"]
)
def test_an_address_that_cannot_be_read_shows_everything(screen, cracked, query):
    screen.at(f"/issues?{query}")
    screen.do(IssuesState.enter)
    assert names(screen) == ["ISS-1"]


@pytest.mark.parametrize("value", ["x", -1, 1.5, None, {}, [1], "9" * 40])
def test_nonsense_is_refused_by_every_handler(screen, cracked, value):
    for handler, given in (
        (IssuesState.open_row, (value,)), (IssuesState.show_mine, (value,)),
        (IssueActsState.move, (cracked, value)), (IssueActsState.move, (value, "open")),
        (IssueActsState.add_item, (value,)), (IssueActsState.remove_item, (value,)),
        (ResolveState.ask, (value,)), (CommentState.edit, (value,)),
        (EditIssueState.start, (value,)), (IssueUndoState.undo, (value,)),
        (RaiseState.start_on, ([value],)), (RaiseState.take_off, (value, "")),
        (RaiseState.put_on, (value, "")), (RaiseState.scan, ("G-01", "n" * 99, value)),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            screen.do(handler, *given)
    screen.do(RaiseState.scan, "G-01", "n", value)
    assert screen.state(RaiseState).answer["tone"] == "bad"
    for handler in (RaiseState.send, EditIssueState.save, ResolveState.resolve, CommentState.say):
        screen.do(handler, value)
        told = screen.state(handler.state)
        assert told.problem or told.errors


def test_the_grid_counts_open_issues_filters_by_them_and_the_panel_names_them(
    screen, gears, cracked
):
    screen.at("/")
    screen.do(GridState.enter)
    counts = {each["id"]: each["issues"] for each in screen.state(GridState).rows}
    assert [counts[id_] for id_ in gears] == [1, 1, 0, 0, 0, 1]

    screen.do(GridState.filter_by, "issues", "open")
    grid = screen.state(GridState)
    assert {each["id"] for each in grid.rows} == {gears[0], gears[1], gears[5]}
    assert [(each["title"], each["value"]) for each in grid.conditions] == [("Issues", "open")]
    screen.do(GridState.filter_by, "issues", "")
    assert not grid.with_issues

    screen.do(PanelState.show, gears[0])
    (issue,) = screen.state(PanelState).issues
    assert (issue["name"], issue["said"], issue["holds"]) == ("ISS-1", "Open", True)
    screen.store(issues.resolve, cracked, "use_as_is")
    screen.do(PanelState.show, gears[0])
    (issue,) = screen.state(PanelState).issues
    assert (issue["said"], issue["holds"]) == ("Use as is", False)


def test_what_stands_against_an_undo_is_said(screen, gears, cracked):
    change = screen.store(issues.timeline, cracked)[0].change_set
    screen.store(issues.start, cracked)
    assert screen.store(undoing.what_stands_against, change)
    assert "Not undone." in said(screen.do(IssueUndoState.undo, str(change)))
