"""What is shown only to who may do it. The domain refuses everybody else anyway."""

import reflex as rx

from ioninv.ui.state import AppState
from ioninv.vocabulary import Permission


def may(*permissions: Permission) -> rx.Var[bool]:
    """Whether the person may do all of this, as far as the page knows.

    rx.cond(may(Permission.EDIT_PARTS) & ~S.archived, button("Edit", ...), rx.fragment())
    """
    first, *more = (AppState.may[each.value].bool() for each in permissions)
    for each in more:
        first = first & each
    return first


def may_any(*permissions: Permission) -> rx.Var[bool]:
    """Whether the person may do at least one of this."""
    first, *more = (may(each) for each in permissions)
    for each in more:
        first = first | each
    return first


def is_known() -> rx.Var[bool]:
    """Whether the page knows yet who acts: until then it need not hide what all but few may see."""
    return AppState.actor_name != ""


def allowed(
    permission: Permission,
    *content: rx.Component,
    instead: rx.Component | None = None,
) -> rx.Component:
    """The content for who has the permission; nothing, or `instead`, for everybody else.

    allowed(Permission.CREATE_PARTS, button("New Part", on_click=NewPartState.start))
    """
    return rx.cond(may(permission), rx.fragment(*content), instead or rx.fragment())


def instead_of_nothing(permission: Permission, sentence: str) -> rx.Var[str]:
    """What an empty state tells those who can change that; the others will see it come."""
    return rx.cond(may(permission), sentence, "What others enter will stand here.")
