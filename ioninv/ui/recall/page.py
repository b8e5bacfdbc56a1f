"""The page of a lot recall: look at the whole lot first, then recall it in one act."""

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.frame import frame
from ioninv.ui.issues.form import issue_fields
from ioninv.ui.issues.list_state import PATH as ISSUES
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button, download_button
from ioninv.ui.kit.combobox import combobox
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.field import error_summary
from ioninv.ui.kit.grid import grid, header
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.status_badge import status_badge
from ioninv.ui.layout import bar, page_title, scrolling
from ioninv.ui.recall.form_state import RecallFormState as F
from ioninv.ui.recall.state import PATH, RecallState
from ioninv.ui.recall.state import RecallState as S
from ioninv.vocabulary import Permission


def add_to(app: rx.App) -> None:
    app.add_page(recall_page, route=PATH, title="Lot recall · ioninv", on_load=RecallState.enter)


def recall_page() -> rx.Component:
    return frame(
        page_title(
            rx.cond(S.count, rx.Var.create("Lot ") + S.lot + " of " + S.part, "Lot recall"),
            "Every item of a lot, in every status, and one issue that holds them",
            rx.cond(S.count, _acts(), rx.fragment()),
        ),
        bar(
            _pick("Part", S.part_id, S.part, S.part_options, S.find_parts, S.choose_part),
            _pick("Lot", S.lot, S.lot, S.lot_options, S.find_lots, S.choose_lot, mono=True),
        ),
        scrolling(
            error_summary(S.problem),
            rx.cond(S.count, _lot(), rx.cond(S.problem, rx.fragment(), _nothing())),
        ),
        active=ISSUES,
        needs=Permission.VIEW_ISSUES,
        dialogs=(_dialog(),),
    )


def _acts() -> rx.Component:
    return rx.fragment(
        button("Print", icon="printer", on_click=rx.call_script("window.print()")),
        allowed(Permission.EXPORT, download_button("Export to CSV", S.export_href)),
        allowed(
            Permission.EDIT_ISSUES,
            button("Recall this lot", kind="danger", on_click=F.start),
        ),
    )


def _pick(
    label: str,
    value: rx.Var,
    text: rx.Var,
    options: rx.Var,
    on_query: rx.event.EventHandler,
    on_pick: rx.event.EventHandler,
    mono: bool = False,
) -> rx.Component:
    return rx.el.div(
        rx.el.span(label, class_name="label", aria_hidden="true"),
        combobox(
            label,
            options=options,
            value=value,
            text=text,
            mono=mono,
            placeholder="Choose" if label == "Part" else "Choose, once the part is chosen",
            empty_note="Nothing matches.",
            on_query=on_query,
            on_pick=lambda picked, _label: on_pick(picked),
            on_clear=on_pick(""),
        ),
        class_name="recall-pick",
    )


def _lot() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.b(S.count),
            rx.foreach(S.shares, _share),
            class_name="recall-shares",
        ),
        rx.el.p(S.holds, class_name="soft"),
        rx.cond(
            S.written,
            rx.el.p("The lot is written as ", S.written, ".", class_name="soft"),
            rx.fragment(),
        ),
        rx.cond(
            S.alike,
            rx.el.p(
                "Not of this lot, though written nearly alike: ",
                rx.foreach(S.alike, _alike),
                class_name="recall-alike",
            ),
            rx.fragment(),
        ),
        grid(
            [
                header("Item"),
                header("Part"),
                header("Lot"),
                header("Quantity", numeric=True),
                header("Status"),
                header("Installed in"),
                header("Place"),
            ],
            rx.foreach(S.rows, _row),
            name="Items of the lot",
        ),
        rx.cond(S.more, rx.el.p(S.more, class_name="soft"), rx.fragment()),
        class_name="recall",
    )


def _share(share: rx.Var) -> rx.Component:
    return rx.el.span(
        status_badge(share["status"], share["label"]),
        rx.el.span(share["count"], class_name="num"),
        key=share["status"],
    )


def _alike(lot: rx.Var) -> rx.Component:
    return rx.el.span(
        button(lot["lot"], kind="link", on_click=S.choose_lot(lot["lot"])),
        " · ",
        lot["count"],
        key=lot["lot"],
    )


def _row(item: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.td(inside_link(item["label"], to=item["href"]), class_name="m"),
        rx.el.td(item["part"], title=item["part"]),
        rx.el.td(item["lot"], class_name="m"),
        rx.el.td(rx.cond(item["quantity"], item["quantity"], "1"), class_name="n"),
        rx.el.td(status_badge(item["status"], item["status_label"])),
        rx.el.td(item["above"], title=item["above"], class_name="m"),
        rx.el.td(item["place"], title=item["place"]),
        key=item["id"],
    )


def _nothing() -> rx.Component:
    return rx.cond(
        S.loaded,
        empty_state(
            "Choose a part and one of its lots.",
            "Every item of the lot is listed before anything is done. From an item, its panel leads "
            "here with its own lot.",
            icon="boxes",
        ),
        rx.fragment(),
    )


def _dialog() -> rx.Component:
    return form_dialog(
        kept("part", F.part_id),
        kept("lot", F.lot),
        *issue_fields(F, "recall", title_hint="Empty, it is called after the lot"),
        name="recall-lot",
        title=F.title,
        description=F.description,
        open=F.open,
        on_close=F.close_dialog,
        on_submit=F.send,
        action="Recall",
        busy=F.saving,
        problem=F.problem,
        danger=True,
    )
