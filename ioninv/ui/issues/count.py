"""How many issues are open on an item: cheap enough for every row."""

import reflex as rx


def issue_count(count: rx.Var) -> rx.Component:
    """A mark with the number, and in words for who does not see it."""
    said = rx.cond(count == 1, "1 open issue", count.to_string() + " open issues")
    return rx.el.span(count, role="img", aria_label=said, title=said, class_name="issue-count")
