"""The Suppliers page: its list, its form, its panel, archiving."""

import pytest

from ioninv.domain import suppliers
from ioninv.domain.suppliers import SupplierFilter, SupplierForm
from ioninv.errors import Invalid
from ioninv.ui.suppliers.archive_state import ArchiveSupplierState
from ioninv.ui.suppliers.form_state import FIELDS, SupplierFormState
from ioninv.ui.suppliers.grid_state import SuppliersState
from ioninv.ui.suppliers.panel_state import SupplierPanelState

NASTY = '<img src=x onerror=alert(1)> 100% 🧪 "quoted"'


@pytest.fixture
def acme(screen) -> int:
    return screen.store(suppliers.create, SupplierForm(name="Acme", phone="1")).id


def sent(screen, **typed: str) -> dict[str, str]:
    """What the browser sends: the values the form began with, changed by typing."""
    state = screen.state(SupplierFormState)
    unseen = {"id": str(state.supplier_id), "version": str(state.version), "began": state.began}
    return {**state.values, **unseen, **typed}


def names(screen) -> list[str]:
    return [row["name"] for row in screen.state(SuppliersState).rows]


def test_a_new_supplier_is_stored_and_opened(screen):
    screen.do(SupplierFormState.start_new)
    data = sent(screen, name="DigiKey", website="digikey.example", idempotency_key="k1")

    screen.do(SupplierFormState.save, data)
    screen.do(SuppliersState.show_stored, 1)
    screen.do(SupplierPanelState.show, 1)

    assert names(screen) == ["DigiKey"]
    assert not screen.state(SupplierFormState).open
    panel = screen.state(SupplierPanelState)
    assert (panel.name, panel.website) == ("DigiKey", "https://digikey.example")
    assert [entry["text"] for entry in panel.history] == ["Created"]


def test_a_form_sent_twice_makes_one_supplier(screen):
    screen.do(SupplierFormState.start_new)
    data = sent(screen, name="DigiKey", idempotency_key="k1")

    screen.do(SupplierFormState.save, data)
    screen.do(SupplierFormState.save, data)

    assert screen.store(suppliers.search, SupplierFilter()).total == 1
    assert screen.state(SupplierFormState).problem == ""


def test_every_refusal_stands_beside_its_field(screen, acme):
    screen.do(SupplierFormState.start_new)

    screen.do(SupplierFormState.save, sent(screen, email="nonsense", name="x" * 10_000))
    state = screen.state(SupplierFormState)
    assert state.open
    assert set(state.errors) == {"name", "email"}

    screen.do(SupplierFormState.save, sent(screen, name=" acme "))
    assert state.errors == {"name": "Supplier Acme already exists."}
    assert not state.saving


def test_the_second_of_two_is_told_and_loses_nothing(screen, acme):
    screen.do(SupplierFormState.start_edit, acme)
    screen.store(suppliers.edit, acme, SupplierForm(name="Acme", phone="2", email="a@b.example"))
    mine = sent(screen, phone="3", idempotency_key="k")

    screen.do(SupplierFormState.save, mine)

    state = screen.state(SupplierFormState)
    assert state.open
    assert "meanwhile" in state.problem
    assert "a@b.example" in state.hints["email"]
    assert screen.store(suppliers.get, acme).phone == "2"

    screen.do(SupplierFormState.save, mine)

    row = screen.store(suppliers.get, acme)
    assert (row.phone, row.email) == ("3", "a@b.example")
    assert not state.open


def test_names_mean_only_themselves(screen, acme):
    screen.do(SupplierFormState.start_new)
    screen.do(SupplierFormState.save, sent(screen, name=NASTY))
    screen.do(SuppliersState.enter)

    screen.do(SuppliersState.search, "%")
    assert names(screen) == [NASTY]
    screen.do(SuppliersState.search, "_")
    assert names(screen) == []


def test_the_address_holds_the_list(screen, acme):
    for number in range(120):
        screen.store(suppliers.create, SupplierForm(name=f"Supplier {number:03}"))
    screen.at(f"/suppliers?q=supplier&sort=-name&page=2&supplier={acme}")

    screen.do(SuppliersState.enter)

    state = screen.state(SuppliersState)
    assert state.range_text == "51–100 of 120"
    assert names(screen)[0] == "Supplier 069"
    assert (state.opened, state.text) == (acme, "supplier")
    screen.do(SuppliersState.last_page)
    assert state.range_text == "101–120 of 120"
    screen.do(SuppliersState.previous_page)
    screen.do(SuppliersState.first_page)
    assert (state.has_previous, state.has_next) == (False, True)
    screen.do(SuppliersState.choose_size, "200")
    assert state.range_text == "1–120 of 120"


@pytest.mark.parametrize("query", ["sort=name;drop", "page=x", "supplier=-1", "page=0", "size=7"])
def test_an_address_that_cannot_be_read_shows_everything(screen, acme, query):
    screen.at(f"/suppliers?{query}")
    screen.do(SuppliersState.enter)
    assert names(screen) == ["Acme"]


def test_a_supplier_is_archived_and_comes_back(screen, acme):
    screen.do(SuppliersState.enter)
    screen.do(SupplierPanelState.show, acme)
    screen.do(ArchiveSupplierState.ask)

    screen.do(ArchiveSupplierState.archive)
    screen.do(SuppliersState.refresh)
    assert names(screen) == []
    screen.do(SuppliersState.show_archived, True)
    assert names(screen) == ["Acme"]

    screen.do(SupplierPanelState.show, acme)
    screen.do(ArchiveSupplierState.restore)
    assert not screen.store(suppliers.get, acme).archived
    assert not screen.state(ArchiveSupplierState).open


def test_what_does_not_exist_is_said(screen):
    screen.do(SupplierPanelState.show, 99)
    assert "no such supplier" in screen.state(SupplierPanelState).missing


@pytest.mark.parametrize("value", ["x", -1, 1.5, None, {}, [1], True, "9" * 40])
def test_anything_but_a_number_is_refused(screen, value):
    with pytest.raises(Invalid):
        screen.do(SuppliersState.open_row, value)


@pytest.mark.parametrize("value", [3, None, ["name"], {"name": {"$ne": 1}}, {"name": "x" * 30_000}])
def test_a_form_that_is_none_is_refused_in_its_dialog(screen, value):
    screen.do(SupplierFormState.start_new)
    screen.do(SupplierFormState.save, value)
    assert screen.state(SupplierFormState).problem
    assert screen.state(SupplierFormState).open


def test_the_form_has_every_fact_of_a_supplier():
    assert {"name", "contact", "email", "phone", "website", "currency", "description"} == set(
        FIELDS
    )
