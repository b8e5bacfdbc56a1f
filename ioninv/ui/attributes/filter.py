"""The filter by a custom attribute, in the bar above a list."""

from typing import Any

import reflex as rx

from ioninv.ui.kit.button import submit
from ioninv.ui.kit.chip import active_filter, filter_button
from ioninv.ui.kit.field import error_summary, select_options
from ioninv.ui.kit.menu import popover


def attribute_filter(state: Any) -> rx.Component:
    """For a state that is an AttributeFilterState; show it where attributes are defined."""
    return popover(
        filter_button("Attribute", "plus"),
        rx.el.form(
            # What the form was about when it was sent, whatever the server knows by then.
            rx.el.input(type="hidden", name="kind", value=state.kind),
            error_summary(state.problem),
            _labelled(
                "Attribute",
                rx.el.select(
                    *select_options(state.choices),
                    name="attribute",
                    value=state.attribute,
                    on_change=state.choose,
                    class_name="input",
                    aria_label="Attribute",
                ),
            ),
            rx.el.select(
                *select_options(state.hows),
                name="how",
                value=state.how,
                on_change=state.choose_how,
                class_name="input",
                aria_label="Condition",
            ),
            rx.cond(
                state.how == "",
                # Another attribute, other fields; the selects above keep the focus.
                rx.el.div(_asked(state), key=state.round.to_string()),
                rx.fragment(),
            ),
            submit("Filter", small=True),
            on_submit=state.apply,
            no_validate=True,
            class_name="filters attribute-filter",
        ),
        title="Filter by an attribute",
        open=state.filter_open,
        on_open_change=state.turn,
    )


def attribute_condition(each: rx.Var, state: Any, on_remove: Any) -> rx.Component:
    """The chip of a condition in force: pressed, the filter opens with it."""
    return active_filter(
        each["title"], each["value"], on_open=state.edit(each["name"]), on_remove=on_remove
    )


def _asked(state: Any) -> rx.Component:
    """What is typed or ticked for the chosen kind; without it there is nothing to ask."""
    return rx.match(
        state.kind,
        ("number", _range(state, input_mode="decimal")),
        ("date", _range(state, type="date")),
        ("choice", _ticks(state)),
        ("yes_no", rx.fragment()),
        _line(state, "text", "Contains"),
    )


def _range(state: Any, **props: Any) -> rx.Component:
    return rx.el.div(
        _labelled("From", _line(state, "least", "From", **props)),
        _labelled("To", _line(state, "most", "To", **props)),
        rx.cond(state.unit, rx.el.span(state.unit, class_name="unit"), rx.fragment()),
        class_name="range",
    )


def _ticks(state: Any) -> rx.Component:
    return rx.el.div(
        rx.foreach(
            state.ticks,
            lambda tick: rx.el.label(
                rx.el.input(
                    type="checkbox",
                    name=tick["name"],
                    value=tick["value"],
                    default_checked=tick["ticked"],
                ),
                rx.el.span(tick["label"]),
                key=tick["name"],
            ),
        ),
        class_name="ticks",
        role="group",
        aria_label="Any of",
    )


def _line(state: Any, name: str, label: str, **props: Any) -> rx.Component:
    return rx.el.input(
        name=name,
        default_value=state.values[name],
        aria_label=label,
        auto_complete="off",
        class_name="input",
        **({"type": "text"} | props),
    )


def _labelled(label: str, control: rx.Component) -> rx.Component:
    return rx.el.div(rx.el.span(label, class_name="label", aria_hidden="true"), control)
