"""The section Custom attributes: a list for items and one for parts, each in its order."""

import reflex as rx

from ioninv.ui.kit.allowed import may
from ioninv.ui.kit.button import button, icon_button
from ioninv.ui.kit.chip import chip
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.grid import grid, header
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.layout import bar, bar_end, scrolling, work
from ioninv.ui.settings.attribute_form_state import AttributeDefinitionState
from ioninv.ui.settings.attribute_panel import attribute_panel
from ioninv.ui.settings.attributes_state import AttributesState as S
from ioninv.ui.settings.attributes_state import Shown
from ioninv.vocabulary import AppliesTo, Permission

_EXAMPLES = {
    AppliesTo.ITEM: "Nothing yet. For instance “Calibration due”, a date, "
    "or “Condition”, a choice of New, Used and Refurbished.",
    AppliesTo.PART: "Nothing yet. For instance “Datasheet”, a link, or “Mass”, a number in g.",
}


def attributes_section() -> rx.Component:
    return rx.fragment(
        bar(
            rx.el.span(
                "Fields of your own. They show in forms, as columns and filters, in import and "
                "export, and in history.",
                class_name="soft",
            ),
            bar_end(
                chip(
                    "Show archived",
                    pressed=S.archived,
                    on_click=S.show_archived(~S.archived),
                )
            ),
        ),
        work(
            scrolling(
                rx.el.p(S.said, class_name="unseen", role="status"),
                rx.cond(
                    S.loaded,
                    rx.cond(S.none_at_all, _nothing(), _lists()),
                    skeleton_lines(8),
                ),
            ),
            attribute_panel(),
        ),
    )


def new_attribute() -> rx.Component:
    return rx.cond(
        may(Permission.EDIT_ATTRIBUTES),
        button(
            "New attribute",
            kind="primary",
            on_click=AttributeDefinitionState.start_new(AppliesTo.ITEM.value),
        ),
        rx.fragment(),
    )


def _lists() -> rx.Component:
    return rx.fragment(
        _list(AppliesTo.ITEM, S.of_items),
        _list(AppliesTo.PART, S.of_parts),
    )


def _list(of: AppliesTo, rows: rx.Var) -> rx.Component:
    add = button(
        "Add",
        small=True,
        on_click=AttributeDefinitionState.start_new(of.value),
        aria_label=f"New attribute of {of.label.lower()}",
    )
    return rx.el.section(
        rx.el.div(
            rx.el.h2(of.label),
            rx.cond(may(Permission.EDIT_ATTRIBUTES), add, rx.fragment()),
            class_name="list-head",
        ),
        rx.cond(
            rows,
            grid(
                [
                    header("Name"),
                    header("Kind"),
                    header("Choices, unit"),
                    header("Used by", numeric=True),
                    rx.el.th("Order", scope="col", class_name="order"),
                ],
                rx.foreach(rows, _row),
                name=f"Attributes of {of.label.lower()}",
                opens=True,
            ),
            rx.el.p(_EXAMPLES[of], class_name="soft"),
        ),
        class_name="attribute-list",
        aria_label=f"{of.label}",
    )


def _row(row: rx.Var[Shown]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.el.span(
                rx.el.button(row["name"], type="button", class_name="row-open"),
                rx.cond(row["archived"], badge("Archived"), rx.fragment()),
                rx.cond(row["hint"], rx.el.small(row["hint"]), rx.fragment()),
            ),
            title=row["name"],
            class_name="named",
        ),
        rx.el.td(row["kind"]),
        rx.el.td(row["details"], title=row["details"], class_name="details"),
        rx.el.td(row["used"], class_name="n"),
        rx.el.td(
            rx.cond(
                may(Permission.EDIT_ATTRIBUTES) & ~row["archived"].to(bool),
                _order(row),
                rx.fragment(),
            ),
            class_name="order",
            # Moving a row is not opening it.
            on_click=rx.stop_propagation,
        ),
        on_click=S.open_row(row["id"]),
        aria_selected=rx.cond(S.opened == row["id"], "true", "false"),
        custom_attrs={"data-attribute": row["id"]},
        key=row["id"],
    )


def _order(row: rx.Var[Shown]) -> rx.Component:
    name = row["name"].to(str)
    return rx.el.span(
        icon_button(
            "arrow-up",
            rx.Var.create("Move up: ") + name,
            small=True,
            disabled=row["first"].to(bool),
            on_click=S.move_up(row["id"]),
            custom_attrs={"data-step": "-1"},
        ),
        icon_button(
            "arrow-down",
            rx.Var.create("Move down: ") + name,
            small=True,
            disabled=row["last"].to(bool),
            on_click=S.move_down(row["id"]),
            custom_attrs={"data-step": "1"},
        ),
    )


def _nothing() -> rx.Component:
    return empty_state(
        "No attributes of your own yet.",
        "Is there something about your parts or items that ioninv does not ask for? Define it "
        "here, and it becomes a field in every form, a column, and a filter. For instance "
        "“Calibration due”, a date of items: then filter by it and see what is due this month.",
        rx.cond(
            may(Permission.EDIT_ATTRIBUTES),
            button(
                "New attribute",
                on_click=AttributeDefinitionState.start_new(AppliesTo.ITEM.value),
            ),
            rx.el.span("An administrator can define them.", class_name="soft"),
        ),
        icon="list-plus",
    )
