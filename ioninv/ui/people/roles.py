"""The section Roles: permissions down, roles across."""

import reflex as rx

from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.button import button, icon_button
from ioninv.ui.kit.chip import chip
from ioninv.ui.kit.menu import menu, menu_item
from ioninv.ui.kit.panel import panel
from ioninv.ui.kit.press import PRESS
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.kit.timeline import timeline
from ioninv.ui.layout import bar, bar_end, work
from ioninv.ui.people.archive_role_state import ArchiveRoleState
from ioninv.ui.people.role_form_state import RoleFormState
from ioninv.ui.people.roles_state import Column, Line
from ioninv.ui.people.roles_state import RolesState as S
from ioninv.vocabulary import Permission, Role


def roles_section() -> rx.Component:
    return rx.fragment(
        bar(
            rx.el.span(
                "The built-in roles stay as they are. Copy one to make a role of your own.",
                class_name="soft",
            ),
            bar_end(
                chip(
                    "Show archived",
                    pressed=S.roles_archived,
                    on_click=S.show_archived_roles(~S.roles_archived),
                )
            ),
        ),
        work(rx.cond(S.roles_loaded, _table(), skeleton_lines(8)), _history()),
    )


def new_role() -> rx.Component:
    return allowed(
        Permission.EDIT_ROLES,
        button("New role", kind="primary", on_click=RoleFormState.start_copy(Role.VIEWER.value)),
    )


def _table() -> rx.Component:
    head = rx.el.tr(
        rx.el.th("Allows to", scope="col"),
        rx.foreach(S.columns, _head),
    )
    table = rx.el.table(
        rx.el.thead(head),
        rx.el.tbody(rx.foreach(S.lines, _line)),
        class_name="grid roles",
        aria_label="Roles and what they allow",
    )
    return rx.el.div(table, class_name="scroll", tab_index=0, role="region", aria_label="Roles")


def _head(column: rx.Var[Column]) -> rx.Component:
    return rx.el.th(
        rx.el.div(
            rx.el.span(column["name"], title=column["name"], class_name="clip"),
            rx.cond(may(Permission.EDIT_ROLES) & column["can_touch"].to(bool), _acts(column), ""),
            class_name="role-head",
        ),
        rx.el.small(column["used"]),
        rx.cond(column["archived"], badge("Archived"), rx.fragment()),
        scope="col",
        key=column["key"],
    )


def _acts(column: rx.Var[Column]) -> rx.Component:
    own = rx.fragment(
        rx.cond(
            column["archived"],
            menu_item(
                "Restore", on_click=ArchiveRoleState.restore(column["id"], column["version"])
            ),
            rx.fragment(
                menu_item("Edit…", on_click=RoleFormState.start_edit(column["key"])),
                menu_item("Archive…", on_click=ArchiveRoleState.ask(column["key"])),
            ),
        ),
    )
    return menu(
        icon_button(
            "ellipsis",
            rx.Var.create("Acts for the role ") + column["name"].to(str),
            small=True,
        ),
        menu_item("Copy…", on_click=RoleFormState.start_copy(column["key"])),
        rx.cond(column["built_in"], rx.fragment(), own),
        rx.cond(
            ~column["built_in"].to(bool) & may(Permission.VIEW_HISTORY),
            menu_item("History", on_click=S.show_history(column["id"])),
            rx.fragment(),
        ),
    )


def _history() -> rx.Component:
    return rx.cond(
        S.role > 0,
        panel(
            S.role_name,
            rx.el.h3("History"),
            timeline(S.role_history, on_undo=lambda change_set: S.undo(change_set, PRESS)),
            on_close=S.close_history,
            name="Role",
            words=True,
        ),
        rx.fragment(),
    )


def _line(line: rx.Var[Line]) -> rx.Component:
    return rx.cond(
        line["group"],
        rx.el.tr(
            rx.el.th(
                line["words"], scope="rowgroup", col_span=S.columns.length() + 1, class_name="group"
            ),
            key=line["key"],
        ),
        rx.el.tr(
            rx.el.th(line["words"], scope="row", title=line["key"]),
            rx.foreach(line["cells"].to(list[bool]), _cell),
            key=line["key"],
        ),
    )


def _cell(has: rx.Var[bool], index: rx.Var[int]) -> rx.Component:
    yes = rx.fragment(rx.icon("check", aria_hidden="true"), rx.el.span("yes", class_name="unseen"))
    no = rx.el.span(rx.el.span("no", class_name="unseen"), rx.el.span("–", aria_hidden="true"))
    return rx.el.td(
        rx.cond(has, yes, no), class_name=rx.cond(has, "has", "has-not"), key=index.to_string()
    )
