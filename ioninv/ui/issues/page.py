"""The Issues page."""

import reflex as rx

from ioninv.ui.frame import frame
from ioninv.ui.issues.board import issue_board
from ioninv.ui.issues.form import edit_issue_dialog, raise_dialog
from ioninv.ui.issues.grid import issue_bar, issue_foot, issue_list, view_switch
from ioninv.ui.issues.list_state import BOARD, PATH, IssuesState
from ioninv.ui.issues.panel import issue_panel
from ioninv.ui.issues.raise_state import RaiseState
from ioninv.ui.issues.resolve import resolve_dialog
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button, download_button
from ioninv.ui.kit.link import inside_link
from ioninv.ui.layout import page_title, work
from ioninv.vocabulary import Permission


def add_to(app: rx.App) -> None:
    app.add_page(issues_page, route=PATH, title="Issues · ioninv", on_load=IssuesState.enter)


def issues_page() -> rx.Component:
    return frame(
        page_title(
            "Issues",
            "What is wrong with which items, and what is done about it",
            view_switch(),
            allowed(
                Permission.EXPORT, download_button("Export to CSV", "/api/v1/export/issues.csv")
            ),
            inside_link("Lot recall", to=f"{PATH}/recall", class_name="btn"),
            allowed(
                Permission.EDIT_ISSUES,
                button("Raise issue", kind="primary", on_click=RaiseState.start_scanning),
            ),
        ),
        issue_bar(),
        work(rx.cond(IssuesState.view == BOARD, issue_board(), issue_list()), issue_panel()),
        issue_foot(),
        active=PATH,
        needs=Permission.VIEW_ISSUES,
        dialogs=(raise_dialog(), edit_issue_dialog(), resolve_dialog()),
    )
