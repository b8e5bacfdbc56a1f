"""Who may do what to whom: users, roles, tokens, and what is taken back."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import text

from ioninv.domain import accounts, reports, undoing
from ioninv.domain.access import Actor
from ioninv.errors import Conflict, Forbidden, Invalid, NotFound, SignedOut
from ioninv.vocabulary import PERMISSIONS, Permission, Role, Source
from tests.domain.accounts.conftest import PASSWORD, People

CLERK = [Permission.VIEW_USERS, Permission.EDIT_USERS, Permission.EDIT_ROLES, Permission.OWN_TOKENS,
         Permission.VIEW_INVENTORY, Permission.VIEW_HISTORY, Permission.UNDO]  # fmt: skip


@pytest.fixture
def user(session, keeper):
    """user("Sam", Role.BUYER) → somebody acting with that role."""

    def make(name: str, role: str = Role.OPERATOR) -> Actor:
        row = accounts.create_user(session, keeper, name, role)
        permits = accounts.role_called(session, keeper, row.role).permissions
        return Actor(row.id, row.name, frozenset(permits), Source.SCREEN, row.role)

    return make


@pytest.fixture
def role(session, keeper):
    """role("Clerk", [...]) → the row of a role with these permissions."""
    return lambda name, permissions: accounts.create_role(session, keeper, name, permissions)


def last_change(session) -> int:
    return session.execute(text("SELECT max(id) FROM change_set")).scalar_one()


def undo(session, actor) -> None:
    assert undoing.what_stands_against(session, actor, last_change(session)) == []
    undoing.undo(session, actor, last_change(session))


@pytest.mark.usefixtures("sound")
def test_users_are_made_renamed_and_given_roles_with_their_history(session, keeper, user):
    sam = user("Sam")
    renamed = accounts.edit_user(session, keeper, sam.user_id, name="Samira", version=1)
    accounts.edit_user(session, keeper, sam.user_id, role=Role.BUYER)

    assert (renamed.id, renamed.name, renamed.version) == (sam.user_id, "Samira", 2)
    told = accounts.timeline(session, keeper, sam.user_id)
    assert [each.headline for each in told] == [
        "Role: Operator → Buyer",
        "Renamed from Sam to Samira",
        "Created as Operator",
    ]
    with pytest.raises(Conflict, match="keeper changed Samira meanwhile"):
        accounts.edit_user(session, keeper, sam.user_id, name="Sam", version=1)


@pytest.mark.parametrize(
    "other", ["sam ruiz", "SÁM RUÍZ", "Ｓam Ruiz", "Sаm Ruiz", "  Sam   Ruiz "]
)
def test_a_name_that_only_looks_different_is_taken(session, keeper, user, other):
    user("Sam Ruiz")

    with pytest.raises(Conflict, match="called Sam Ruiz already") as refusal:
        accounts.create_user(session, keeper, other)
    assert refusal.value.field == "name"


@pytest.mark.parametrize(
    "name", ["", "  ", "@sam", "sam@home", "<b>", "=1+1", "\u202esam", ".", "-x", "x-", "a\u0000", "x" * 61, "'"]
)  # fmt: skip
def test_a_name_that_no_mention_could_hold_is_refused(session, keeper, name):
    if name in ("\u202esam", "a\u0000"):
        assert accounts.create_user(session, keeper, name).name in ("sam", "a")
        return
    with pytest.raises(Invalid) as refusal:
        accounts.create_user(session, keeper, name)
    assert refusal.value.field == "name"


def test_a_double_tap_makes_one_user_and_the_newest_link_is_the_one(people: People):
    first = people.keep(accounts.invite, "Sam", Role.VIEWER, "k1")
    again = people.keep(accounts.invite, "Sam", Role.VIEWER, "k1")

    assert first.user_id == again.user_id
    with pytest.raises(NotFound):
        people.use(first.token)
    people.use(again.token)
    with pytest.raises(Conflict, match="no longer as you invited them"):
        people.keep(accounts.invite, "Sam", Role.VIEWER, "k1")


def test_a_link_is_worth_no_more_than_when_it_was_made(people: People):
    role = people.keep(accounts.create_role, "Clerk", CLERK)
    plain = people.keep(accounts.create_role, "Plain", [Permission.VIEW_INVENTORY])
    clerk = people.actor(people.person("Clara", role.key))
    link = people.write(accounts.invite, clerk, "Sam", plain.key, "k1")

    people.keep(accounts.edit_user, link.user_id, role=Role.ADMINISTRATOR)

    with pytest.raises(NotFound):
        people.use(link.token)
    with pytest.raises(Forbidden):
        people.write(accounts.invite, clerk, "Sam", plain.key, "k1")


def test_nobody_gives_or_touches_what_permits_more_than_they_may(session, keeper, user, role):
    clerk = user("Clara", role("Clerk", CLERK).key)
    admin, viewer = user("Ada", Role.ADMINISTRATOR), user("Vera", Role.VIEWER)
    plain = role("Plain", [Permission.VIEW_INVENTORY])

    attempts = [
        lambda: accounts.edit_user(session, clerk, clerk.user_id, role=Role.ADMINISTRATOR),
        lambda: accounts.create_user(session, clerk, "Puppet", Role.ADMINISTRATOR),
        lambda: accounts.invite(session, clerk, "Puppet", Role.OPERATOR),
        lambda: accounts.create_role(session, clerk, "All", list(Permission)),
        lambda: accounts.edit_role(session, clerk, plain.id, permissions=[Permission.VERIFY]),
        lambda: accounts.reset(session, clerk, admin.user_id),
        lambda: accounts.edit_user(session, clerk, admin.user_id, name="Adam"),
        lambda: accounts.edit_user(session, clerk, admin.user_id, role=plain.key),
        lambda: accounts.deactivate(session, clerk, admin.user_id),
        lambda: accounts.deactivate(session, clerk, viewer.user_id),
        lambda: accounts.create_token(session, clerk, "t", role=Role.ADMINISTRATOR),
        lambda: accounts.create_token(session, clerk, "t", owner_id=admin.user_id),
        lambda: accounts.create_user(session, viewer, "Puppet", Role.VIEWER),
        lambda: accounts.create_token(session, viewer, "t"),
        lambda: accounts.users(session, viewer),
        lambda: accounts.sign_ins(session, viewer),
        lambda: accounts.tokens(session, clerk, everybodys=True),
    ]
    before = last_change(session)
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()
    assert last_change(session) == before
    assert accounts.create_user(session, clerk, "Helper", plain.key).role == plain.key


def test_the_last_administrator_who_can_sign_in_stays(people: People):
    marta = people.use(people.write(accounts.set_up_link))
    people.keep(accounts.create_user, "Never came", Role.ADMINISTRATOR)
    actor = people.actor(marta)

    with pytest.raises(Conflict, match="last administrator"):
        people.write(accounts.edit_user, actor, 1, role=Role.VIEWER)
    with pytest.raises(Conflict, match="deactivate yourself"):
        people.write(accounts.deactivate, actor, 1)
    ada = people.person("Ada", Role.ADMINISTRATOR)
    people.write(accounts.edit_user, people.actor(ada), 1, role=Role.VIEWER)

    assert people.actor(marta).permissions == PERMISSIONS[Role.VIEWER], "at once"
    with pytest.raises(Conflict, match="last administrator"):
        people.write(accounts.edit_user, people.actor(ada), ada.user_id, role=Role.VIEWER)
    assert people.read(accounts.first_user, Source.CLI).name == "Never came"


def test_two_administrators_who_demote_each_other_leave_one(people: People):
    marta = people.use(people.write(accounts.set_up_link))
    ada = people.person("Ada", Role.ADMINISTRATOR)
    both = [(people.actor(marta), ada.user_id), (people.actor(ada), 1)]

    people.write(accounts.edit_user, both[0][0], both[0][1], role=Role.VIEWER)
    with pytest.raises(Conflict, match="last administrator"):
        people.write(accounts.edit_user, both[1][0], both[1][1], role=Role.VIEWER)


def test_deactivation_ends_everything_at_once(people: People):
    sam = people.person("Sam")
    token = people.write(accounts.create_token, people.actor(sam), "scanner").secret
    link = people.keep(accounts.reset, sam.user_id)
    assert people.read(accounts.by_token, token, Source.REST).name == "Sam"

    people.keep(accounts.deactivate, sam.user_id)

    for attempt in (
        lambda: people.actor(sam),
        lambda: people.read(accounts.by_token, token, Source.REST),
    ):
        with pytest.raises(SignedOut):
            attempt()
    with pytest.raises(NotFound):
        people.use(link.token)
    with pytest.raises(Invalid, match="name or the password"):
        people.sign_in("Sam")
    with pytest.raises(Conflict, match="deactivated: activate it"):
        people.keep(accounts.create_user, "sam")

    people.write(lambda session: session.execute(text("UPDATE session SET ended_at = NULL")))
    with pytest.raises(SignedOut):
        people.actor(sam)
    people.write(lambda session: session.execute(text("UPDATE session SET ended_at = 1")))
    people.keep(accounts.activate, sam.user_id)
    with pytest.raises(SignedOut):
        people.actor(sam)
    with pytest.raises(NotFound):
        people.use(link.token)
    assert people.sign_in("Sam").user_id == sam.user_id
    assert people.read(accounts.by_token, token, Source.REST).name == "Sam"


def test_a_new_password_ends_the_other_sessions_and_a_reset_all(people: People):
    import asyncio

    here, there = people.person("Sam"), people.sign_in("Sam")

    def change(old: str, new: str) -> int:
        work = accounts.change_password(people.database, here.token, old, new, Source.SCREEN)
        return asyncio.run(work)

    with pytest.raises(Invalid) as wrong:
        change("not the password at all", PASSWORD + "!")
    with pytest.raises(Invalid) as short:
        change(PASSWORD, "short")
    assert (wrong.value.field, short.value.field) == ("password", "new_password")
    assert change(PASSWORD, "seven brown mice sing loud") == 1
    with pytest.raises(SignedOut):
        people.actor(there)

    link = people.keep(accounts.reset, here.user_id)
    assert people.actor(here).name == "Sam", "until the link is used"
    people.use(link.token, "eight grey cats purr softly")
    with pytest.raises(SignedOut):
        people.actor(here)
    with pytest.raises(Invalid):
        people.sign_in("Sam", "seven brown mice sing loud")


@pytest.mark.usefixtures("sound")
def test_a_role_is_what_was_said_in_full_and_an_omitted_field_changes_nothing(
    session, keeper, user, role
):
    made = role("Clerk", CLERK)
    clara = user("Clara", made.key)

    renamed = accounts.edit_role(session, keeper, made.id, name="Desk")
    assert set(renamed.permissions) == set(CLERK)
    less = accounts.edit_role(session, keeper, made.id, permissions=[Permission.VIEW_INVENTORY])
    assert (less.name, less.permissions, less.users) == ("Desk", (Permission.VIEW_INVENTORY,), 1)
    assert accounts.myself(session, clara).role_name == "Desk"
    assert accounts.edit_role(session, keeper, made.id, permissions=[]).permissions == ()
    with pytest.raises(Invalid, match=r"no permission “inventory\.explode”"):
        accounts.edit_role(session, keeper, made.id, permissions=["inventory.explode"])
    with pytest.raises(Conflict, match="called Administrator already"):
        accounts.edit_role(session, keeper, made.id, name="ADMINISTRATOR")
    with pytest.raises(Invalid):
        accounts.create_user(session, keeper, "Sam", "role-99")


@pytest.mark.usefixtures("sound")
def test_a_role_in_use_is_archived_with_a_successor_alone_and_both_are_taken_back(
    session, keeper, user, role
):
    made, lesser = role("Clerk", CLERK), role("Lesser", [Permission.VIEW_INVENTORY])
    clara = user("Clara", made.key)
    token = accounts.create_token(session, clara, "desk").token

    with pytest.raises(Conflict, match="role of 1 user and 1 token"):
        accounts.archive_role(session, keeper, made.id)
    with pytest.raises(Conflict, match="allowed more"):
        accounts.archive_role(session, keeper, made.id, successor=Role.ADMINISTRATOR)
    accounts.archive_role(session, keeper, made.id, successor=lesser.key)

    assert accounts.user(session, keeper, clara.user_id).role == lesser.key
    assert accounts.tokens(session, clara)[0].role == lesser.key
    with pytest.raises(Invalid):
        accounts.edit_user(session, keeper, clara.user_id, role=made.key)
    assert [row.name for row in accounts.roles(session, clara)][4:] == ["Lesser"]

    undo(session, keeper)
    assert accounts.user(session, keeper, clara.user_id).role == made.key
    assert accounts.tokens(session, clara)[0].role == made.key == token.role


@pytest.mark.usefixtures("sound")
def test_rename_role_and_deactivation_are_taken_back_under_the_same_rules(
    session, keeper, user, role
):
    sam = user("Sam")
    accounts.edit_user(session, keeper, sam.user_id, name="Samira", role=Role.VIEWER)
    undo(session, keeper)
    assert accounts.user(session, keeper, sam.user_id).name == "Sam"
    accounts.deactivate(session, keeper, sam.user_id)
    undo(session, keeper)
    assert accounts.user(session, keeper, sam.user_id).active

    clerk = user("Clara", role("Clerk", CLERK).key)
    accounts.edit_user(session, keeper, sam.user_id, role=role("None", []).key)
    assert "more rights than your own" in " ".join(
        undoing.what_stands_against(session, clerk, last_change(session))
    )
    user("Tim")
    assert "cannot be undone" in " ".join(
        undoing.what_stands_against(session, keeper, last_change(session))
    )
    accounts.edit_user(session, keeper, sam.user_id, name="Samuel")
    renamed = last_change(session)
    user("Sam")
    assert undoing.what_stands_against(session, keeper, renamed) == [
        "There is a user called Sam already."
    ]


def test_a_token_permits_what_its_role_does_as_far_as_its_owner_may_now(people: People):
    sam = people.person("Sam", Role.BUYER)
    actor = people.actor(sam)
    made = people.write(accounts.create_token, actor, "scanner", Role.OPERATOR, 30)

    assert made.secret.startswith(f"{made.token.prefix}_")
    assert accounts.api_tokens.LOOKS.fullmatch(made.secret)
    assert made.secret not in repr(made)
    by_token = people.read(accounts.by_token, made.secret, Source.REST)
    assert by_token.permissions == PERMISSIONS[Role.OPERATOR]
    with pytest.raises(Forbidden, match="A token may not do this"):
        people.write(accounts.create_token, by_token, "child")
    people.keep(accounts.edit_user, sam.user_id, role=Role.VIEWER)
    assert (
        people.read(accounts.by_token, made.secret, Source.REST).permissions
        == PERMISSIONS[Role.VIEWER]
    )

    for wrong in (made.secret[:-1], made.secret + "x", made.token.prefix, "", "é", "ioninv__"):
        with pytest.raises(SignedOut, match="not valid"):
            people.read(accounts.by_token, wrong, Source.REST)
    stored = b"".join(each.read_bytes() for each in people.database.path.parent.glob("*.db*"))
    assert made.secret.split("_")[2].encode() not in stored


def test_tokens_are_revoked_by_their_owner_or_an_administrator(people: People):
    sam, ana = (people.actor(people.person(name)) for name in ("Sam", "Ana"))
    made = people.write(accounts.create_token, sam, "scanner")

    with pytest.raises(NotFound):
        people.write(accounts.revoke_token, ana, made.token.id)
    assert people.read(accounts.tokens, ana) == []
    assert people.keep(accounts.revoke_token, made.token.id).living is False
    with pytest.raises(SignedOut):
        people.read(accounts.by_token, made.secret, Source.REST)
    with pytest.raises(Conflict, match="revoked already"):
        people.write(accounts.revoke_token, sam, made.token.id)


def test_a_token_for_somebody_else_permits_no_more_than_they_may(session, keeper, user):
    robot = user("Robot", Role.VIEWER)

    with pytest.raises(Forbidden, match="Robot may not do that themselves"):
        accounts.create_token(session, keeper, "t", role=Role.OPERATOR, owner_id=robot.user_id)
    made = accounts.create_token(session, keeper, "t", owner_id=robot.user_id).token
    assert (made.owner, made.role) == ("Robot", "viewer")


@pytest.mark.parametrize("days", [0, -1, 366, 2**40])
def test_a_token_lasts_a_year_at_most(session, keeper, days):
    with pytest.raises(Invalid) as refusal:
        accounts.create_token(session, keeper, "t", days=days)
    assert refusal.value.field == "days"


def test_a_token_says_when_it_was_last_used_and_ends_in_time(people: People, monkeypatch):
    from datetime import timedelta

    from ioninv.domain.accounts import resolving

    made = people.keep(accounts.create_token, "t", days=1)
    people.read(accounts.by_token, made.secret, Source.REST)
    people.write(accounts.note_seen)
    assert people.keep(accounts.tokens)[0].used
    then = resolving.now() + timedelta(days=1, seconds=1)
    monkeypatch.setattr(resolving, "now", lambda: then)

    with pytest.raises(SignedOut):
        people.read(accounts.by_token, made.secret, Source.REST)


def test_the_history_holds_nothing_of_a_secret_and_proves_itself(people: People):
    sam = people.person("Sam", Role.BUYER)
    made = people.write(accounts.create_token, people.actor(sam), "scanner")
    people.keep(accounts.reset, sam.user_id)
    changes = people.read(
        lambda session: "".join(session.execute(text("SELECT changes FROM event")).scalars())
    )

    assert "argon2" not in changes
    assert made.secret.split("_")[2] not in changes
    assert "hash" not in changes
    with people.database.reading() as session:
        keeper = accounts.first_user(session, Source.SCREEN)
        assert [each.broken for each in reports.verify(session, keeper) if each.broken] == []


def test_what_differs_between_rows_and_history_is_proved(people: People):
    people.person("Sam")

    def damage(session) -> None:
        session.execute(text("DROP TRIGGER user_changes_with_its_event"))
        session.execute(text("UPDATE user SET role = 'administrator' WHERE name = 'Sam'"))

    people.write(damage)
    found = people.keep(reports.verify)

    assert any("user 2: role is 'administrator'" in said for each in found for said in each.broken)


def test_a_provider_lets_in_who_is_linked_or_invited_and_nobody_by_name(people: People):
    issuer = "https://id.example"
    sam = people.person("Sam")

    def come(subject: str, name: str = "Sam", invitation: str = ""):
        visitor = accounts.Visitor("192.0.2.1")
        return people.write(
            accounts.sign_in_by_provider, issuer, subject, name, visitor, invitation
        )

    with pytest.raises(Forbidden, match="Nobody here is linked"):
        come("s-1")
    people.write(accounts.link_provider, people.actor(sam), issuer, "s-1")
    assert come("s-1").user_id == sam.user_id
    link = people.keep(accounts.invite, "Ana", Role.BUYER).token
    ana = come("a-1", "whoever", link)
    assert (people.actor(ana).name, people.actor(ana).role) == ("Ana", "buyer")
    with pytest.raises(NotFound):
        come("a-2", "Ana", link)
    with pytest.raises(Conflict, match="linked with another"):
        people.write(accounts.link_provider, people.actor(ana), issuer, "s-1")
    with pytest.raises(Conflict, match="no password"):
        people.write(accounts.unlink_provider, people.actor(ana))
    people.keep(accounts.deactivate, sam.user_id)
    with pytest.raises(Forbidden, match="deactivated"):
        come("s-1")


def test_a_provider_lets_in_new_users_where_a_setting_says_with_which_role(people: People, monkeypatch):  # fmt: skip
    from ioninv.domain.accounts import by_provider

    settings = by_provider.get_settings().model_copy(update={"oidc_new_users": "viewer"})
    monkeypatch.setattr(by_provider, "get_settings", lambda: settings)
    people.person("Sam", Role.BUYER)

    new = people.write(
        accounts.sign_in_by_provider, "https://id.example", "x", "Sam", accounts.Visitor()
    )
    odd = people.write(
        accounts.sign_in_by_provider, "https://id.example", "y", "<script>", accounts.Visitor()
    )

    assert (people.actor(new).name, people.actor(new).role) == ("Sam 2", "viewer")
    assert people.actor(odd).name == "User"


def test_users_from_before_accounts_begin_their_history_and_keep_their_number(tmp_path):
    from alembic import command
    from sqlalchemy import create_engine

    from ioninv.db import migrate
    from ioninv.db.driver import driver
    from ioninv.domain.house import open_house

    engine = create_engine(f"sqlite:///{tmp_path / 'ioninv.db'}", module=driver())
    with engine.begin() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        connection.execute(
            text(
                "INSERT INTO user VALUES (1, 'keeper', 'keeper', 'administrator', 1700000000000000)"
            )
        )
    engine.dispose()

    database = open_house(tmp_path)
    try:
        with database.reading() as session:
            keeper = accounts.first_user(session, Source.CLI)
            assert (keeper.user_id, keeper.name) == (1, "keeper")
            assert [each.broken for each in reports.verify(session, keeper) if each.broken] == []
            row = session.execute(text("SELECT changes FROM event WHERE entity = 'user'")).scalar()
            assert json.loads(row or "") == {
                "active": [None, 1],
                "name": [None, "keeper"],
                "role": [None, "administrator"],
            }
        with database.writing() as session:
            assert accounts.edit_user(session, keeper, 1, name="Marta").version == 2
    finally:
        database.close()
    assert replace(keeper, name="x").user_id == 1


def test_a_token_ends_no_session_and_no_other_token(people):
    sam = people.person("sam", Role.OPERATOR)
    actor = people.actor(sam)
    weak = people.write(accounts.create_token, actor, "Looks", Role.VIEWER)
    other = people.write(accounts.create_token, actor, "Works")
    program = people.read(accounts.by_token, weak.secret, Source.REST)

    for door, *given in (
        (accounts.end_session, actor.session_id),
        (accounts.sign_out_everywhere,),
        (accounts.unlink_provider,),
        (accounts.link_provider, "https://id.example", "sam"),
        (accounts.create_token, "More"),
        (accounts.revoke_token, other.token.id),
    ):
        with pytest.raises(Forbidden):
            people.write(door, program, *given)
    assert people.actor(sam)
    assert not people.write(accounts.revoke_token, program, weak.token.id).living


@pytest.fixture
def helpdesk(people: People):
    """Somebody who makes links and tokens for those who may do less, and Bob, who may."""
    looks = [each for each in Permission if each.value.endswith(".view")]
    makes = [Permission.EDIT_USERS, Permission.EDIT_TOKENS, Permission.OWN_TOKENS]
    clerk = people.keep(accounts.create_role, "Clerk", looks)
    role = people.keep(accounts.create_role, "Helpdesk", [*looks, *makes])
    mallory = people.actor(people.person("Mallory", role.key))
    people.person("Bob", clerk.key)
    return mallory, people.keep(accounts.user_called, "Bob"), clerk


@pytest.mark.parametrize("how", ["edited", "archived", "undone"])
def test_a_link_is_worthless_once_its_user_may_do_more_than_its_maker(people, helpdesk, how):
    mallory, bob, clerk = helpdesk
    everything = [*Permission]
    if how == "undone":
        people.keep(accounts.edit_role, clerk.id, permissions=everything)
        people.keep(accounts.edit_role, clerk.id, permissions=list(clerk.permissions))
    link = people.write(accounts.reset, mallory, bob.id)

    if how == "edited":
        people.keep(accounts.edit_role, clerk.id, permissions=everything)
    elif how == "archived":
        people.keep(accounts.archive_role, clerk.id, successor=Role.ADMINISTRATOR)
    else:
        narrowed = people.keep(accounts.role_timeline, clerk.id)[0].change_set
        people.keep(undoing.undo, narrowed)

    with pytest.raises(NotFound):
        people.use(link.token)


def test_a_token_that_another_made_is_not_allowed_more_than_its_maker(people, helpdesk):
    mallory, bob, clerk = helpdesk
    made = people.write(accounts.create_token, mallory, "Kiosk", owner_id=bob.id).token

    with pytest.raises(Conflict, match="Kiosk would be allowed more than Mallory, who made it"):
        people.keep(accounts.edit_role, clerk.id, permissions=[*Permission])
    people.keep(accounts.revoke_token, made.id)

    people.keep(accounts.edit_role, clerk.id, permissions=[*Permission])


def test_a_token_of_somebody_who_may_do_more_is_not_revoked(people, helpdesk):
    mallory, _, _ = helpdesk
    made = people.keep(accounts.create_token, "Backup").token

    with pytest.raises(Forbidden, match="more rights than your own"):
        people.write(accounts.revoke_token, mallory, made.id)


def test_nobody_changes_their_own_role(people):
    people.person("Ann", Role.ADMINISTRATOR)

    with pytest.raises(Conflict, match="You cannot change your own role"):
        people.keep(accounts.edit_user, 1, role=Role.VIEWER)
