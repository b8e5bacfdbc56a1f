"""Settings: people are added, changed and let go; roles are made; tokens and sign-ins are seen."""

import pytest

from ioninv.domain import accounts
from ioninv.errors import Conflict, Forbidden
from ioninv.ui.account.revoke_state import RevokeTokenState
from ioninv.ui.account.tokens_state import TokensState
from ioninv.ui.people.acts_state import PersonActsState
from ioninv.ui.people.archive_role_state import ArchiveRoleState
from ioninv.ui.people.form_state import PersonFormState
from ioninv.ui.people.link_state import LinkState
from ioninv.ui.people.list_state import PeopleState
from ioninv.ui.people.permissions import WORDS
from ioninv.ui.people.role_form_state import RoleFormState
from ioninv.ui.people.roles_state import RolesState
from ioninv.ui.people.sign_ins_state import SignInsState
from ioninv.vocabulary import PERMISSIONS, Permission, Role


def people(screen) -> dict[str, dict]:
    screen.do(PeopleState.enter)
    return {row["name"]: row for row in screen.state(PeopleState).people}


def add(screen, name: str, role: str = "operator") -> int:
    return screen.store(accounts.create_user, name, role).id


def token_of(path: str) -> str:
    return path.partition("#")[2]


def test_who_is_added_gets_a_link_that_is_shown_until_it_is_copied(screen):
    screen.do(PersonFormState.start_new)
    form, link = screen.state(PersonFormState), screen.state(LinkState)
    assert [each["value"] for each in form.roles] == [role.value for role in Role]

    data = {"id": "0", "name": "Ada", "role": "buyer", "idempotency_key": "once"}
    screen.do(PersonFormState.save, data)

    assert (form.open, link.shows) == (False, True)
    assert screen.state(PeopleState).people == []  # its page is told to look again
    with screen._database.reading() as session:
        assert accounts.invitation(session, token_of(link.path)).name == "Ada"
    assert people(screen)["Ada"]["role"] == "Buyer"
    assert people(screen)["Ada"]["access"] == "Link handed out, not used yet"
    screen.do(LinkState.done)
    assert (link.shows, link.path) == (False, "")


def test_what_is_wrong_with_a_person_stands_at_its_field(screen):
    screen.do(PersonFormState.start_new)
    form = screen.state(PersonFormState)

    screen.do(PersonFormState.save, {"id": "0", "name": " KEEPER", "role": "viewer"})
    assert "keeper already" in form.errors["name"]
    screen.do(PersonFormState.save, {"id": "0", "name": "Ada", "role": "king"})

    assert {*form.errors} == {"role"}
    assert (form.open, form.saving) == (True, False)


def test_who_is_edited_twice_at_once_is_asked_about(screen):
    id_ = add(screen, "Ada")
    screen.do(PersonFormState.start_edit, id_)
    form = screen.state(PersonFormState)
    screen.store(accounts.edit_user, id_, role="viewer")
    data = {"id": str(id_), "version": str(form.version), "seen": "0", "began": form.began}

    screen.do(PersonFormState.save, data | {"name": "Ada", "role": "buyer"})
    assert "changed Ada meanwhile" in form.problem
    assert "viewer" in form.hints["role"]
    told = data | {"name": "Ada", "role": "buyer", "seen": str(form.seen)}
    screen.do(PersonFormState.save, told)

    assert form.open is False
    assert people(screen)["Ada"]["role"] == "Buyer"


def test_who_leaves_is_deactivated_and_can_come_back(screen):
    id_ = add(screen, "Ada")
    screen.do(PersonActsState.ask, id_)
    assert screen.state(PersonActsState).title == "Deactivate Ada?"

    screen.do(PersonActsState.confirm, "a press")
    gone = people(screen)["Ada"]
    assert gone["active"] is False
    screen.do(PersonActsState.activate, id_, gone["version"], "another")

    assert people(screen)["Ada"]["active"] is True


def test_nobody_deactivates_themselves(screen):
    assert people(screen)["keeper"]["is_me"]
    screen.do(PersonActsState.ask, 1)

    screen.do(PersonActsState.confirm, "a press")

    acts = screen.state(PersonActsState)
    assert "cannot deactivate yourself" in acts.problem
    assert (acts.open, acts.saving) == (True, False)


def test_a_new_link_makes_the_older_one_worthless(screen):
    id_ = add(screen, "Ada")
    paths = []
    for press in ("one", "two"):
        screen.do(PersonActsState.ask_link, id_)
        screen.do(PersonActsState.confirm, press)
        paths.append(screen.state(LinkState).path)

    with screen._database.reading() as session:
        assert accounts.invitation(session, token_of(paths[1])).name == "Ada"
        with pytest.raises(Exception, match="used already"):
            accounts.invitation(session, token_of(paths[0]))


def test_every_permission_is_said_once_in_words():
    said = [permission for words in WORDS.values() for permission in words]

    assert sorted(said) == sorted(Permission)


def test_a_role_is_made_from_a_copy_and_edited(screen):
    screen.do(RoleFormState.start_copy, "operator")
    form = screen.state(RoleFormState)
    operator = PERMISSIONS[Role.OPERATOR]
    assert {each for each, has in form.chosen.items() if has} == {each.value for each in operator}

    ticked = dict.fromkeys(("parts.view", "inventory.view"), "1")
    screen.do(RoleFormState.save, {"id": "0", "name": "Auditor", **ticked})
    screen.do(RolesState.enter)
    table = screen.state(RolesState)
    assert [column["name"] for column in table.columns][-1] == "Auditor"
    cells = {line["key"]: line["cells"] for line in table.lines if not line["group"]}
    assert (cells["parts.view"][-1], cells["parts.edit"][-1]) == (True, False)

    screen.do(RoleFormState.start_edit, table.columns[-1]["key"])
    data = {"id": str(form.role), "version": str(form.version), "began": form.name}
    screen.do(RoleFormState.save, data | {"name": "Auditor", "parts.edit": "1"})
    screen.do(RolesState.enter)

    cells = {line["key"]: line["cells"] for line in table.lines if not line["group"]}
    assert (cells["parts.view"][-1], cells["parts.edit"][-1]) == (False, True)


def test_a_role_that_somebody_has_is_archived_with_one_to_follow(screen):
    role = screen.store(accounts.create_role, "Auditor", ["parts.view"])
    add(screen, "Ada", role.key)
    screen.do(ArchiveRoleState.ask, role.key)
    form = screen.state(ArchiveRoleState)
    assert form.has_bearers
    assert role.key not in {each["value"] for each in form.successors}

    data = {"id": str(role.id), "version": str(role.version)}
    screen.do(ArchiveRoleState.archive, data | {"successor": ""})
    assert "is the role of" in form.errors["successor"]
    screen.do(ArchiveRoleState.archive, data | {"successor": "viewer"})

    assert people(screen)["Ada"]["role"] == "Viewer"
    screen.do(RolesState.show_archived_roles, True)
    archived = screen.state(RolesState).columns[-1]
    assert (archived["name"], archived["archived"]) == ("Auditor", True)
    screen.do(ArchiveRoleState.restore, archived["id"], archived["version"])
    screen.do(RolesState.show_archived_roles, False)
    assert screen.state(RolesState).columns[-1]["name"] == "Auditor"


def test_everybodys_tokens_are_seen_and_revoked_once(screen):
    ada = add(screen, "Ada")
    made = screen.store(accounts.create_token, "Printer", "viewer", owner_id=ada).token
    screen.do(TokensState.enter)
    (row,) = screen.state(TokensState).tokens
    assert (row["name"], row["owner"], row["state"]) == ("Printer", "Ada", "Active")

    screen.do(RevokeTokenState.ask, made.id, made.name, made.version)
    screen.do(RevokeTokenState.revoke)
    screen.do(TokensState.refresh)

    assert screen.state(TokensState).tokens[0]["state"] == "Revoked"
    screen.do(RevokeTokenState.ask, made.id, made.name, made.version + 1)
    screen.do(RevokeTokenState.revoke)
    assert screen.state(RevokeTokenState).problem == "Printer is revoked already."


def test_who_came_in_stands_in_the_log(screen):
    add(screen, "Ada")
    screen.do(SignInsState.enter)

    assert screen.state(SignInsState).sign_ins_loaded


def test_others_see_none_of_it(screen):
    id_ = add(screen, "Ada")
    screen.sign_in(Role.OPERATOR)

    for handler, *arguments in (
        (PeopleState.enter,),
        (SignInsState.enter,),
        (TokensState.enter,),
        (PersonFormState.start_edit, id_),
        (PersonActsState.ask, id_),
        (PersonActsState.activate, id_, 1, "press"),
    ):
        with pytest.raises(Forbidden):
            screen.do(handler, *arguments)
    screen.do(PersonFormState.save, {"id": "0", "name": "Eve", "role": "administrator"})
    assert "users.edit" in screen.state(PersonFormState).problem
    screen.do(RoleFormState.save, {"id": "0", "name": "Kings", "users.edit": "1"})
    assert "roles.edit" in screen.state(RoleFormState).problem


def test_a_stale_press_activates_nobody(screen):
    id_ = add(screen, "Ada")

    with pytest.raises(Conflict):
        screen.do(PersonActsState.activate, id_, 99, "press")


def undo_of(events) -> str:
    """The change set that the message's Undo takes back."""
    return str(next(e.args for e in events if "toast" in str(e.args)))


def test_who_is_opened_shows_what_happened_to_them_and_it_is_undone_there(screen):
    id_ = add(screen, "Ada")
    screen.do(PersonFormState.start_edit, id_)
    form = screen.state(PersonFormState)
    data = {"id": str(id_), "version": str(form.version), "seen": "0", "began": form.began}
    news = screen.do(PersonFormState.save, data | {"name": "Ada Byron", "role": "operator"})
    assert "Undo" in undo_of(news)

    screen.do(PeopleState.open_row, id_)
    page = screen.state(PeopleState)
    assert page.opened_person["name"] == "Ada Byron"
    newest = page.person_history[0]
    assert (newest["text"], newest["can_undo"]) == ("Renamed from Ada to Ada Byron", True)
    screen.do(PeopleState.undo, newest["change_set"], "a press")

    assert page.opened_person["name"] == "Ada"
    screen.do(PeopleState.open_row, 999)
    assert page.person_missing == "There is no such person."
    screen.do(PeopleState.close_row)
    assert page.person == 0


def test_a_role_shows_what_happened_to_it_and_it_is_undone_there(screen):
    role = screen.store(accounts.create_role, "Counter", [Permission.VIEW_INVENTORY])
    screen.store(accounts.edit_role, role.id, "Counter", [Permission.VIEW_PARTS])
    screen.do(RolesState.enter)

    screen.do(RolesState.show_history, role.id)
    page = screen.state(RolesState)
    assert page.role_name == "Counter"
    assert [each["can_undo"] for each in page.role_history] == [True, False]
    screen.do(RolesState.undo, page.role_history[0]["change_set"], "a press")

    with screen._database.reading() as session:
        now = accounts.role_called(session, accounts.first_user(session, "screen"), "counter")
    assert now.permissions == (Permission.VIEW_INVENTORY,)
