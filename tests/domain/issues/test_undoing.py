"""Undo and issues: what came since an act stands against its undo, what was so before does not."""

from dataclasses import replace

import pytest

from ioninv.domain import issues, items, undoing
from ioninv.domain.issues import IssueForm
from ioninv.errors import Conflict

ODD = IssueForm(title="Odd", holds=True)
QUIET = IssueForm(title="Odd")

pytestmark = pytest.mark.usefixtures("sound")


@pytest.fixture
def part(make) -> int:
    return make.part("NUT")


@pytest.fixture
def nut(make, part) -> int:
    return make.item(part, quantity=10)


@pytest.fixture
def undo(session, keeper):
    """undo(done) → what that did; undo(done, key="k") with a key."""
    return lambda done, **more: undoing.undo(session, keeper, done.change_set, **more)


@pytest.mark.parametrize("form", [ODD, QUIET])
def test_a_part_with_an_issue_of_its_own_by_now_is_not_merged_back(
    session, keeper, pick, nut, undo, form
):
    split = items.split(session, keeper, nut, ["3"])
    issues.create(session, keeper, pick(*split.split_ids), form)

    with pytest.raises(Conflict, match="has an open issue"):
        undo(split)


def test_a_part_goes_back_with_the_issues_that_it_took_along(
    session, keeper, pick, nut, held, undo
):
    issue = issues.create(session, keeper, pick(nut), ODD)
    split = items.split(session, keeper, nut, ["3"])
    (three,) = split.split_ids

    back = undo(split)
    assert (held(nut), held(three)) == (("ISS-1: Odd",), ())
    again = undo(back)
    assert held(three) == ("ISS-1: Odd",)
    undo(again)

    assert held(three) == ()
    assert [item.id for item in issues.get(session, keeper, issue.id).items] == [nut]


@pytest.mark.parametrize("form", [ODD, QUIET])
def test_what_has_an_issue_as_a_whole_by_now_is_not_taken_apart(
    session, keeper, pick, nut, part, make, undo, form
):
    other = make.item(part, quantity=2)
    merged = items.merge(session, keeper, [other], nut)
    issues.create(session, keeper, pick(nut), form)

    with pytest.raises(Conflict, match="has an open issue"):
        undo(merged)


def test_what_came_apart_is_merged_again_only_while_neither_has_an_issue(
    session, keeper, pick, nut, part, make, undo
):
    other = make.item(part, quantity=2)
    apart = undo(items.merge(session, keeper, [other], nut))
    issue = issues.create(session, keeper, pick(nut), QUIET)

    with pytest.raises(Conflict, match="has an open issue"):
        undo(apart)
    issues.resolve(session, keeper, issue.id, "use_as_is")
    assert undo(apart).ids


def test_an_issue_that_was_there_before_and_is_renamed_is_not_a_hold_by_now(
    session, keeper, pick, make, held, undo
):
    gearbox, bearing = make.item(make.part("GBX")), make.item(make.part("BRG"))
    items.install(session, keeper, pick(bearing), gearbox)
    issue = issues.create(session, keeper, pick(bearing), ODD)
    removed = items.remove(session, keeper, pick(bearing), make.place("Bench"))
    issues.edit(session, keeper, issue.id, replace(ODD, title="Cracked"))

    undo(removed)

    assert items.get(session, keeper, bearing).parents[0].id == gearbox
    assert held(bearing) == ("ISS-1: Cracked",)


def test_what_is_held_otherwise_by_now_is_not_returned_again(session, keeper, pick, make, undo):
    acme = make.supplier("Acme")
    item = make.item(make.part("NUT"), supplier_id=acme)
    issue = issues.create(session, keeper, pick(item), ODD)
    here = undo(issues.resolve(session, keeper, issue.id, "return"))
    audit = items.hold(session, keeper, pick(item), "audit")

    with pytest.raises(Conflict, match="is on hold"):
        undo(here)
    undo(audit)
    undo(here)

    assert items.get(session, keeper, item).shipped_to == "Acme"


def test_a_part_is_not_split_off_for_an_issue_that_it_is_on(session, keeper, pick, nut):
    issue = issues.create(session, keeper, pick(nut), QUIET)

    done = issues.add_items(session, keeper, issue.id, pick(nut, quantity="4"))

    assert (done.ids, done.split_ids) == ((), ())


def test_an_undo_asked_for_twice_names_the_same_items(session, keeper, pick, nut, undo):
    issue = issues.create(session, keeper, pick(nut), QUIET)
    used = issues.resolve(session, keeper, issue.id, "use_as_is")

    first, second = undo(used, key="k"), undo(used, key="k")

    assert first.ids == second.ids == (nut,)
    assert second.repeated
