"""A moment, as the clock on this person's wall says it."""

import reflex as rx


class _LocalTime(rx.Component):
    library = rx.asset("local_time.jsx", shared=True).importable_path
    tag = "LocalTime"

    at: rx.Var[str]


def local_time(at: str | rx.Var) -> rx.Component:
    """`at` is ISO 8601 in UTC. Midnight sharp is a day that came without a time.

    local_time(entry["at"])
    """
    return _LocalTime.create(at=at)
