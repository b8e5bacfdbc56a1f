"""Who acts is asked anew at every event: what was taken away meanwhile bites on the next."""

import asyncio

import pytest

from ioninv.domain import accounts, parts
from ioninv.domain.accounts.cookies import token_in
from ioninv.errors import Forbidden, SignedOut
from ioninv.ui.errors import on_error
from ioninv.ui.parts.grid_state import PartsState
from ioninv.ui.state import AppState
from ioninv.vocabulary import Permission, Role, Source
from tests.entering import change

TOKEN = "a" * 43


def do_as(screen, door, *arguments):
    """Call a door the way handlers do."""
    return asyncio.run(screen.state(AppState)._write(door, *arguments))


def test_the_frame_says_who_acts_and_what_they_may(screen):
    screen.sign_in(Role.VIEWER)
    screen.do(AppState.look_again)

    frame = screen.state(AppState)
    assert frame.actor_name == "viewer"
    assert set(frame.may) == {each.value for each in Permission}
    assert (frame.may["parts.view"], frame.may["parts.create"]) == (True, False)


def test_a_demotion_bites_on_the_next_event_and_is_shown(screen, database):
    screen.do(AppState.look_again)
    assert screen.state(AppState).may["parts.create"]
    with database.writing() as session:
        change(session, "keeper", role=Role.VIEWER.value)

    with pytest.raises(Forbidden) as refused:
        do_as(screen, parts.create, parts.PartForm(part_number="GEAR"))

    assert screen.state(AppState).may["parts.create"] is False
    assert any("look_again" in str(event) for event in on_error(refused.value))


def test_a_session_that_ended_refuses_the_next_event_and_says_so_on_the_page(screen):
    screen.do(AppState.look_again)
    screen.lose_session()

    with pytest.raises(SignedOut) as refused:
        screen.do(PartsState.enter)

    frame = screen.state(AppState)
    assert frame.signed_out
    assert "tell_signed_out" in str(on_error(refused.value))
    screen.sign_in(Role.OPERATOR)
    screen.do(PartsState.enter)
    assert (frame.signed_out, frame.actor_name) == (False, "operator")


def test_a_deactivated_user_is_signed_out_at_once(screen, database):
    screen.do(PartsState.enter)
    with database.writing() as session:
        change(session, "keeper", active=False)

    with pytest.raises(SignedOut):
        screen.do(PartsState.enter)


def test_who_may_not_see_the_inventory_still_gets_a_frame(screen, database):
    with database.writing() as session:
        keeper = accounts.first_user(session, Source.CLI)
        role = accounts.create_role(session, keeper, "Clerk", ["suppliers.view"])
        change(session, "keeper", role=role.key)

    screen.do(AppState.look_again)

    frame = screen.state(AppState)
    assert (frame.actor_name, frame.item_count, frame.part_count) == ("keeper", "", "")


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (f"ioninv_session={TOKEN}", TOKEN),
        (f"a=1; ioninv_session={TOKEN}; b=2", TOKEN),
        (f"ioninv_session={TOKEN};ioninv_session={TOKEN}", TOKEN),
        (f"ioninv_session={TOKEN}; ioninv_session={'b' * 43}", ""),
        (f"xioninv_session={TOKEN}", ""),
        (f"ioninv_session ={TOKEN}", ""),
        (f'ioninv_session="{TOKEN}"', ""),
        (f"ioninv_session={TOKEN}x", ""),
        ("ioninv_session=" + "\N{SNOWMAN}" * 43, ""),
        ("ioninv_session", ""),
        ("a=1; " * 5_000 + f"ioninv_session={TOKEN}", ""),
        ("", ""),
    ],
)
def test_only_one_cookie_that_looks_like_ours_counts(header, found):
    assert token_in(header) == found
