"""The pages of people, roles, everybody's tokens and sign-ins, among the settings."""

import reflex as rx

from ioninv.ui.account.token_grid import revoke_question
from ioninv.ui.account.tokens_state import TokensState
from ioninv.ui.people.acts import person_question
from ioninv.ui.people.archive_role import archive_role_dialog
from ioninv.ui.people.form import person_dialog
from ioninv.ui.people.link import link_dialog
from ioninv.ui.people.list import add_person, people_section
from ioninv.ui.people.list_state import PeopleState
from ioninv.ui.people.role_form import role_dialog
from ioninv.ui.people.roles import new_role, roles_section
from ioninv.ui.people.roles_state import RolesState
from ioninv.ui.people.sign_ins import sign_ins_section
from ioninv.ui.people.sign_ins_state import SignInsState
from ioninv.ui.people.tokens import tokens_section
from ioninv.ui.settings.sections import PEOPLE, ROLES, SIGN_INS, TOKENS, settings_frame


def add_to(app: rx.App) -> None:
    app.add_page(people_page, route=PEOPLE, title="People · ioninv", on_load=PeopleState.enter)
    app.add_page(roles_page, route=ROLES, title="Roles · ioninv", on_load=RolesState.enter)
    app.add_page(tokens_page, route=TOKENS, title="Tokens · ioninv", on_load=TokensState.enter)
    app.add_page(
        sign_ins_page, route=SIGN_INS, title="Sign-ins · ioninv", on_load=SignInsState.enter
    )


def people_page() -> rx.Component:
    return settings_frame(
        people_section(),
        section=PEOPLE,
        acts=(add_person(),),
        dialogs=(person_dialog(), person_question(), link_dialog()),
    )


def roles_page() -> rx.Component:
    return settings_frame(
        roles_section(),
        section=ROLES,
        acts=(new_role(),),
        dialogs=(role_dialog(), archive_role_dialog()),
    )


def tokens_page() -> rx.Component:
    return settings_frame(tokens_section(), section=TOKENS, dialogs=(revoke_question(),))


def sign_ins_page() -> rx.Component:
    return settings_frame(sign_ins_section(), section=SIGN_INS)
