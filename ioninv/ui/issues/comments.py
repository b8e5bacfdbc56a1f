"""What was said on the open issue, with its mentions, and the field to say more."""

import reflex as rx

from ioninv.ui.issues.comment_state import CommentState as C
from ioninv.ui.issues.mention import mention_area
from ioninv.ui.issues.panel_state import IssuePanelState as S
from ioninv.ui.issues.words import Piece
from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.button import button, submit
from ioninv.ui.kit.field import error_summary
from ioninv.ui.kit.local_time import local_time
from ioninv.vocabulary import Permission


def comments() -> rx.Component:
    return rx.el.section(
        rx.el.h3("Comments"),
        rx.cond(
            S.comments,
            rx.el.ol(rx.foreach(S.comments, _comment), class_name="said-list"),
            rx.cond(
                may(Permission.EDIT_ISSUES), rx.fragment(), rx.el.p("None.", class_name="soft")
            ),
        ),
        allowed(Permission.EDIT_ISSUES, _say()),
        aria_label="Comments",
        class_name="comments",
    )


def _say() -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="issue", value=S.issue.to_string()),
        error_summary(C.problem),
        mention_area(
            "Comment",
            options=C.user_options,
            on_query=C.find_users,
            placeholder="Say something; @ mentions somebody",
            round=C.round,
            draft=S.issue.to_string(),
        ),
        submit("Comment", kind="plain", small=True, busy=C.saving),
        on_submit=C.say,
        key=S.issue.to_string(),
        class_name="say",
    )


def _comment(said: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(said["initial"], class_name="initial", aria_hidden="true"),
        rx.el.div(
            rx.el.div(
                rx.el.b(said["author"]),
                rx.el.small(
                    local_time(said["when"]),
                    rx.cond(said["edited"], " · edited", ""),
                ),
                rx.cond(
                    said["own"] & (C.editing != said["id"]) & may(Permission.EDIT_ISSUES),
                    button(
                        "Edit",
                        kind="link",
                        on_click=C.edit(said["id"]),
                        aria_label="Edit this comment",
                    ),
                    rx.fragment(),
                ),
                class_name="line",
            ),
            rx.cond(
                C.editing == said["id"],
                _edit(said),
                rx.fragment(
                    rx.el.p(
                        rx.foreach(said["pieces"].to(list[Piece]), _piece),
                        class_name=rx.cond(said["long"], "note folds", "note"),
                    ),
                    rx.cond(said["long"], _unfold(), rx.fragment()),
                ),
            ),
            class_name="grow",
        ),
        key=said["id"],
    )


def _unfold() -> rx.Component:
    """A box that the style sheet reads: nothing travels to show the rest."""
    return rx.el.label(rx.el.input(type="checkbox"), "Show all of it", class_name="unfold")


def _piece(piece: rx.Var) -> rx.Component:
    return rx.cond(
        piece["mention"],
        rx.el.span(piece["text"], class_name="mentioned", key=piece["id"]),
        rx.el.span(piece["text"], key=piece["id"]),
    )


def _edit(said: rx.Var) -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="comment", value=said["id"].to_string()),
        rx.el.input(type="hidden", name="version", value=said["version"].to_string()),
        error_summary(C.edit_problem),
        mention_area(
            "Your comment",
            options=C.user_options,
            on_query=C.find_users,
            value=said["text"],
            rows=3,
        ),
        rx.el.div(
            submit("Save", kind="plain", small=True, busy=C.saving),
            button("Cancel", kind="quiet", small=True, on_click=C.edit(0)),
            class_name="acts",
        ),
        on_submit=C.save,
        class_name="say",
    )
