"""Issues from raising to resolving, and what they do to their items."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from ioninv.domain import exports, history, issues, items, undoing
from ioninv.domain.issues import IssueFilter, IssueForm
from ioninv.domain.items import ItemFilter, ItemSort, PageRequest, Selection
from ioninv.errors import Conflict, Forbidden, Invalid, NotFound
from ioninv.vocabulary import Entity, IssueState, Role, Status

CRACK = IssueForm(title="Cracked flange", text="Seen at receipt", severity="critical", holds=True)
pytestmark = pytest.mark.usefixtures("sound")


def test_an_issue_on_items_in_any_status_holds_them_and_says_so(
    session, keeper, bracket, make, pick, held, status_of
):
    here, ordered = (
        make.item(bracket, serial="S-1"),
        make.item(bracket, serial="S-2", on_order=True),
    )

    issue = issues.create(session, keeper, pick(here, ordered), CRACK, key="k")

    assert (issue.name, issue.severity_label, issue.state_label) == ("ISS-1", "Critical", "Open")
    assert (issue.items, issue.open_items, issue.raised_by) == (2, 2, "keeper")
    assert status_of(here) is Status.UNAVAILABLE
    assert status_of(ordered) is Status.ON_ORDER
    assert held(ordered) == ("ISS-1: Cracked flange",)
    item = items.get(session, keeper, here)
    assert item.why_lead == "On hold: ISS-1: Cracked flange"
    assert (item.issues[0].name, item.issues[0].holds, item.row["issues"]) == ("ISS-1", True, 1)
    assert "Issue ISS-1 raised: Cracked flange" in [told.headline for told in item.timeline]
    assert issues.create(session, keeper, pick(here, ordered), CRACK, key="k") == issue
    with pytest.raises(Conflict, match="no hold that can be released by hand"):
        items.release(session, keeper, pick(here))


def test_releasing_one_issue_frees_nothing_that_another_holds(
    session, keeper, bracket, make, pick, held
):
    item = make.item(bracket, serial="S-1")
    first = issues.create(session, keeper, pick(item), CRACK)
    issues.create(session, keeper, pick(item), replace(CRACK, title="Wrong coating"))
    items.hold(session, keeper, pick(item), "audit")

    issues.resolve(session, keeper, first.id, "use_as_is")

    assert held(item) == ("ISS-2: Wrong coating", "audit")
    assert items.release(session, keeper, pick(item)).notes == (
        "S-1 is still on hold: ISS-2: Wrong coating",
    )


def test_editing_an_issue_changes_its_holds_with_it(session, keeper, bracket, make, pick, held):
    item = make.item(bracket, serial="S-1")
    quiet = issues.create(session, keeper, pick(item), replace(CRACK, holds=False))
    assert held(item) == ()

    holding = issues.edit(session, keeper, quiet.id, CRACK, quiet.version)
    assert held(item) == ("ISS-1: Cracked flange",)
    issues.edit(session, keeper, quiet.id, replace(CRACK, title="Bent"), holding.version)
    assert held(item) == ("ISS-1: Bent",)
    with pytest.raises(Conflict, match="keeper changed ISS-1 meanwhile"):
        issues.edit(session, keeper, quiet.id, CRACK, quiet.version)
    issues.edit(session, keeper, quiet.id, IssueForm(title="Bent"))

    assert held(item) == ()
    undoing.undo(session, keeper, history.latest(session))
    assert held(item) == ("ISS-1: Bent",)


def test_scrapping_leaves_on_the_issue_and_on_hold_what_cannot_be_scrapped(
    session, keeper, bracket, make, pick, held, status_of
):
    loose, ordered, top, inside, shipped = (
        make.item(bracket, serial=f"S-{n}", on_order=n == 2) for n in range(1, 6)
    )
    items.install(session, keeper, pick(inside), top)
    items.ship(session, keeper, pick(shipped), "Customer")
    issue = issues.create(session, keeper, pick(loose, ordered, inside, shipped), CRACK)

    done = issues.resolve(session, keeper, issue.id, "scrap", "beyond repair", key="k")

    assert set(done.ids) == {loose, shipped}
    assert done.notes == (
        "S-2 is on order. Receive it first.",
        "S-4 is installed in S-3. Remove it first.",
        "S-5 is shipped to Customer.",
    )
    assert status_of(loose) is Status.SCRAPPED
    assert held(inside) == held(ordered) == ("ISS-1: Cracked flange",)
    row = issues.get(session, keeper, issue.id).row
    assert (row.state, row.disposition_label, row.open_items) == ("in_progress", "Scrap", 2)
    assert issues.resolve(session, keeper, issue.id, "scrap", "beyond repair", key="k").repeated
    headlines = [told.headline for told in items.get(session, keeper, loose).timeline]
    assert {"Scrapped: beyond repair", "Issue ISS-1 resolved (scrap)"} <= set(headlines)

    items.remove(session, keeper, pick(inside), make.place("Bench"))
    items.receive(session, keeper, pick(ordered))
    issues.resolve(session, keeper, issue.id, "scrap")
    assert status_of(inside) is status_of(ordered) is Status.SCRAPPED
    assert issues.get(session, keeper, issue.id).row.state == "resolved"
    with pytest.raises(Conflict, match="ISS-1 is resolved"):
        issues.resolve(session, keeper, issue.id, "scrap")


def test_returning_ships_to_the_supplier_and_reworking_starts_work(
    session, keeper, bracket, make, pick, status_of
):
    acme, quarantine = make.supplier("Acme"), make.place("Quarantine")
    bought = make.item(bracket, serial="S-1", supplier_id=acme, location_id=quarantine)
    unknown, here = make.item(bracket, serial="S-2"), make.item(bracket, serial="S-3")
    back = issues.create(session, keeper, pick(bought, unknown), CRACK)
    again = issues.create(session, keeper, pick(here), CRACK)

    returned = issues.resolve(session, keeper, back.id, "return")
    issues.resolve(session, keeper, again.id, "rework")

    assert returned.notes == ("S-2 has no supplier. Give it one, or ship it by hand.",)
    assert items.get(session, keeper, bought).shipped_to == "Acme"
    assert status_of(unknown) is Status.UNAVAILABLE
    assert status_of(here) is Status.IN_PROGRESS
    assert items.get(session, keeper, here).why_rest.startswith("for work order ISS-2")


def test_what_is_inside_something_that_leaves_goes_along_and_stays_inside(
    session, keeper, bracket, make, pick, held, status_of
):
    acme, bench = make.supplier("Acme"), make.place("Bench")
    top, middle, deep, other = (
        make.item(bracket, serial=f"S-{n}", supplier_id=acme if n == 1 else None)
        for n in range(1, 5)
    )
    items.install(session, keeper, pick(middle), top)
    items.install(session, keeper, pick(deep), middle)
    issue = issues.create(session, keeper, pick(top, deep), CRACK)
    bent = issues.create(session, keeper, pick(deep), replace(CRACK, title="Bent"))

    foreseen = issues.foresee(session, keeper, issue.id, "return")
    assert (foreseen.changed, foreseen.freed, foreseen.left) == (1, 1, 0)
    assert foreseen.notes == ("S-3 goes along in S-1.",)
    assert foreseen.others == ("1 of them is on ISS-2 too, which stays open: Bent",)
    returned = issues.resolve(session, keeper, issue.id, "return")

    assert issues.get(session, keeper, issue.id).row.state == "resolved"
    assert (status_of(top), status_of(deep)) == (Status.SHIPPED, Status.INSTALLED)
    assert held(deep) == ("ISS-2: Bent",)
    for inside in (middle, deep):
        with pytest.raises(Conflict, match=r"left the house in S-1\. Take that back first"):
            items.remove(session, keeper, pick(inside), bench)
    with pytest.raises(Conflict, match="S-2 left the house in S-1"):
        items.install(session, keeper, pick(other), middle)

    undoing.undo(session, keeper, returned.change_set)
    issues.resolve(session, keeper, bent.id, "use_as_is")
    scrapped = issues.resolve(session, keeper, issue.id, "scrap")
    assert scrapped.notes == ("S-3 goes along in S-1.",)
    assert status_of(top) is status_of(deep) is Status.SCRAPPED
    assert status_of(middle) is Status.INSTALLED
    with pytest.raises(Conflict, match="S-3 is scrapped"):
        items.remove(session, keeper, pick(deep), bench)
    undoing.undo(session, keeper, scrapped.change_set)
    assert status_of(deep) is Status.INSTALLED


def test_what_was_installed_is_not_taken_out_by_undo_once_it_left_the_house(
    session, keeper, bracket, make, pick, status_of
):
    top, inside = make.item(bracket, serial="S-1"), make.item(bracket, serial="S-2")
    installed = items.install(session, keeper, pick(inside), top)
    shipped = items.ship(session, keeper, pick(top), "Customer")

    with pytest.raises(Conflict, match="S-2 left the house in S-1"):
        undoing.undo(session, keeper, installed.change_set)
    undoing.undo(session, keeper, shipped.change_set)
    undoing.undo(session, keeper, installed.change_set)
    assert status_of(inside) is Status.AVAILABLE


def test_reopening_what_somebody_is_at_already_is_one_change_and_one_undo(
    session, keeper, bracket, make, pick
):
    here, gone = make.item(bracket, serial="S-1"), make.item(bracket, serial="S-2")
    issue = issues.create(session, keeper, pick(here, gone), CRACK)
    issues.resolve(session, keeper, issue.id, "use_as_is")
    items.scrap(session, keeper, pick(gone), "worn")

    row = issues.reopen(session, keeper, issue.id, started=True, key="k")
    assert issues.reopen(session, keeper, issue.id, started=True, key="k") == row

    assert row.state == "in_progress"
    detail = issues.get(session, keeper, issue.id)
    assert [(item.label, item.held) for item in detail.items] == [("S-1", True), ("S-2", False)]
    told = issues.timeline(session, keeper, issue.id)[0]
    assert told.headline == "Reopened, in progress"
    undoing.undo(session, keeper, told.change_set)
    assert issues.get(session, keeper, issue.id).row.state == "resolved"


def test_what_is_scrapped_is_not_called_held(session, keeper, bracket, make, pick):
    item = make.item(bracket, serial="S-1")
    issue = issues.create(session, keeper, pick(item), CRACK)

    items.scrap(session, keeper, pick(item), "worn")
    assert not issues.get(session, keeper, issue.id).items[0].held
    assert not items.get(session, keeper, item).row["held"]

    items.restore(session, keeper, pick(item))
    assert issues.get(session, keeper, issue.id).items[0].held


def test_resolving_is_undone_with_everything_it_did_and_done_again(
    session, keeper, bracket, make, pick, held, status_of
):
    item = make.item(bracket, serial="S-1")
    issue = issues.create(session, keeper, pick(item), CRACK)
    scrapped = issues.resolve(session, keeper, issue.id, "scrap")

    undone = undoing.undo(session, keeper, scrapped.change_set)

    assert status_of(item) is Status.UNAVAILABLE
    assert held(item) == ("ISS-1: Cracked flange",)
    assert issues.get(session, keeper, issue.id).row.state == "open"
    undoing.undo(session, keeper, undone.change_set)
    assert status_of(item) is Status.SCRAPPED
    assert issues.get(session, keeper, issue.id).row.disposition == "scrap"
    issues.reopen(session, keeper, issue.id)
    items.restore(session, keeper, pick(item))
    assert status_of(item) is Status.UNAVAILABLE


def test_what_was_raised_by_mistake_is_withdrawn_unless_something_came_of_it(
    session, keeper, bracket, make, pick, held
):
    item, other = make.item(bracket, serial="S-1"), make.item(bracket, serial="S-2")
    issue = issues.create(session, keeper, pick(item), CRACK)
    raised = history.latest(session)

    issues.add_items(session, keeper, issue.id, pick(other))
    with pytest.raises(Conflict, match="ISS-1 has other items now"):
        undoing.undo(session, keeper, raised)
    issues.remove_items(session, keeper, issue.id, pick(other))
    taken_off = history.latest(session)
    undoing.undo(session, keeper, raised)

    row = issues.get(session, keeper, issue.id).row
    assert (row.state, row.disposition_label, row.items) == ("resolved", "Raised by mistake", 0)
    assert held(item) == held(other) == ()
    assert items.get(session, keeper, item).issues == ()
    with pytest.raises(Conflict, match="ISS-1 is resolved now"):
        undoing.undo(session, keeper, taken_off)
    assert issues.timeline(session, keeper, issue.id)[0].headline == "Raised by mistake"


def test_a_part_of_a_held_item_stays_on_the_issue_wherever_it_goes(
    session, keeper, make, pick, held
):
    item = make.item(make.part("NUT"), quantity=10)
    issue = issues.create(session, keeper, pick(item, quantity="4"), CRACK)
    (four,) = issues.get(session, keeper, issue.id).items
    assert (four.quantity, held(item)) == ("4", ())

    split = items.split(session, keeper, four.id, ["1"])
    (one,) = split.split_ids

    assert held(one) == ("ISS-1: Cracked flange",)
    assert {each.id for each in issues.get(session, keeper, issue.id).items} == {four.id, one}
    with pytest.raises(Conflict, match="is on hold"):
        items.merge(session, keeper, [one, four.id], four.id)
    undoing.undo(session, keeper, split.change_set)
    assert issues.get(session, keeper, issue.id).row.items == 1
    assert held(one) == ()


def test_items_with_open_issues_are_not_merged(session, keeper, make, pick):
    nut = make.part("NUT")
    one, two = make.item(nut, quantity=10), make.item(nut, quantity=10)
    issues.create(session, keeper, pick(one), IssueForm(title="Odd"))

    with pytest.raises(Conflict, match="has an open issue"):
        items.merge(session, keeper, [one], two)


def test_comments_mention_users_and_are_changed_by_their_authors_alone(
    session, keeper, operator, person, bracket, make, pick
):
    anna, lee = person("Anna", Role.BUYER), person("Anna Lee", Role.BUYER)
    issue = issues.create(session, keeper, pick(make.item(bracket, serial="S-1")), CRACK)

    said = issues.comment(session, operator, issue.id, "@anna lee, look; a@b. @Annabel @ANNA?", "k")

    assert said.mentions == (lee.name, anna.name)
    assert issues.comment(session, operator, issue.id, said.text, "k") == said
    with pytest.raises(Forbidden, match="Only who wrote"):
        issues.edit_comment(session, keeper, said.id, "no")
    changed = issues.edit_comment(session, operator, said.id, "Better: @keeper", said.version)
    assert (changed.mentions, changed.edited) == (("keeper",), True)
    told = issues.timeline(session, keeper, issue.id)
    assert [each.headline for each in told[:2]] == [
        "Comment changed: Better: @keeper",
        f"Commented: {said.text}",
    ]
    undoing.undo(session, operator, told[0].change_set)
    undone = undoing.undo(session, operator, history.latest(session))
    assert issues.get(session, keeper, issue.id).comments[0].text == "Better: @keeper"
    assert undone.change_set
    assert [each.label for each in issues.users(session, keeper, "ann")] == ["Anna", "Anna Lee"]


def test_an_address_and_a_longer_name_mention_nobody(session, keeper, person, bracket, make, pick):
    bob = person("Bob", Role.BUYER)
    issue = issues.create(session, keeper, pick(make.item(bracket, serial="S-1")), CRACK)

    def mentioned(said: str) -> tuple[str, ...]:
        return issues.comment(session, keeper, issue.id, said).mentions

    for said in ("x@bob.com", "@bob-2 and @bob.smith", "@bobby", "a@bob", "mail:@bob", "@bob_"):
        assert mentioned(said) == (), said
    for said in ("@bob", "seen by\n@Bob.", "(@bob)", "[@bob]", "@bob, look", "ask @bob- he knows"):
        assert mentioned(said) == (bob.name,), said


def test_issues_are_listed_counted_and_found(session, keeper, operator, bracket, make, pick):
    one, two = make.item(bracket, serial="S-1"), make.item(bracket, serial="S-2")
    crack = issues.create(session, keeper, pick(one), CRACK)
    scratch = IssueForm(title="Scratched paint", severity="minor", assignee_id=operator.user_id)
    paint = issues.create(session, keeper, pick(one, two), scratch)
    issues.start(session, operator, paint.id)

    def listed(sort="-number", actor=keeper, **filter):
        return [
            row.number for row in issues.issues(session, actor, IssueFilter(**filter), sort).rows
        ]

    assert listed() == [2, 1]
    assert listed("severity") == [2, 1]
    assert listed(text="flange cracked") == listed(text="iss1") == [1]
    assert listed(states=(IssueState.IN_PROGRESS,)) == listed(severity="minor") == [2]
    assert listed(mine=True, actor=operator) == listed(assignee_id=operator.user_id) == [2]
    assert listed(item_id=two) == [2]
    for sort in ("title", "state", "assignee", "-items", "updated", "created"):
        assert sorted(listed(sort)) == [1, 2]
    with pytest.raises(Invalid, match="cannot be sorted"):
        listed("uid")
    with pytest.raises(Invalid, match="There is no state “bad”"):
        listed(states=("bad",))
    assert issues.counts(session, keeper, [one, two, 99]) == {one: 2, two: 1}
    assert [row.number for row in issues.of_item(session, keeper, one)] == [2, 1]
    found = items.find(session, keeper, "ISS-1")[0]
    assert (found.kind, found.id, found.exact) == (Entity.ISSUE, crack.id, True)
    assert items.find(session, keeper, "paint scratched")[0].id == paint.id

    issues.resolve(session, keeper, crack.id, "use_as_is")
    assert issues.counts(session, keeper, [one, two]) == {one: 1, two: 1}
    assert len(issues.timeline(session, keeper, paint.id)) == 2


def test_the_grid_is_filtered_by_an_issue_and_by_open_issues(session, keeper, bracket, make, pick):
    ids = [make.item(bracket, serial=f"S-{n}") for n in range(5)]
    issue = issues.create(session, keeper, pick(*ids[:2]), CRACK)
    other = issues.create(session, keeper, pick(ids[3]), IssueForm(title="Odd"))
    issues.resolve(session, keeper, other.id, "use_as_is")

    def shown(query):
        filter = ItemFilter.from_query(query)
        assert filter.to_query() == query
        page = items.search(session, keeper, filter, ItemSort(), PageRequest())
        assert items.count(session, keeper, filter).total == len(page.rows)
        exported = "".join(exports.rows(session, keeper, exports.Kind.ITEMS, filter)).splitlines()
        assert len(exported) == len(page.rows) + 1
        return {row["id"] for row in page.rows}

    assert shown({"issue": str(issue.id)}) == shown({"issues": "open"}) == set(ids[:2])
    assert shown({"issue": str(other.id)}) == {ids[3]}
    assert shown({"q": "s-1", "issues": "open"}) == {ids[1]}
    assert items.describe(session, keeper, ItemFilter(issue_id=issue.id)) == {
        "issue": "ISS-1: Cracked flange"
    }
    with pytest.raises(Invalid, match="Issues can be “open”"):
        ItemFilter.from_query({"issues": "all"})


def test_issues_are_exported_with_their_items(session, keeper, bracket, make, pick):
    items_ = [make.item(bracket, serial=f"S-{n}") for n in (1, 2)]
    issue = issues.create(session, keeper, pick(*items_), replace(CRACK, title="=Cracked"))
    issues.remove_items(session, keeper, issue.id, pick(items_[1]))
    issues.resolve(session, keeper, issue.id, "return")
    empty = issues.create(session, keeper, pick(items_[1]), IssueForm(title="Odd"))
    issues.remove_items(session, keeper, empty.id, pick(items_[1]))

    _, first, second = "".join(exports.issues(session, keeper)).splitlines()

    assert first.startswith("ISS-1,'=Cracked,Critical,In progress,Return to supplier,true,,Seen")
    assert ",BRKT-001,,S-1,,," in first
    assert second.startswith("ISS-2,Odd,Major,Open,,false,,,,,,,,,20")


def test_who_may_not_resolve_does_not_free_what_an_issue_holds(
    session, keeper, operator, viewer, bracket, make, pick, held
):
    item = make.item(bracket, serial="S-1")
    issue = issues.create(session, operator, pick(item), CRACK)

    for free in (
        lambda: issues.resolve(session, operator, issue.id, "use_as_is"),
        lambda: issues.remove_items(session, operator, issue.id, pick(item)),
        lambda: issues.edit(session, operator, issue.id, replace(CRACK, holds=False)),
        lambda: issues.create(session, viewer, pick(item), CRACK),
        lambda: issues.comment(session, viewer, issue.id, "hello"),
    ):
        with pytest.raises(Forbidden):
            free()

    assert held(item)
    assert issues.get(session, viewer, issue.id).row == issue


def test_what_cannot_be_is_refused_beside_its_field(session, keeper, bracket, make, pick):
    item = make.item(bracket, serial="S-1")
    with pytest.raises(Invalid) as refused:
        issues.create(session, keeper, pick(item), IssueForm(" ", severity="awful", assignee_id=99))
    assert [each.field for each in refused.value.problems] == ["title", "severity", "assignee"]
    with pytest.raises(NotFound):
        issues.create(session, keeper, pick(item, 99), CRACK)
    with pytest.raises(Invalid, match="Nothing is selected"):
        issues.create(session, keeper, pick(), CRACK)
    issue = issues.create(session, keeper, pick(item), CRACK)
    with pytest.raises(Invalid, match="Choose what is done"):
        issues.resolve(session, keeper, issue.id, " ")
    with pytest.raises(Conflict, match="is not resolved"):
        issues.reopen(session, keeper, issue.id)
    with pytest.raises(Invalid, match="There is no such user"):
        issues.assign(session, keeper, issue.id, 99)
    with pytest.raises(NotFound, match="no such issue"):
        issues.get(session, keeper, 99)
    assert issues.assign(session, keeper, issue.id, keeper.user_id).assignee == "keeper"
    assert session.execute(text("SELECT count(*) FROM issue")).scalar_one() == 1


@pytest.mark.usefixtures("sound")
def test_what_resolving_would_do_is_what_it_then_does(
    session, keeper, viewer, bracket, make, pick, status_of
):
    here = [make.item(bracket, serial=f"S-{n}") for n in range(3)]
    coming = make.item(bracket, serial="S-9", on_order=True)
    issue = issues.create(session, keeper, pick(*here, coming), CRACK)

    foreseen = issues.foresee(session, viewer, issue.id, "scrap")
    assert (foreseen.changed, foreseen.freed, foreseen.left) == (3, 0, 1)
    assert "S-9" in foreseen.notes[0]
    assert status_of(here[0]) is Status.UNAVAILABLE
    done = issues.resolve(session, keeper, issue.id, "scrap")
    assert (done.count, done.notes) == (3, foreseen.notes)

    rest = issues.foresee(session, viewer, issue.id, "use_as_is")
    assert (rest.changed, rest.freed, rest.left, rest.notes) == (0, 1, 0, ())
    issues.resolve(session, keeper, issue.id, "use_as_is")
    with pytest.raises(Conflict, match="is resolved"):
        issues.foresee(session, viewer, issue.id, "scrap")


@pytest.mark.usefixtures("sound")
def test_an_issue_is_put_back_to_open_and_that_is_undone(session, keeper, bracket, make, pick):
    item = make.item(bracket, serial="S-1")
    issue = issues.create(session, keeper, pick(item), CRACK)
    issues.start(session, keeper, issue.id)

    for _ in range(2):
        assert issues.stop(session, keeper, issue.id, key="once").state == "open"
    told = issues.timeline(session, keeper, issue.id)[0]
    assert "Open again" in (told.headline, *told.changes)
    undoing.undo(session, keeper, told.change_set)
    assert issues.get(session, keeper, issue.id).row.state == "in_progress"
    issues.resolve(session, keeper, issue.id, "use_as_is")
    with pytest.raises(Conflict, match="Reopen it first"):
        issues.stop(session, keeper, issue.id)


def test_a_selection_is_counted_by_status(session, viewer, bracket, make, pick):
    ids = [make.item(bracket, serial=f"S-{n}") for n in range(3)]
    coming = make.item(bracket, serial="S-9", on_order=True)

    counts = issues.by_status(session, viewer, pick(*ids, coming))

    assert counts == {Status.ON_ORDER: 1, Status.AVAILABLE: 3}
    assert list(counts) == sorted(counts, key=list(Status).index)
    assert issues.by_status(session, viewer, Selection(filter=ItemFilter(text="s-9"))) == {
        Status.ON_ORDER: 1
    }
