"""My account, people, roles and tokens, used by people; and what a role does not show."""

import re
from collections.abc import Callable

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ioninv.domain import accounts, attributes, issues, items, kits, parts, purchasing, suppliers
from ioninv.domain.attributes import AttributeForm
from ioninv.domain.items import ItemForm, Selection
from ioninv.domain.parts import PartForm
from ioninv.vocabulary import Role
from tests.api.provider import SECRET, Provider
from tests.e2e import people
from tests.e2e.conftest import Serve, Server
from tests.e2e.storing import store
from tests.e2e.test_pictures import picture

TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True}
DARK = {"color_scheme": "dark"}
PAGES = ("people", "roles", "tokens", "sign-ins")


@pytest.fixture(scope="module")
def house(serve: Serve) -> Server:
    """A house with one of everything."""
    server = serve()
    part = store(server, parts.create, PartForm(part_number="BRKT-1", name="Bracket")).id
    supplier = store(server, suppliers.create, suppliers.SupplierForm(name="Acme")).id
    item = store(server, items.create, ItemForm(part_id=part, quantity="5", lot="L-7")).ids[0]
    kit = store(server, kits.create, "Robot").id
    loose = store(server, items.create, ItemForm(part_id=part, quantity="2", lot="L-8")).ids[0]
    store(server, kits.put_in, kit, Selection(ids=(item,)))
    store(server, issues.create, Selection(ids=(loose,)), issues.IssueForm(title="Bent"))
    order = store(server, purchasing.create, purchasing.OrderForm(supplier_id=supplier)).id
    line = purchasing.LineForm(part_id=part, quantity="5")
    store(server, purchasing.add_line, order, line)
    store(server, attributes.create, AttributeForm("item", "Owner", "text"))
    return server


@pytest.fixture
def page(open_context: Callable[..., BrowserContext], house: Server) -> Page:
    return open_context(base_url=house.url).new_page()


def go(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("button", name=re.compile("^You: "))).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_text(name, exact=True))


def acts_for(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Acts for {name}").click()


def serious(page: Page) -> list[str]:
    """What axe-core finds that keeps people out."""
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def test_somebody_is_added_renamed_let_go_and_back_again(
    page: Page, open_context: Callable[..., BrowserContext], house: Server
):
    go(page, "/settings/people")
    page.get_by_role("button", name="Add person").first.click()
    dialog = page.get_by_role("dialog", name="Add person")
    dialog.get_by_role("button", name="Add and make a link").click()
    expect(dialog.get_by_text("Name is missing.")).to_be_visible()
    dialog.get_by_label("Name").fill("Ada")
    dialog.get_by_label("Role").select_option("Buyer")
    dialog.get_by_role("button", name="Add and make a link").click()
    link = page.get_by_role("alertdialog", name="The link for Ada")
    path = link.get_by_label("Link").input_value()
    assert path.startswith(f"{page.url.split('/settings')[0]}/invitation")
    page.keyboard.press("Escape")
    link.get_by_role("button", name="Copy").click()
    expect(link.get_by_role("button", name="Copied")).to_be_visible()
    link.get_by_role("button", name="Done").click()
    expect(link).to_be_hidden()
    expect(row(page, "Ada")).to_contain_text("Buyer")

    acts_for(page, "Ada")
    page.get_by_role("menuitem", name="Name and role…").click()
    dialog = page.get_by_role("dialog", name="Edit Ada")
    expect(dialog.get_by_label("Role")).to_have_value("buyer")
    dialog.get_by_label("Name").fill("Ada L")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Ada L saved.")).to_be_visible()
    row(page, "Ada L").get_by_role("button", name="Ada L", exact=True).click()
    panel = page.get_by_role("complementary", name="Person")
    expect(panel.get_by_text("Renamed from Ada to Ada L")).to_be_visible()
    panel.get_by_role("button", name="Undo: Renamed from Ada to Ada L").click()
    expect(panel.get_by_role("heading", name="Ada", exact=True)).to_be_visible()
    page.go_back()
    expect(panel).to_be_hidden()
    acts_for(page, "Ada")
    page.get_by_role("menuitem", name="Name and role…").click()
    dialog.get_by_label("Name").fill("Ada L")
    dialog.get_by_role("button", name="Save").click()

    acts_for(page, "Ada L")
    page.get_by_role("menuitem", name="New link…").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Make the link").click()
    link = page.get_by_role("alertdialog", name="The link for Ada L")
    newer = link.get_by_label("Link").input_value()
    assert newer != path
    link.get_by_role("button", name="Done").click()
    ada = open_context(who=None, base_url=house.url).new_page()
    ada.goto(newer)
    ada.get_by_label("Password").fill("seven brown owls at noon")
    ada.get_by_label("The same again").fill("seven brown owls at noon")
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("button", name="You: Ada L")).to_be_visible()

    acts_for(page, "Ada L")
    page.get_by_role("menuitem", name="Deactivate…").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Deactivate").click()
    expect(row(page, "Ada L")).to_contain_text("Deactivated")
    toast = page.get_by_role("listitem").filter(has_text="Ada L deactivated.")
    toast.get_by_role("button", name="Undo").click()
    expect(row(page, "Ada L")).to_contain_text("Active")


def test_a_role_is_made_from_a_copy_used_and_put_away(page: Page, house: Server):
    go(page, "/settings/roles")
    table = page.get_by_role("table", name="Roles and what they allow")
    expect(table.get_by_role("columnheader", name=re.compile("Administrator"))).to_be_visible()
    page.get_by_role("button", name="Acts for the role Viewer").click()
    page.get_by_role("menuitem", name="Copy…").click()
    dialog = page.get_by_role("dialog", name="New role, from Viewer")
    expect(dialog.get_by_label("See parts")).to_be_checked()
    expect(dialog.get_by_label("Edit parts")).not_to_be_checked()
    dialog.get_by_role("button", name="Create role").click()
    expect(dialog.get_by_text("Name is missing.")).to_be_visible()
    dialog.get_by_role("textbox", name="Name").fill("Librarian")
    dialog.get_by_label("Edit parts").check()
    dialog.get_by_role("button", name="Create role").click()
    expect(page.get_by_text("Role Librarian created.")).to_be_visible()
    line = table.get_by_role("row", name=re.compile("^Edit parts"))
    expect(line.get_by_role("cell").last).to_have_text("yes")

    page.get_by_role("button", name="Acts for the role Librarian").click()
    page.get_by_role("menuitem", name="Edit…").click()
    dialog = page.get_by_role("dialog", name="Edit the role Librarian")
    dialog.get_by_label("Edit parts").uncheck()
    dialog.get_by_role("button", name="Save").click()
    expect(line.get_by_role("cell").last).to_contain_text("no")
    page.get_by_role("button", name="Acts for the role Librarian").click()
    page.get_by_role("menuitem", name="History").click()
    panel = page.get_by_role("complementary", name="Role")
    panel.get_by_role("button", name=re.compile("^Undo: May no longer")).click()
    expect(line.get_by_role("cell").last).to_contain_text("yes")
    panel.get_by_role("button", name="Close").click()

    roles = store(house, accounts.roles)
    store(house, accounts.create_user, "Lib", roles[-1].key)
    page.get_by_role("button", name="Acts for the role Librarian").click()
    page.get_by_role("menuitem", name="Archive…").click()
    dialog = page.get_by_role("dialog", name="Archive the role Librarian?")
    dialog.get_by_role("button", name="Archive").click()
    expect(dialog.get_by_text("is the role of 1")).to_be_visible()
    dialog.get_by_label("Who has it gets").select_option("Viewer")
    dialog.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("Role Librarian archived.")).to_be_visible()
    expect(table.get_by_role("columnheader", name=re.compile("Librarian"))).to_have_count(0)


def test_a_token_is_copied_used_and_revoked(page: Page, house: Server):
    go(page, "/")
    page.get_by_role("button", name="You: keeper").click()
    page.get_by_role("menuitem", name="My account").click()
    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    page.get_by_role("button", name="New token").click()
    dialog = page.get_by_role("dialog", name="New token")
    dialog.get_by_role("button", name="Make token").click()
    expect(dialog.get_by_text("Name is missing.")).to_be_visible()
    dialog.get_by_label("Name").fill("Printer")
    dialog.get_by_label("Role").select_option("Viewer")
    dialog.get_by_role("button", name="Make token").dblclick()
    secret = page.get_by_role("alertdialog", name="The token Printer")
    token = secret.get_by_label("Token").input_value()
    secret.get_by_role("button", name="Done").click()
    expect(row(page, "Printer")).to_have_count(1)
    export = f"{house.url}/api/v1/export/items.csv"
    bearer = {"Authorization": f"Bearer {token}"}
    assert httpx.get(export, headers=bearer).status_code == 200

    page.get_by_role("button", name="Revoke Printer").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Revoke").click()
    expect(row(page, "Printer")).to_contain_text("Revoked")
    assert httpx.get(export, headers=bearer).status_code == 401
    go(page, "/settings/tokens")
    expect(row(page, "Printer")).to_contain_text("keeper")


def test_the_password_is_changed_and_other_places_are_signed_out(
    open_context: Callable[..., BrowserContext], house: Server
):
    page = open_context(who=Role.OPERATOR, base_url=house.url).new_page()
    other = people.sign_in_again(house.data, Role.OPERATOR)
    go(page, "/account")
    sessions = page.get_by_role("table", name="Sessions")
    # The head, this one, and others; the password ends all of those.
    assert sessions.get_by_role("row").count() > 2
    card = page.get_by_role("region", name="Password")
    card.get_by_label("Password of today").fill("something else altogether")
    card.locator("[name=new_password]").fill("one more long password")
    card.get_by_label("New password again").fill("one more long password")
    page.keyboard.press("Enter")
    expect(card.get_by_text("This is not your password.")).to_be_visible()
    expect(card.get_by_label("New password again")).to_have_value("one more long password")
    card.get_by_label("Password of today").fill(people.PASSWORD)
    card.get_by_role("button", name="Change password").click()

    expect(page.get_by_text("Your password is changed. You are signed out in")).to_be_visible()
    expect(sessions.get_by_role("row")).to_have_count(2)
    expect(card.get_by_label("Password of today")).to_have_value("")
    gone = open_context(who=None, base_url=house.url)
    gone.add_cookies(people.cookies(other))
    assert gone.request.get(f"{house.url}/api/v1/export/items.csv").status == 401


def test_somebody_links_with_the_provider_comes_in_by_it_and_unlinks(
    open_context: Callable[..., BrowserContext], serve: Serve
):
    provider = Provider()
    house = serve(
        IONINV_OIDC_ISSUER=provider.issuer,
        IONINV_OIDC_CLIENT_ID="ioninv",
        IONINV_OIDC_CLIENT_SECRET=SECRET,
        IONINV_OIDC_NAME="Factory login",
    )
    page = open_context(base_url=house.url).new_page()
    go(page, "/account")
    page.get_by_role("button", name="Link Factory login").click()
    expect(page.get_by_text("Linked. You can sign in with Factory login")).to_be_visible()
    expect(page).to_have_url(f"{house.url}/account")

    stranger = open_context(who=None, base_url=house.url).new_page()
    stranger.goto("/sign-in?next=/parts")
    stranger.get_by_role("button", name="Sign in with Factory login").click()
    expect(stranger.get_by_role("button", name="You: keeper")).to_be_visible()
    expect(stranger).to_have_url(re.compile("/parts/?$"))

    page.get_by_role("button", name="Unlink").click()
    expect(page.get_by_role("button", name="Link Factory login")).to_be_visible()
    provider.close()


def test_an_address_that_is_none_says_what_to_do_next(page: Page):
    page.goto("/no/such/page")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    page.get_by_role("link", name="Go to the inventory").click()
    expect(page.get_by_role("heading", name="Inventory")).to_be_visible()


def test_signing_out_leads_to_the_door(open_context: Callable[..., BrowserContext], house: Server):
    token = people.sign_in_again(house.data)
    context = open_context(who=None, base_url=house.url)
    context.add_cookies(people.cookies(token))
    page = context.new_page()
    go(page, "/parts")
    page.get_by_role("button", name="You: keeper").click()
    page.get_by_role("menuitem", name="Sign out").click()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/parts")
    expect(page).to_have_url(re.compile("/sign-in"))


def test_another_session_is_ended(open_context: Callable[..., BrowserContext], house: Server):
    people.sign_in_again(house.data, Role.BUYER)
    people.sign_in_again(house.data, Role.BUYER)
    page = open_context(who=Role.BUYER, base_url=house.url).new_page()
    go(page, "/account")
    sessions = page.get_by_role("table", name="Sessions")
    expect(sessions.get_by_text("This one")).to_have_count(1)
    before = sessions.get_by_role("row").count()

    sessions.get_by_role("button", name=re.compile("^Sign out")).first.click()
    expect(sessions.get_by_role("row")).to_have_count(before - 1)
    page.get_by_role("button", name="Sign out everywhere else").click()

    expect(sessions.get_by_role("row")).to_have_count(2)
    expect(sessions.get_by_text("This one")).to_be_visible()


def test_a_viewer_sees_everything_and_no_act(
    open_context: Callable[..., BrowserContext], house: Server
):
    """Beside reading there are filters, exports and the way around: everything else is an act."""
    page = open_context(who=Role.VIEWER, base_url=house.url).new_page()
    go(page, "/?item=1")
    expect(page.get_by_role("complementary")).to_contain_text("History")
    seen = {"/": buttons(page)}
    for path in (
        "/parts?part=1",
        "/suppliers?supplier=1",
        "/kits?kit=1",
        "/factory",
        "/factory?section=usage-types",
        "/issues?issue=1",
        "/issues?view=board",
        "/purchasing",
        "/purchasing?order=1",
        "/purchasing?view=shortage",
        "/settings?attribute=1",
        "/account",
    ):
        go(page, path)
        seen[path] = buttons(page)
        expect(page.get_by_role("alert").filter(has_text="does not allow")).to_have_count(0)
    acts = re.compile(
        r"^(New|Add|Edit|Archive|Restore|Close kit|Take|Merge|Move|Raise|Start|Resolve|Reopen|"
        r"Cancel|Place|Back to draft|Attach|Remove|Comment|Undo|Change status|Create|Rename|"
        r"Acts|Recall this|Make|More)(?![a-z])"
    )
    found = {path: [name for name in names if acts.match(name)] for path, names in seen.items()}
    assert {path: names for path, names in found.items() if names} == {}
    expect(page.get_by_role("link", name="Receive")).to_have_count(0)
    go(page, "/settings/people")
    expect(page.get_by_text("Your role does not show this page.")).to_be_visible()
    go(page, "/")
    expect(page.get_by_role("checkbox")).to_have_count(0)
    page.locator("td[data-field=lot]").first.dblclick()
    expect(page.locator(".cell-editor")).to_have_count(0)


def test_what_a_role_cannot_make_is_not_offered_in_lists(
    open_context: Callable[..., BrowserContext], house: Server
):
    page = open_context(who=Role.BUYER, base_url=house.url).new_page()
    go(page, "/")
    page.get_by_role("button", name="New Inventory").click()
    dialog = page.get_by_role("dialog", name="New Inventory")
    dialog.get_by_role("combobox", name="Supplier").fill("Nonsense")
    expect(page.get_by_role("option", name="Create “Nonsense”")).to_be_visible()
    page.keyboard.press("Escape")
    dialog.get_by_role("combobox", name="Usage type").fill("Nonsense")

    expect(dialog.locator(".combo-tail .spinner")).to_have_count(0)
    expect(page.get_by_role("option", name="Create “Nonsense”")).to_have_count(0)


@pytest.mark.parametrize("how", [{}, DARK, TABLET])
def test_nobody_is_kept_out(open_context: Callable[..., BrowserContext], house: Server, how: dict):
    page = open_context(base_url=house.url, **how).new_page()
    for path in (*(f"/settings/{name}" for name in PAGES), "/account"):
        go(page, path)
        assert serious(page) == [], path
        wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(wide), path
    go(page, "/settings/roles")
    page.get_by_role("button", name="New role").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert serious(page) == []


def test_pictures_of_it(open_context: Callable[..., BrowserContext], serve: Serve):
    house = serve()
    night = store(house, accounts.create_role, "Night shift", ["inventory.view", "inventory.move"])
    for name, role in (("Ada", "buyer"), ("Grace", "operator"), ("Hedy", night.key)):
        store(house, accounts.invite, name, role)
    store(house, accounts.create_token, "Label printer", "viewer")
    page = open_context(base_url=house.url).new_page()
    for path, name in (
        ("/settings/people", "people"),
        ("/settings/roles", "roles"),
        ("/account", "account"),
    ):
        go(page, path)
        expect(page.get_by_role("row").nth(1)).to_be_visible()
        picture(page, name)


def buttons(page: Page) -> list[str]:
    return [
        each.get_attribute("aria-label") or each.inner_text()
        for each in page.get_by_role("button").all()
    ]
