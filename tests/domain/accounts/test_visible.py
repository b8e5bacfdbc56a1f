"""What a role may not see is nowhere: not found, not told, not exported."""

import pytest

from ioninv.domain import (
    accounts,
    attachments,
    exports,
    imports,
    issues,
    items,
    kits,
    parts,
    purchasing,
    suppliers,
    undoing,
)
from ioninv.domain.access import Actor, visible_to
from ioninv.domain.access.visible import VIEW
from ioninv.domain.imports import FileGiven
from ioninv.errors import Forbidden, Invalid, NotFound
from ioninv.vocabulary import PERMISSIONS, Entity, Permission, Role, Source

HIDDEN = {
    Entity.PART: Permission.VIEW_PARTS,
    Entity.KIT: Permission.VIEW_KITS,
    Entity.PURCHASE_ORDER: Permission.VIEW_PURCHASING,
    Entity.LOCATION: Permission.VIEW_LOCATIONS,
    Entity.SUPPLIER: Permission.VIEW_SUPPLIERS,
    Entity.ISSUE: Permission.VIEW_ISSUES,
}


@pytest.fixture
def without(session, keeper):
    """without(Permission.VIEW_PARTS, …) → an operator with a role of their own that lacks these."""

    def make(*missing: Permission) -> Actor:
        number = len(accounts.roles(session, keeper))
        more = {Permission.IMPORT, Permission.RESOLVE_ISSUES}
        permits = (PERMISSIONS[Role.OPERATOR] | more) - set(missing)
        row = accounts.create_role(session, keeper, f"Role {number}", sorted(permits))
        user = accounts.create_user(session, keeper, f"User {number}", row.key)
        return Actor(user.id, user.name, frozenset(row.permissions), Source.SCREEN, row.key)

    return make


@pytest.fixture
def zebra(session, keeper, make) -> dict[Entity, int]:
    """One of each that is called zebra, and an item of all of them."""
    supplier = make.supplier("Zebra Ltd")
    part = make.part("ZEBRA-1", tracking="serial")
    place = make.place("Zebra shelf")
    kit = kits.create(session, keeper, "Zebra kit").id
    order = purchasing.create(
        session, keeper, purchasing.OrderForm(number="ZEBRA-PO", supplier_id=supplier)
    ).id
    item = make.item(part, serial="ZEBRA-7", location_id=place, supplier_id=supplier)
    chosen = items.Selection(ids=(item,))
    issue = issues.create(
        session, keeper, chosen, issues.IssueForm(title="Zebra crack", holds=True)
    ).id
    return {
        Entity.PART: part,
        Entity.KIT: kit,
        Entity.PURCHASE_ORDER: order,
        Entity.LOCATION: place,
        Entity.SUPPLIER: supplier,
        Entity.ISSUE: issue,
        Entity.ITEM: item,
    }


def test_every_kind_of_thing_that_history_speaks_of_has_its_permission():
    assert set(VIEW) == set(Entity)


@pytest.mark.parametrize("kind", HIDDEN)
def test_the_find_box_gives_nothing_of_a_kind_that_one_may_not_see(
    session, keeper, without, zebra, kind
):
    everything = {found.kind for found in items.find(session, keeper, "zebra")}
    seen = {found.kind for found in items.find(session, without(HIDDEN[kind]), "zebra")}

    assert everything == {*HIDDEN, Entity.ITEM}
    assert seen == everything - {kind}


TIMELINES = {
    Entity.PART: parts.timeline,
    Entity.KIT: kits.timeline,
    Entity.PURCHASE_ORDER: purchasing.timeline,
    Entity.SUPPLIER: suppliers.timeline,
    Entity.ISSUE: issues.timeline,
}


@pytest.mark.parametrize("kind", TIMELINES)
def test_nor_does_its_history_or_the_page_of_its_change(session, keeper, without, zebra, kind):
    blind, change = without(HIDDEN[kind]), 0
    for each in range(1, 50):
        try:
            undoing.change_set(session, keeper, each)
        except NotFound:
            break
        rows = {row.entity for row in undoing.change_set(session, keeper, each).items}
        if kind in rows:
            change = each

    assert TIMELINES[kind](session, keeper, zebra[kind])
    with pytest.raises(Forbidden):
        TIMELINES[kind](session, blind, zebra[kind])
    if change:
        with pytest.raises(NotFound):
            undoing.change_set(session, blind, change)
        with pytest.raises(NotFound):
            undoing.what_stands_against(session, blind, change)


def test_changes_to_users_are_for_those_who_see_users(session, keeper, viewer, without):
    latest = range(1, 10)
    seen = [n for n in latest if _sees(session, keeper, n)]

    assert not any(_sees(session, viewer, n) for n in seen if n > 2)
    told = [undoing.change_set(session, keeper, n).items for n in seen]
    assert ("viewer", "Created as Viewer") in [
        (each.label, each.headline) for rows in told for each in rows
    ]


def test_a_change_counts_what_one_may_see(session, keeper, without, zebra):
    raised = max(n for n in range(1, 20) if _sees(session, keeper, n))
    while undoing.change_set(session, keeper, raised).verb != "raised":
        raised -= 1
    whole = undoing.change_set(session, keeper, raised)
    blind = undoing.change_set(session, without(Permission.VIEW_INVENTORY), raised)

    assert blind.items == ()
    assert 0 < blind.total < whole.total


def _sees(session, actor, number: int) -> bool:
    try:
        undoing.change_set(session, actor, number)
    except NotFound:
        return False
    return True


def test_an_item_tells_only_what_one_may_see(session, keeper, without, zebra):
    told = items.get(session, keeper, zebra[Entity.ITEM])
    blind = items.get(session, without(Permission.VIEW_ISSUES), zebra[Entity.ITEM])

    assert told.issues
    assert blind.issues == ()
    assert len(blind.timeline) < len(told.timeline)
    assert [each.headline for each in told.timeline if each not in blind.timeline] == [
        "Issue ISS-1 raised: Zebra crack"
    ]


@pytest.mark.parametrize(
    ("kind", "permission"),
    [
        (exports.Kind.PARTS, Permission.VIEW_PARTS),
        (exports.Kind.LOCATIONS, Permission.VIEW_LOCATIONS),
        (exports.Kind.SUPPLIERS, Permission.VIEW_SUPPLIERS),
        (exports.Kind.PURCHASE_LINES, Permission.VIEW_PURCHASING),
        (exports.Kind.ITEMS, Permission.VIEW_INVENTORY),
    ],
)
def test_nor_can_it_be_exported(session, keeper, without, zebra, kind, permission):
    assert "".join(exports.rows(session, without(), kind))
    with pytest.raises(Forbidden):
        exports.rows(session, without(permission), kind)


def test_what_stands_on_an_item_is_exported_with_it(session, without, zebra):
    file = "".join(exports.rows(session, without(*HIDDEN.values()), exports.Kind.ITEMS))

    assert "ZEBRA-7" in file
    assert "Zebra shelf" in file


def test_files_of_what_one_may_not_see_are_closed(session, without, zebra):
    blind = without(Permission.VIEW_PARTS)

    with pytest.raises(Forbidden):
        attachments.of(session, blind, Entity.PART, zebra[Entity.PART])
    with pytest.raises(Forbidden):
        attachments.expect(session, blind, Entity.PART, zebra[Entity.PART])
    assert attachments.of(session, blind, Entity.ITEM, zebra[Entity.ITEM]) == []


def test_a_supplier_tells_no_parts_to_who_sees_none(session, keeper, without, zebra):
    assert suppliers.supplied(session, keeper, zebra[Entity.SUPPLIER])
    blind = without(Permission.VIEW_PARTS)
    assert suppliers.supplied(session, blind, zebra[Entity.SUPPLIER]) == []


def test_nobody_who_is_gone_is_offered_or_given_an_issue(session, keeper, without, zebra):
    gone = without()
    accounts.deactivate(session, keeper, gone.user_id)

    assert issues.users(session, keeper, gone.name) == []
    with pytest.raises(Invalid, match="is deactivated"):
        issues.assign(session, keeper, zebra[Entity.ISSUE], gone.user_id)


def test_who_may_import_imports_what_they_may_make(session, without, tmp_path):
    file = tmp_path / "suppliers.csv"
    file.write_text("Name\nAcme\n")
    clerk = without(Permission.VIEW_PARTS)

    with pytest.raises(Forbidden, match=r"suppliers\.edit"):
        imports.run(session, clerk, [FileGiven("suppliers.csv", file)])


def test_what_has_no_permission_yet_nobody_but_administrators_sees(keeper, viewer, monkeypatch):
    monkeypatch.delitem(VIEW, Entity.TOKEN)

    assert visible_to(keeper, Entity.TOKEN)
    assert not visible_to(viewer, Entity.TOKEN)
