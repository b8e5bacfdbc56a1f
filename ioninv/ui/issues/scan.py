"""The items that a new issue is about: scanned into its form, listed, and taken off again."""

from typing import Any

import reflex as rx
from reflex.event import EventHandler, passthrough_event_spec

from ioninv.ui.issues.raise_state import RaiseState as S
from ioninv.ui.kit.button import icon_button
from ioninv.ui.kit.status_badge import status_badge


class _ItemScan(rx.Component):
    library = rx.asset("scan.jsx", shared=True).importable_path
    tag = "ItemScan"

    target: rx.Var[str]
    answer: rx.Var[dict[str, Any]]
    first: rx.Var[bool]
    invalid: rx.Var[bool]
    described_by: rx.Var[str]
    on_scan: EventHandler[passthrough_event_spec(str, str, str)]
    on_choose: EventHandler[passthrough_event_spec(str, str)]


def scanned_items() -> rx.Component:
    error = S.errors["items"]
    return rx.el.fieldset(
        rx.el.legend("Items"),
        _ItemScan.create(
            target=S.target,
            answer=S.answer,
            first=S.scans_first,
            invalid=rx.cond(error, True, False),
            described_by="raise-items-error",
            on_scan=S.scan,
            on_choose=S.put_on,
        ),
        rx.cond(
            error,
            rx.el.p(error, id="raise-items-error", class_name="field-error", role="alert"),
            rx.fragment(),
        ),
        rx.el.ul(rx.foreach(S.chosen, _row), aria_label="Items of the issue"),
        rx.cond(S.more_chosen, rx.el.p(S.more_chosen, class_name="soft"), rx.fragment()),
        class_name="raise-items",
    )


def _row(item: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.b(item["label"], class_name="mono"),
            rx.el.small(item["about"]),
            class_name="grow",
        ),
        status_badge(item["status"], item["status_label"]),
        icon_button(
            "x",
            rx.Var.create("Take off the list: ") + item["label"].to(str),
            small=True,
            on_click=S.take_off(item["id"], S.target),
        ),
        key=item["id"],
    )
