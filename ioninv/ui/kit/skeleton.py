"""Grey bones where rows will be, so that nothing jumps when they come."""

import reflex as rx


def skeleton_rows(columns: int, rows: int = 16, picks: bool = False) -> rx.Component:
    """Rows for the tbody of a grid on first load; `picks` when its first column is a checkbox.

    rx.cond(S.loaded, rx.foreach(S.rows, item_row), skeleton_rows(9, picks=True))
    """
    return rx.fragment(*(_row(columns, picks) for _ in range(rows)))


def skeleton_lines(lines: int = 6) -> rx.Component:
    """Lines for a panel that is on its way."""
    bones = (
        rx.el.span(class_name="bone", style={"margin": "12px 0", "width": f"{88 - 9 * (n % 4)}%"})
        for n in range(lines)
    )
    return rx.el.div(*bones, class_name="skeleton", aria_hidden="true")


def _row(columns: int, picks: bool) -> rx.Component:
    first = rx.el.td(rx.el.span(class_name="bone"), class_name="pick" if picks else "")
    rest = (rx.el.td(rx.el.span(class_name="bone")) for _ in range(columns - 1))
    return rx.el.tr(first, *rest, class_name="skeleton", aria_hidden="true")
