"""Supplier parts in the panels of a supplier and of a part, and their dialog."""

from typing import Any

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button, icon_button
from ioninv.ui.kit.chip import chip
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import number_field, row, text_field
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.purchasing.naming import naming_field
from ioninv.ui.purchasing.supplier_part_state import SupplierPartState as S
from ioninv.vocabulary import Permission


def sold_list(rows: rx.Var, archived: rx.Var, *, of_part: bool, on_add: Any) -> rx.Component:
    """Supplier parts (`SoldShown`) as a list, the archived ones on demand.

    `of_part`: each names its supplier, otherwise its part.
    """
    return rx.fragment(
        rx.el.div(
            rx.el.h3("Supplier parts"),
            allowed(
                Permission.EDIT_PURCHASING,
                button("Add", small=True, on_click=on_add, aria_label="Add a supplier part"),
            ),
            class_name="h3-line",
        ),
        rx.cond(
            rows,
            _list(rows, "Supplier parts", of_part),
            rx.el.p(
                "None yet. With one, an order knows the SKU and how many are in a pack.",
                class_name="soft",
            ),
        ),
        rx.cond(archived, _archived(archived, of_part), rx.fragment()),
    )


def _archived(rows: rx.Var, of_part: bool) -> rx.Component:
    count = rows.to(list[dict[str, Any]]).length().to_string()
    return rx.fragment(
        chip(
            "Show archived",
            count,
            pressed=S.shows_archived,
            on_click=S.show_archived(~S.shows_archived),
        ),
        rx.cond(S.shows_archived, _list(rows, "Archived supplier parts", of_part), rx.fragment()),
    )


def _list(rows: rx.Var, name: str, of_part: bool) -> rx.Component:
    return rx.el.ul(
        rx.foreach(rows, lambda each: _sold(each, of_part)), class_name="sold", aria_label=name
    )


def _sold(each: rx.Var, of_part: bool) -> rx.Component:
    other = ("supplier", "supplier_href") if of_part else ("part", "part_href")
    called = each["sku"].to(str)
    edit = icon_button(
        "pencil", rx.Var.create("Edit ") + called, small=True, on_click=S.start_edit(each["id"])
    )
    archive = icon_button(
        "archive", rx.Var.create("Archive ") + called, small=True, on_click=S.archive(each["id"])
    )
    restore = icon_button(
        "rotate-ccw", rx.Var.create("Restore ") + called, small=True, on_click=S.restore(each["id"])
    )
    return rx.el.li(
        rx.el.span(
            rx.el.b(each["sku"], class_name="mono"),
            inside_link(each[other[0]], to=each[other[1]]),
            rx.cond(each["pack"], rx.el.span(each["pack"], class_name="soft"), rx.fragment()),
            rx.cond(each["archived"], badge("Archived"), rx.fragment()),
            class_name="told",
        ),
        allowed(
            Permission.EDIT_PURCHASING,
            rx.el.span(edit, rx.cond(each["archived"], restore, archive), class_name="line-acts"),
        ),
        key=each["id"],
    )


def supplier_part_dialog() -> rx.Component:
    return form_dialog(
        kept("id", S.sold),
        kept("version", S.version),
        rx.match(
            S.asks,
            (
                "part",
                rx.fragment(
                    kept("supplier", S.picked["supplier"]),
                    naming_field(S, "part", "sold", required=True, placeholder="Number or name"),
                ),
            ),
            (
                "supplier",
                rx.fragment(
                    kept("part", S.picked["part"]),
                    naming_field(S, "supplier", "sold", required=True, placeholder="Name"),
                ),
            ),
            rx.fragment(),
        ),
        text_field(
            "SKU",
            "sku",
            required=True,
            mono=True,
            hint="What the supplier calls it",
            **_about("sku"),
        ),
        row(
            number_field(
                "Pack size",
                "pack_size",
                hint="How many of ours one of theirs holds",
                **_about("pack_size"),
            ),
            text_field(
                "Supplier unit",
                "supplier_unit",
                placeholder="pack",
                hint="reel, box, roll…",
                **_about("supplier_unit"),
            ),
        ),
        name="supplier-part",
        title=S.title,
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.save,
        action=S.action,
        busy=S.saving,
        problem=S.problem,
        size="small",
    )


def _about(name: str) -> dict[str, Any]:
    return {
        "value": S.values[name],
        "error": S.errors[name],
        "id": f"sold-{name.replace('_', '-')}",
    }
