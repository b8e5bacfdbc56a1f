"""The dialogs of raising an issue and of editing one."""

from typing import Any

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.issues.form_state import EditIssueState
from ioninv.ui.issues.raise_state import RaiseState
from ioninv.ui.issues.scan import scanned_items
from ioninv.ui.issues.words import SEVERITIES
from ioninv.ui.kit.combobox import combobox_field
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import (
    number_field,
    row,
    select_field,
    switch_field,
    text_field,
    textarea_field,
)
from ioninv.ui.kit.status_badge import status_badge

_UNTIL = "They may not be used until the issue is resolved."


def raise_dialog() -> rx.Component:
    state = RaiseState
    return form_dialog(
        kept("target", state.target, follows=True),
        *issue_fields(state, "raise"),
        rx.cond(state.lists, scanned_items(), rx.fragment()),
        rx.cond(
            state.quantity,
            number_field(
                "Quantity",
                "quantity",
                value=state.quantity,
                hint=state.quantity_hint,
                error=state.errors["quantity"],
                id="raise-quantity",
                key=state.target,
            ),
            rx.fragment(),
        ),
        switch_field("Hold these items", "holds", checked=True, hint=_UNTIL, id="raise-holds"),
        rx.el.ul(
            rx.foreach(state.holding, _line), class_name="holding", aria_label="What holding does"
        ),
        name="raise-issue",
        title=state.title,
        open=state.open,
        on_close=state.close_dialog,
        on_submit=state.send,
        action="Raise issue",
        busy=state.saving,
        problem=state.problem,
    )


def edit_issue_dialog() -> rx.Component:
    state = EditIssueState
    return form_dialog(
        kept("id", state.issue.to_string()),
        kept("version", state.version.to_string()),
        kept("began", state.began),
        *issue_fields(state, "edit-issue"),
        switch_field(
            "Hold its items",
            "holds",
            checked=state.values["holds"] == "on",
            hint=rx.cond(state.hints["holds"], state.hints["holds"], _UNTIL),
            id="edit-issue-holds",
        ),
        name="edit-issue",
        title=state.title,
        open=state.open,
        on_close=state.close_dialog,
        on_submit=state.save,
        action="Save",
        busy=state.saving,
        problem=state.problem,
    )


def issue_fields(state: Any, prefix: str, title_hint: str = "") -> list[rx.Component]:
    """What every issue has; `state` is a state with IssueFields."""
    title = text_field(
        "Title",
        "title",
        value=state.values["title"],
        hint=rx.cond(
            state.hints["title"],
            state.hints["title"],
            title_hint or "What is wrong, in a few words",
        ),
        error=state.errors["title"],
        required=not title_hint,
        id=f"{prefix}-title",
        max_length=200,
    )
    text = textarea_field(
        "Text",
        "text",
        rows=3,
        value=state.values["text"],
        hint=state.hints["text"],
        error=state.errors["text"],
        id=f"{prefix}-text",
    )
    severity = select_field(
        "Severity",
        "severity",
        SEVERITIES,
        value=state.values["severity"],
        hint=state.hints["severity"],
        error=state.errors["severity"],
        id=f"{prefix}-severity",
    )
    assignee = combobox_field(
        "Assignee",
        "assignee",
        options=state.assignee_options,
        value=state.values["assignee"],
        text=state.assignee_name,
        on_query=state.find_assignees,
        placeholder="Nobody yet",
        empty_note="Nobody is called so.",
        error=state.errors["assignee"],
        id=f"{prefix}-assignee",
    )
    return [title, text, row(severity, assignee)]


def _line(each: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.b(each["count"], class_name="num"),
        status_badge(each["status"], each["label"]),
        rx.el.span(each["says"]),
        key=each["status"],
    )
