"""Whom things are bought from."""

from dataclasses import replace

import pytest

from ioninv.domain import history, suppliers
from ioninv.domain.suppliers import SupplierFilter, SupplierForm
from ioninv.errors import Conflict, Forbidden, Invalid, NotFound
from ioninv.vocabulary import Entity

pytestmark = pytest.mark.usefixtures("sound")

ACME = SupplierForm(
    name="Acme GmbH",
    description="Turned parts",
    contact="Ada",
    email="ada@acme.example",
    phone="+49 30 1",
    website="acme.example",
    currency="eur",
)


@pytest.fixture
def acme(session, keeper):
    return suppliers.create(session, keeper, ACME)


def refused(session, keeper, form: SupplierForm) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        suppliers.create(session, keeper, form)
    return {problem.field: problem.message for problem in refusal.value.problems}


def test_a_supplier_keeps_what_was_typed(session, keeper, acme):
    assert suppliers.get(session, keeper, acme.id) == acme
    assert (acme.name, acme.currency, acme.email) == ("Acme GmbH", "EUR", "ada@acme.example")
    assert (acme.version, acme.items, acme.archived) == (1, 0, False)


def test_every_problem_is_told_beside_its_field(session, keeper):
    form = SupplierForm(name=" ", email="ada at acme", website="two words", currency="EURO")

    assert set(refused(session, keeper, form)) == {"name", "email", "website", "currency"}


def test_a_website_can_only_ever_be_a_web_address(session, keeper):
    form = SupplierForm(name="Evil", website="javascript:alert(1)")

    assert suppliers.create(session, keeper, form).website == "https://javascript:alert(1)"


@pytest.mark.parametrize("name", ["acme gmbh", " ACME  GmbH ", "Acme\u200b GmbH"])
def test_a_name_is_taken_however_it_is_written(session, keeper, acme, name):
    with pytest.raises(Conflict, match="Supplier Acme GmbH already exists") as refusal:
        suppliers.create(session, keeper, SupplierForm(name=name))

    assert refusal.value.field == "name"


def test_the_namesake_may_be_archived(session, keeper, acme):
    suppliers.archive(session, keeper, acme.id, True)

    with pytest.raises(Conflict, match="It is archived: restore it instead"):
        suppliers.create(session, keeper, SupplierForm(name="Acme GmbH"))


def test_an_edit_changes_what_differs_and_says_so(session, keeper, acme):
    edited = suppliers.edit(
        session, keeper, acme.id, replace(ACME, phone="", name="Acme AG"), version=1
    )

    assert (edited.name, edited.phone, edited.version) == ("Acme AG", "", 2)
    last = history.events_of(session, Entity.SUPPLIER, [acme.id])[0]
    assert last.fields == {"name": ("Acme GmbH", "Acme AG"), "phone": ("+49 30 1", "")}
    assert suppliers.suggest(session, keeper, "acme ag")[0].id == acme.id
    assert suppliers.suggest(session, keeper, "gmbh") == []


def test_an_edit_that_changes_nothing_leaves_no_trace(session, keeper, acme):
    form = replace(ACME, website="https://acme.example")

    assert suppliers.edit(session, keeper, acme.id, form).version == 1


def test_a_stale_edit_is_refused(session, keeper, acme):
    suppliers.edit(session, keeper, acme.id, replace(ACME, phone="2"))

    with pytest.raises(Conflict, match=r"keeper changed Acme GmbH meanwhile \(phone\)"):
        suppliers.edit(session, keeper, acme.id, replace(ACME, phone="3"), version=1)


def test_a_double_tap_on_save_has_one_effect(session, keeper, acme):
    form = replace(ACME, phone="2")
    once = suppliers.edit(session, keeper, acme.id, form, version=1, key="k")
    again = suppliers.edit(session, keeper, acme.id, form, version=1, key="k")

    assert once == again
    assert again.version == 2


def test_a_double_tap_on_create_makes_one(session, keeper):
    once = suppliers.create(session, keeper, ACME, key="k")

    assert suppliers.create(session, keeper, ACME, key="k") == once
    assert suppliers.search(session, keeper, SupplierFilter()).total == 1


def test_suggestions_come_best_first(session, keeper, make):
    for name in ("The Bolt House", "Bolt & Nut", "Bolt", "Thunderbolt", "Screws"):
        make.supplier(name)

    labels = [found.label for found in suppliers.suggest(session, keeper, "BOLT")]

    assert labels == ["Bolt", "Bolt & Nut", "The Bolt House", "Thunderbolt"]


def test_percent_and_underscore_mean_themselves(session, keeper, make):
    for name in ("100% Steel", "100 Steel", "A_B", "AxB"):
        make.supplier(name)

    def labels(typed: str) -> list[str]:
        return [found.label for found in suppliers.suggest(session, keeper, typed)]

    assert labels("%") == ["100% Steel"]
    assert labels("100%") == ["100% Steel"]
    assert labels("_") == ["A_B"]
    assert labels("a_b") == ["A_B"]


@pytest.mark.parametrize("typed", ["rs components", "RS-Components", "rscomponents", "comp rs"])
def test_case_dashes_blanks_and_order_do_not_matter(session, keeper, make, typed):
    make.supplier("RS Components")

    assert [found.label for found in suppliers.suggest(session, keeper, typed)] == ["RS Components"]


def test_archived_suppliers_are_not_offered(session, keeper, acme):
    archived = suppliers.archive(session, keeper, acme.id, True)

    assert (archived.archived, archived.version) == (True, 2)
    assert suppliers.suggest(session, keeper, "acme") == []
    assert suppliers.search(session, keeper, SupplierFilter()).total == 0
    assert suppliers.search(session, keeper, SupplierFilter(archived=True)).total == 1


def test_a_page_is_sorted_and_counted(session, keeper, make):
    for number in range(7):
        make.supplier(f"Supplier {number}")
    part = make.part()
    for _ in range(3):
        make.item(part, supplier_id=4)

    page = suppliers.search(session, keeper, SupplierFilter("supplier"), "-name", page=2, size=3)
    assert [row.name for row in page.rows] == ["Supplier 3", "Supplier 2", "Supplier 1"]
    assert (page.total, page.pages) == (7, 3)

    most = suppliers.search(session, keeper, SupplierFilter(), "-items").rows[0]
    assert (most.name, most.items) == ("Supplier 3", 3)


@pytest.mark.parametrize(
    "asked", [{"sort": "name; DROP TABLE"}, {"page": 0}, {"size": 0}, {"size": 1000}]
)
def test_a_page_that_cannot_be_is_refused(session, keeper, asked):
    with pytest.raises(Invalid):
        suppliers.search(session, keeper, SupplierFilter(), **asked)


def test_what_was_bought_is_told_per_part(session, keeper, acme, make):
    bracket, wire = make.part("BRKT-001", name="Bracket"), make.part("WIRE", unit="m")
    make.item(wire, quantity="2.5", supplier_id=acme.id, unit_cost=1_500_000, currency="EUR")
    make.item(wire, quantity="0.25", supplier_id=acme.id)
    make.item(bracket, supplier_id=acme.id, on_order=True)
    make.item(bracket, supplier_id=acme.id, voided_at=1)
    make.item(bracket)

    first, second = suppliers.supplied(session, keeper, acme.id)

    assert (first.part_number, first.name, first.items, first.last_cost) == (
        "BRKT-001",
        "Bracket",
        1,
        "",
    )
    assert (second.quantity, second.unit, second.last_cost, second.currency) == (
        "2.75",
        "m",
        "1.5",
        "EUR",
    )


def test_a_viewer_looks_and_does_not_touch(session, viewer, acme):
    assert suppliers.get(session, viewer, acme.id).name == "Acme GmbH"
    for act in (
        lambda: suppliers.create(session, viewer, ACME),
        lambda: suppliers.edit(session, viewer, acme.id, ACME),
        lambda: suppliers.archive(session, viewer, acme.id, True),
    ):
        with pytest.raises(Forbidden):
            act()


def test_what_does_not_exist_is_not_found(session, keeper):
    for look in (suppliers.get, suppliers.supplied):
        with pytest.raises(NotFound):
            look(session, keeper, 99)


def test_a_stale_edit_is_told_everything_that_was_changed_since(session, keeper, make):
    supplier = make.supplier("Acme")
    for form in (SupplierForm(name="Acme", phone="1"), SupplierForm(name="Acme", email="a@b.c")):
        suppliers.edit(session, keeper, supplier, form)

    with pytest.raises(
        Conflict, match=r"keeper changed Acme meanwhile \(phone, email\)|\(email, phone\)"
    ):
        suppliers.edit(session, keeper, supplier, SupplierForm(name="Acme"), version=1)
