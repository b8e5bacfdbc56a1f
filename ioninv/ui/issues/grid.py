"""The list of issues: the bar above it, header, memo rows, and what stands there when it is empty."""

import reflex as rx

from ioninv.ui.issues.list_state import BOARD, LIST, IssuesState
from ioninv.ui.issues.severity import severity_badge, state_badge
from ioninv.ui.issues.words import SEVERITIES, ShownIssue
from ioninv.ui.kit.allowed import instead_of_nothing
from ioninv.ui.kit.button import button
from ioninv.ui.kit.chip import active_filter, chip, filter_button
from ioninv.ui.kit.combobox import combobox
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.field import select_options
from ioninv.ui.kit.grid import grid, sort_header
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.menu import popover
from ioninv.ui.kit.pager import pager
from ioninv.ui.kit.skeleton import skeleton_rows
from ioninv.ui.layout import bar, bar_line, foot
from ioninv.vocabulary import Permission

_DEBOUNCE = 30


def issue_bar() -> rx.Component:
    return bar(
        search_box(),
        rx.cond(IssuesState.view == LIST, _states(), rx.fragment()),
        bar_line(),
        rx.el.select(
            *select_options((("", "Any severity"), *SEVERITIES)),
            value=IssuesState.severity,
            on_change=IssuesState.choose_severity,
            aria_label="Severity",
            class_name="input small",
        ),
        chip("Mine", pressed=IssuesState.mine, on_click=IssuesState.show_mine(~IssuesState.mine)),
        rx.cond(
            IssuesState.assignee,
            active_filter(
                "Assignee", IssuesState.assignee, on_remove=IssuesState.choose_assignee("")
            ),
            _assignee(),
        ),
        rx.cond(
            IssuesState.is_filtered,
            button("Clear", kind="quiet", small=True, on_click=IssuesState.clear_filters),
            rx.fragment(),
        ),
    )


def search_box() -> rx.Component:
    """Uncontrolled, so that no key is lost; a new round puts the state's text into it."""
    return rx.el.input(
        type="search",
        key=IssuesState.search_round.to_string(),
        default_value=IssuesState.text,
        on_change=IssuesState.search.debounce(_DEBOUNCE),
        placeholder="Filter: number or title",
        aria_label="Filter issues",
        auto_complete="off",
        spell_check=False,
        max_length=200,
        class_name="input list-search",
    )


def issue_list() -> rx.Component:
    return rx.el.div(
        grid(
            [
                _sorted("Number", "number"),
                _sorted("Title", "title"),
                _sorted("Severity", "severity"),
                _sorted("State", "state"),
                _sorted("Assignee", "assignee"),
                _sorted("Items", "items", numeric=True),
                _sorted("Changed", "updated"),
            ],
            rx.cond(
                IssuesState.loaded,
                rx.foreach(IssuesState.rows, _keyed_row),
                skeleton_rows(7),
            ),
            name="Issues",
            opens=True,
        ),
        rx.cond(IssuesState.loaded & (IssuesState.rows.length() == 0), _nothing(), rx.fragment()),
        class_name="grid-place issues-place issue-grid",
    )


def issue_foot() -> rx.Component:
    return rx.cond(
        IssuesState.view == LIST,
        foot(
            pager(
                IssuesState.range_text,
                has_previous=IssuesState.has_previous,
                has_next=IssuesState.has_next,
                on_first=IssuesState.first_page,
                on_previous=IssuesState.previous_page,
                on_next=IssuesState.next_page,
                on_last=IssuesState.last_page,
                page_size=IssuesState.size,
                on_page_size=IssuesState.choose_size,
            )
        ),
        foot(rx.el.span(IssuesState.range_text, aria_live="polite")),
    )


def _states() -> rx.Component:
    return rx.fragment(
        chip(
            "All",
            IssuesState.all_count,
            pressed=IssuesState.all_pressed,
            on_click=IssuesState.choose_state(""),
        ),
        rx.foreach(IssuesState.chips, _state_chip),
    )


def _state_chip(each: rx.Var) -> rx.Component:
    return chip(
        each["label"],
        each["count"],
        pressed=each["pressed"],
        on_click=IssuesState.choose_state(each["value"]),
        key=each["value"],
    )


def _assignee() -> rx.Component:
    return popover(
        filter_button("Assignee", "plus"),
        rx.el.div(
            rx.el.span("Assignee", class_name="label", aria_hidden="true"),
            combobox(
                "Assignee",
                options=IssuesState.assignee_options,
                placeholder="Anybody",
                empty_note="Nobody is called so.",
                on_query=IssuesState.find_assignees,
                on_pick=lambda value, _label: IssuesState.choose_assignee(value),
            ),
            class_name="filters",
        ),
        title="Assignee",
    )


def view_switch() -> rx.Component:
    """List or board."""
    return rx.el.div(
        _view("List", LIST),
        _view("Board", BOARD),
        role="group",
        aria_label="View",
        class_name="views",
    )


def _view(label: str, view: str) -> rx.Component:
    return chip(label, pressed=IssuesState.view == view, on_click=IssuesState.choose_view(view))


def _sorted(label: str, key: str, numeric: bool = False) -> rx.Component:
    return sort_header(label, key, IssuesState.sort, on_sort=IssuesState.sort_by, numeric=numeric)


def _keyed_row(row: rx.Var) -> rx.Component:
    return issue_row(row=row, chosen=IssuesState.opened == row["id"], key=row["id"])


@rx.memo
def issue_row(row: rx.Var[ShownIssue], chosen: rx.Var[bool], rest: rx.RestProp) -> rx.Component:
    """Pressed anywhere it opens the issue; its title is the button for keys."""
    return rx.el.tr(
        rx.el.td(row["name"], class_name="m"),
        rx.el.td(
            rx.el.button(row["title"], type="button", class_name="row-open"),
            title=row["title"],
            class_name="named",
        ),
        rx.el.td(severity_badge(row["severity"], row["severity_label"])),
        rx.el.td(
            state_badge(row["state"], row["state_label"]),
            rx.cond(row["holds"], rx.el.span("holds", class_name="holds"), rx.fragment()),
            rx.cond(row["disposition"], rx.el.small(row["disposition"]), rx.fragment()),
        ),
        rx.el.td(row["assignee"], title=row["assignee"]),
        rx.el.td(row["items"], class_name="n"),
        rx.el.td(local_time(row["updated"])),
        rest,
        on_click=IssuesState.open_row(row["id"]),
        aria_selected=rx.cond(chosen, "true", "false"),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        IssuesState.is_filtered,
        empty_state(
            "No issues match.",
            "Look for something else, or take a filter away.",
            button("Clear filters", on_click=IssuesState.clear_filters),
            icon="search-x",
        ),
        empty_state(
            "No issues yet.",
            instead_of_nothing(
                Permission.EDIT_ISSUES,
                "Tick items in the Inventory, or open one there, and press Raise issue. Items that are "
                "still on order can have issues too.",
            ),
            inside_link("Go to the Inventory", to="/", class_name="btn primary"),
            icon="circle-check-big",
        ),
    )
