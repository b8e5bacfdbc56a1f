"""The issue beside the list: what it is about, its acts, its items, what was said and done."""

import reflex as rx

from ioninv.ui.issues.acts_state import IssueActsState
from ioninv.ui.issues.comments import comments
from ioninv.ui.issues.form_state import EditIssueState
from ioninv.ui.issues.items import issue_items
from ioninv.ui.issues.list_state import IssuesState
from ioninv.ui.issues.panel_state import IssuePanelState as S
from ioninv.ui.issues.resolve_state import ResolveState
from ioninv.ui.issues.severity import severity_badge, state_badge
from ioninv.ui.issues.undo_state import IssueUndoState
from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.button import button
from ioninv.ui.kit.combobox import combobox
from ioninv.ui.kit.facts import why
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.panel import panel
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.kit.timeline import timeline
from ioninv.vocabulary import IssueState, Permission


def issue_panel() -> rx.Component:
    return rx.cond(
        IssuesState.opened > 0,
        rx.cond(
            S.issue == IssuesState.opened,
            rx.cond(S.missing, _missing(), _issue()),
            panel("…", skeleton_lines(), on_close=IssuesState.close_row, name="Issue"),
        ),
        rx.fragment(),
    )


def _issue() -> rx.Component:
    return panel(
        S.name,
        rx.el.p(S.title, class_name="issue-title"),
        why(S.why_lead, S.why_rest),
        _acts(),
        _facts(),
        rx.cond(S.text, rx.el.p(S.text, class_name="note issue-text"), rx.fragment()),
        issue_items(),
        comments(),
        allowed(
            Permission.VIEW_HISTORY,
            rx.el.h3("History"),
            timeline(S.timeline, on_undo=IssueUndoState.undo),
        ),
        badge=state_badge(S.state, S.state_label),
        on_close=IssuesState.close_row,
        name="Issue",
    )


def _acts() -> rx.Component:
    return rx.el.div(
        rx.match(
            S.state,
            (
                IssueState.OPEN.value,
                rx.fragment(_move("Start", IssueState.IN_PROGRESS), _resolve()),
            ),
            (
                IssueState.IN_PROGRESS.value,
                rx.fragment(_resolve(), _move("Back to open", IssueState.OPEN)),
            ),
            _move("Reopen", IssueState.OPEN),
        ),
        allowed(
            Permission.EDIT_ISSUES,
            button("Edit", small=True, on_click=EditIssueState.start(S.issue)),
        ),
        class_name="acts",
        role="group",
        aria_label="Acts",
    )


def _move(label: str, state: IssueState) -> rx.Component:
    return allowed(
        Permission.EDIT_ISSUES,
        button(label, small=True, on_click=IssueActsState.move(S.issue, state.value)),
    )


def _resolve() -> rx.Component:
    return allowed(
        Permission.RESOLVE_ISSUES,
        button("Resolve", small=True, on_click=ResolveState.ask(S.issue)),
    )


def _facts() -> rx.Component:
    return rx.el.dl(
        rx.el.dt("Severity"),
        rx.el.dd(severity_badge(S.severity, S.severity_label)),
        rx.el.dt("Assignee"),
        rx.el.dd(rx.cond(may(Permission.EDIT_ISSUES), _assignee(), S.assignee)),
        rx.el.dt("Raised"),
        rx.el.dd(local_time(S.raised), " by ", S.raised_by),
        rx.cond(
            S.resolved,
            rx.fragment(rx.el.dt("Resolved"), rx.el.dd(local_time(S.resolved))),
            rx.fragment(),
        ),
        class_name="facts issue-facts",
    )


def _assignee() -> rx.Component:
    return combobox(
        "Assignee",
        options=S.assignee_options,
        value=S.assignee_id,
        text=S.assignee,
        placeholder="Nobody yet",
        empty_note="Nobody is called so.",
        on_query=S.find_assignees,
        on_pick=lambda value, _label: IssueActsState.assign(value),
        on_clear=IssueActsState.assign(""),
        key=S.issue.to_string(),
    )


def _missing() -> rx.Component:
    return panel("Not found", rx.el.p(S.missing), on_close=IssuesState.close_row, name="Issue")
