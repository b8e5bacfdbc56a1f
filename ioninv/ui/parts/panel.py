"""The part beside the list."""

import reflex as rx

from ioninv.ui.attachments.part_image import part_image
from ioninv.ui.attachments.section import attachments_of
from ioninv.ui.attachments.state import AttachmentsState
from ioninv.ui.attributes.facts import attribute_facts
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.panel import panel
from ioninv.ui.kit.press import PRESS
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.kit.status_badge import badge, status_badge
from ioninv.ui.kit.timeline import timeline
from ioninv.ui.parts.archive_state import ArchivePartState
from ioninv.ui.parts.edit_part import EditPartState
from ioninv.ui.parts.grid_state import PartsState
from ioninv.ui.parts.panel_state import PartPanelState as S
from ioninv.ui.parts.revise_part import RevisePartState
from ioninv.ui.purchasing.lists import coming_list
from ioninv.ui.purchasing.supplier_part import sold_list
from ioninv.ui.purchasing.supplier_part_state import SupplierPartState
from ioninv.vocabulary import Permission


def part_panel() -> rx.Component:
    return rx.cond(
        PartsState.opened > 0,
        rx.cond(
            S.part == PartsState.opened,
            rx.cond(S.missing, _missing(), _part()),
            panel("…", skeleton_lines(), on_close=PartsState.close_row, name="Part"),
        ),
        rx.fragment(),
    )


def _part() -> rx.Component:
    return panel(
        S.label,
        rx.cond(S.name, rx.el.p(S.name, class_name="sub"), rx.fragment()),
        allowed(Permission.VIEW_ATTACHMENTS, part_image(S.part, S.label)),
        rx.cond(S.low_lead, _low(), rx.fragment()),
        _acts(),
        rx.el.h3("Inventory"),
        rx.cond(S.shares, _shares(), rx.el.p("None yet.", class_name="soft")),
        rx.cond(S.coming, _coming(), rx.fragment()),
        rx.el.h3("Facts"),
        rx.el.dl(rx.foreach(S.facts, _fact), attribute_facts(S.attributes), class_name="facts"),
        rx.cond(
            S.description,
            rx.fragment(rx.el.h3("Description"), rx.el.p(S.description, class_name="note")),
            rx.fragment(),
        ),
        allowed(
            Permission.VIEW_PURCHASING,
            sold_list(
                S.sold,
                S.sold_archived,
                of_part=True,
                on_add=SupplierPartState.start_for_part(S.part),
            ),
        ),
        allowed(Permission.VIEW_ATTACHMENTS, attachments_of("part", S.part)),
        allowed(
            Permission.VIEW_HISTORY,
            rx.el.h3("History"),
            timeline(S.history, on_undo=lambda number: AttachmentsState.undo(number, PRESS)),
        ),
        badge=rx.cond(S.archived, badge("Archived"), rx.fragment()),
        on_close=PartsState.close_row,
        name="Part",
    )


def _low() -> rx.Component:
    return rx.el.p(rx.el.b(S.low_lead), " ", S.low_rest, class_name="why low")


def _acts() -> rx.Component:
    archive = button("Archive", small=True, on_click=ArchivePartState.ask)
    restore = button(
        "Restore", small=True, busy=ArchivePartState.saving, on_click=ArchivePartState.restore
    )
    return rx.el.div(
        allowed(
            Permission.EDIT_PARTS,
            button("Edit", small=True, on_click=EditPartState.start(S.part)),
        ),
        allowed(
            Permission.CREATE_PARTS,
            button("New revision", small=True, on_click=RevisePartState.start(S.part)),
        ),
        allowed(Permission.ARCHIVE_PARTS, rx.cond(S.archived, restore, archive)),
        allowed(
            Permission.VIEW_ISSUES,
            inside_link("Recall a lot", to=S.recall_href, class_name="btn small"),
        ),
        class_name="acts",
    )


def _shares() -> rx.Component:
    """How much has which status: a bar for the eye, and the same as a list that leads there."""
    return rx.fragment(
        rx.el.div(
            rx.foreach(S.shares, _segment),
            class_name="status-bar",
            role="img",
            aria_label=S.shares_text,
        ),
        rx.el.ul(rx.foreach(S.shares, _share), class_name="shares"),
        inside_link(S.items_text, " in inventory", to=S.items_href),
    )


def _coming() -> rx.Component:
    return rx.fragment(rx.el.h3("On order"), coming_list(S.coming))


def _segment(share: rx.Var) -> rx.Component:
    return rx.el.i(
        class_name=share["status"].to(str),
        custom_attrs={"style": {"flexGrow": share["share"]}},
        key=share["status"],
    )


def _share(share: rx.Var) -> rx.Component:
    return rx.el.li(
        inside_link(status_badge(share["status"], share["label"]), to=share["href"]),
        rx.el.span(share["quantity"], class_name="num"),
        key=share["status"],
    )


def _fact(fact: rx.Var) -> rx.Component:
    return rx.fragment(
        rx.el.dt(fact["name"]),
        rx.el.dd(rx.cond(fact["href"], inside_link(fact["value"], to=fact["href"]), fact["value"])),
        key=fact["name"],
    )


def _missing() -> rx.Component:
    return panel(
        "Not found", rx.el.p(S.missing), on_close=PartsState.close_row, name="Part", words=True
    )
