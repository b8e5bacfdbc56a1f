"""Every page works for a role that may see that page and nothing else, and for viewers."""

import pytest

from ioninv.domain import (
    accounts,
    attributes,
    issues,
    items,
    kits,
    locations,
    parts,
    purchasing,
    suppliers,
)
from ioninv.domain.attributes import AttributeForm
from ioninv.domain.items import Selection
from ioninv.errors import Forbidden
from ioninv.ui.account.sessions_state import AccountState
from ioninv.ui.attachments.state import AttachmentsState
from ioninv.ui.factory.panel_state import LocationPanelState
from ioninv.ui.factory.state import FactoryState
from ioninv.ui.issues.list_state import IssuesState
from ioninv.ui.issues.panel_state import IssuePanelState
from ioninv.ui.items.built_state import BuiltState
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.kits.contents_state import KitContentsState
from ioninv.ui.kits.grid_state import KitsState
from ioninv.ui.kits.panel_state import KitPanelState
from ioninv.ui.parts.grid_state import PartsState
from ioninv.ui.parts.panel_state import PartPanelState
from ioninv.ui.purchasing.order_state import OrderState
from ioninv.ui.purchasing.orders_state import OrdersState
from ioninv.ui.settings.attribute_panel_state import AttributePanelState
from ioninv.ui.settings.attributes_state import AttributesState
from ioninv.ui.suppliers.grid_state import SuppliersState
from ioninv.ui.suppliers.panel_state import SupplierPanelState
from ioninv.vocabulary import Permission, Role

PAGES = {
    Permission.VIEW_INVENTORY: (GridState, (PanelState, BuiltState)),
    Permission.VIEW_PARTS: (PartsState, (PartPanelState,)),
    Permission.VIEW_SUPPLIERS: (SuppliersState, (SupplierPanelState,)),
    Permission.VIEW_KITS: (KitsState, (KitPanelState, KitContentsState)),
    Permission.VIEW_LOCATIONS: (FactoryState, (LocationPanelState,)),
    Permission.VIEW_ISSUES: (IssuesState, (IssuePanelState,)),
    Permission.VIEW_PURCHASING: (OrdersState, (OrderState,)),
    Permission.VIEW_ATTRIBUTES: (AttributesState, (AttributePanelState,)),
}


@pytest.fixture
def furnished(screen) -> None:
    """One of everything, each with the id 1."""
    part = screen.store(parts.create, parts.PartForm(part_number="BRKT")).id
    supplier = screen.store(suppliers.create, suppliers.SupplierForm(name="Acme")).id
    screen.store(locations.create_path, "Dock")
    screen.store(attributes.create, AttributeForm("item", "Owner", "text"))
    item = screen.store(items.create, items.ItemForm(part_id=part, quantity="2")).ids[0]
    kit = screen.store(kits.create, "Robot").id
    screen.store(kits.put_in, kit, Selection(ids=(item,)))
    screen.store(issues.create, Selection(ids=(item,)), issues.IssueForm(title="Bent"))
    order = screen.store(purchasing.create, purchasing.OrderForm(supplier_id=supplier)).id
    line = purchasing.LineForm(part_id=part, quantity="5")
    screen.store(purchasing.add_line, order, line)


def walk(screen, page, panels) -> None:
    screen.do(page.enter)
    for panel in panels:
        screen.do(panel.show, 1)
    screen.do(AttachmentsState.show_item, 1)
    screen.do(AttachmentsState.show_part, 1)


@pytest.mark.parametrize("permission", PAGES)
def test_a_page_needs_its_own_permission_alone(screen, furnished, permission: Permission):
    role = screen.store(accounts.create_role, "Narrow", [permission.value])
    screen.sign_in(role.key)

    walk(screen, *PAGES[permission])

    page, (panel, *_) = PAGES[permission]
    state = screen.state(page)
    assert [name for name, may in state.may.items() if may] == [permission.value]
    assert state.actor_name
    assert not screen.state(panel).missing


def test_viewers_see_all_of_it_and_change_nothing(screen, furnished):
    screen.sign_in(Role.VIEWER)

    for page, panels in PAGES.values():
        walk(screen, page, panels)
    screen.do(AccountState.enter)

    panel = screen.state(PanelState)
    assert (panel.first_acts, panel.more_acts, panel.can_edit) == ([], [], False)
    assert not any(entry["can_undo"] for entry in panel.timeline)
    assert screen.state(PartPanelState).history


@pytest.mark.parametrize("permission", PAGES)
def test_who_lacks_it_is_told_and_the_frame_knows(screen, furnished, permission: Permission):
    role = screen.store(accounts.create_role, "Narrow", ["usage_types.view"])
    screen.sign_in(role.key)
    page, _ = PAGES[permission]

    with pytest.raises(Forbidden):
        screen.do(page.enter)
    screen.do(page.look_again)

    assert screen.state(page).may[permission.value] is False
    assert screen.state(page).actor_name
