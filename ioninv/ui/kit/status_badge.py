"""The status of an item, as a plain span: cheap enough for every row."""

import reflex as rx

from ioninv.vocabulary import Status


def status_badge(status: Status | str | rx.Var, label: str | rx.Var | None = None) -> rx.Component:
    """The status in its colour. Give `label` in rows, where the row holds it already.

    status_badge(row["status"], row["status_label"])
    status_badge(Status.AVAILABLE)
    """
    return rx.el.span(
        _label(status) if label is None else label,
        class_name=_class(status),
    )


def badge(label: str | rx.Var, tone: str | rx.Var = "", dot: bool = False) -> rx.Component:
    """A small label in a status's colours, or grey: "Held", "Archived", "Pending serials".

    badge("Held", tone="held")
    """
    look = "badge" if dot else "badge plain"
    return rx.el.span(label, class_name=_joined(look, tone))


def _label(status: str | rx.Var) -> str | rx.Var:
    if not isinstance(status, rx.Var):
        return Status(status).label
    return rx.match(status, *((each.value, each.label) for each in Status), "")


def _class(status: str | rx.Var) -> str | rx.Var:
    return _joined("badge", status if isinstance(status, rx.Var) else Status(status).value)


def _joined(first: str, second: str | rx.Var) -> str | rx.Var:
    if isinstance(second, rx.Var):
        return rx.Var.create(f"{first} ") + second.to(str)
    return f"{first} {second}".strip()
