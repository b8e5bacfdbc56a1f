"""The usage types of the Factory page."""

import reflex as rx

from ioninv.ui.factory.usage_types_state import Shown
from ioninv.ui.factory.usage_types_state import UsageTypesState as S
from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.button import button, submit
from ioninv.ui.kit.chip import chip
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.field import text_field
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.layout import scrolling
from ioninv.vocabulary import Permission


def usage_types_section() -> rx.Component:
    return scrolling(
        rx.el.p(
            "What an item is meant for. It never decides whether an item is available.",
            class_name="soft",
        ),
        allowed(Permission.EDIT_USAGE_TYPES, _new()),
        rx.cond(
            S.types_loaded,
            rx.fragment(
                rx.el.ul(
                    rx.foreach(S.types, _line), class_name="usage-types", aria_label="Usage types"
                ),
                rx.cond(S.types, rx.fragment(), _nothing()),
            ),
            skeleton_lines(4),
        ),
        chip(
            "Show archived",
            pressed=S.types_archived,
            on_click=S.show_archived_types(~S.types_archived),
        ),
        narrow=True,
    )


def _new() -> rx.Component:
    """A new round is an empty field; what was refused stays in it."""
    return rx.el.form(
        rx.el.input(type="hidden", name="key", value=S.key),
        text_field(
            "New usage type",
            "name",
            id="new-usage-type",
            error=S.new_error,
            placeholder="Production, Development, Spares…",
            key=S.round.to_string(),
        ),
        submit("Create", busy=S.saving & (S.renaming == 0)),
        on_submit=S.create_type,
        no_validate=True,
        class_name="inline-form",
    )


def _line(row: rx.Var[Shown]) -> rx.Component:
    return rx.el.li(
        rx.cond(S.renaming == row["id"], _renaming(row), _shown(row)), key=row["id"].to_string()
    )


def _shown(row: rx.Var[Shown]) -> rx.Component:
    name, id_, version = row["name"].to(str), row["id"], row["version"]
    rename = button(
        "Rename",
        kind="quiet",
        small=True,
        on_click=S.start_renaming(id_),
        aria_label=rx.Var.create("Rename ") + name,
    )
    archive = button(
        "Archive",
        kind="quiet",
        small=True,
        on_click=S.archive_type(id_, version),
        aria_label=rx.Var.create("Archive ") + name,
    )
    restore = button(
        "Restore",
        kind="quiet",
        small=True,
        on_click=S.restore_type(id_, version),
        aria_label=rx.Var.create("Restore ") + name,
    )
    return rx.fragment(
        rx.el.span(name, class_name="name"),
        rx.cond(row["archived"], badge("Archived"), rx.fragment()),
        inside_link(row["items"], to=row["href"].to(str), class_name="items"),
        allowed(
            Permission.EDIT_USAGE_TYPES,
            rx.el.span(rename, rx.cond(row["archived"], restore, archive), class_name="line-acts"),
        ),
    )


def _renaming(row: rx.Var[Shown]) -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="id", value=row["id"].to_string()),
        rx.el.input(type="hidden", name="version", value=row["version"].to_string()),
        rx.el.input(type="hidden", name="key", value=S.key),
        text_field(
            rx.Var.create("New name of ") + row["name"].to(str),
            "name",
            id="usage-type-name",
            value=row["name"].to(str),
            error=S.name_error,
            auto_focus=True,
        ),
        submit("Save", busy=S.saving),
        button("Cancel", on_click=S.stop_renaming),
        on_submit=S.rename_type,
        no_validate=True,
        class_name="inline-form",
    )


def _nothing() -> rx.Component:
    return empty_state(
        "No usage types.",
        rx.cond(
            may(Permission.EDIT_USAGE_TYPES),
            "Create one above, or show the archived ones.",
            "Show the archived ones, or ask an administrator for some.",
        ),
        icon="tags",
    )
