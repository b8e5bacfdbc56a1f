"""The inventory grid: header, memo rows, what stands there while loading and when empty, and the pager."""

import reflex as rx

from ioninv.ui.attributes.columns import attribute_cells, attribute_headers
from ioninv.ui.attributes.columns_state import AttributeColumn
from ioninv.ui.columns import Column
from ioninv.ui.issues.count import issue_count
from ioninv.ui.items.bulk import BULK
from ioninv.ui.items.cell_state import CellState
from ioninv.ui.items.columns import COLUMNS
from ioninv.ui.items.grid_state import GridState, ShownItem
from ioninv.ui.items.hands import hands
from ioninv.ui.items.new_item_state import NewItemState
from ioninv.ui.items.selection_state import SelectionState
from ioninv.ui.kit.allowed import allowed, instead_of_nothing, may, may_any
from ioninv.ui.kit.button import button
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.grid import grid, pick_cell, pick_header, sort_header
from ioninv.ui.kit.pager import pager
from ioninv.ui.kit.skeleton import skeleton_rows
from ioninv.ui.kit.status_badge import status_badge
from ioninv.ui.kit.thumbnail import thumbnail
from ioninv.ui.layout import foot
from ioninv.vocabulary import Permission


def item_grid() -> rx.Component:
    return hands(
        grid(
            [
                pick_header("Select page"),
                *(_header(column) for column in COLUMNS),
                attribute_headers(GridState.attribute_columns, GridState.sort, GridState.sort_by),
            ],
            rx.cond(
                GridState.loaded,
                rx.foreach(GridState.rows, _keyed_row),
                skeleton_rows(9),
            ),
            name="Inventory",
            opens=True,
            walks=True,
        ),
        rx.cond(GridState.loaded & (GridState.rows.length() == 0), _nothing(), rx.fragment()),
        class_name=rx.Var.create("grid-place ")
        + GridState.hidden_columns
        + rx.cond(may_any(*BULK), "", " no-pick"),
        round=SelectionState.round,
        shown=SelectionState.shown,
        everything=SelectionState.everything,
        on_pick=SelectionState.pick,
        on_drop=SelectionState.drop,
        on_clear=SelectionState.clear,
        on_edit=CellState.start,
        writes={
            "": may(Permission.EDIT_ITEMS),
            "location": may(Permission.MOVE),
            "quantity": may(Permission.ADJUST),
        },
    )


def item_pager() -> rx.Component:
    return foot(
        pager(
            GridState.range_text,
            has_previous=GridState.has_previous,
            has_next=GridState.has_next,
            on_first=GridState.first_page,
            on_previous=GridState.previous_page,
            on_next=GridState.next_page,
            on_last=GridState.last_page,
            page_size=GridState.size,
            on_page_size=GridState.choose_size,
        )
    )


def _header(column: Column) -> rx.Component:
    header = sort_header(
        column.label, column.key, GridState.sort, on_sort=GridState.sort_by, numeric=column.numeric
    )
    header.class_name = f"{'n ' if column.numeric else ''}c-{column.key}"
    return header


def _keyed_row(row: rx.Var) -> rx.Component:
    return item_row(
        row=row,
        chosen=GridState.item_id == row["id"],
        attributes=GridState.attribute_columns,
        key=row["id"],
    )


@rx.memo
def item_row(
    row: rx.Var[ShownItem],
    chosen: rx.Var[bool],
    attributes: rx.Var[list[AttributeColumn]],
    rest: rx.RestProp,
) -> rx.Component:
    """One row on one line; pressed anywhere it opens the item, and its part is the button for keys."""
    return rx.el.tr(
        pick_cell(rx.cond(row["serial"], row["serial"], row["uid"])),
        rx.el.td(
            thumbnail(row["image"], row["part"]),
            rx.el.button(row["part"], type="button", class_name="row-open"),
            rx.el.small(row["name"]),
            class_name="c-part",
        ),
        rx.el.td(row["serial"], class_name="m c-serial", custom_attrs=_edits("serial")),
        rx.el.td(row["lot"], class_name="m c-lot", custom_attrs=_edits("lot")),
        rx.el.td(
            row["quantity"],
            " ",
            row["unit"],
            class_name="n c-quantity",
            custom_attrs=_edits("quantity"),
        ),
        rx.el.td(
            status_badge(row["status"], row["status_label"]),
            rx.cond(row["held"], rx.el.span("on hold", class_name="held"), rx.fragment()),
            rx.cond(row["issues"].to(int) > 0, issue_count(row["issues"].to(int)), rx.fragment()),
            class_name="c-status",
        ),
        rx.el.td(
            row["place"],
            class_name="c-location",
            title=row["place"],
            custom_attrs=_edits("location"),
        ),
        rx.el.td(row["supplier"], class_name="c-supplier", custom_attrs=_edits("supplier")),
        rx.el.td(row["cost"], class_name="n c-cost", custom_attrs=_edits("unit_cost")),
        rx.el.td(row["usage"], class_name="c-usage", custom_attrs=_edits("usage_type")),
        rx.el.td(row["work_order"], class_name="c-work_order", custom_attrs=_edits("work_order")),
        rx.el.td(
            row["purchase_order"],
            class_name="c-purchase_order",
            custom_attrs=_edits("purchase_order"),
        ),
        rx.el.td(row["expires"], class_name="c-expires", custom_attrs=_edits("expires_on")),
        rx.el.td(row["uid"], class_name="m c-code"),
        rx.el.td(row["created"].to(str)[0:10], class_name="c-created"),
        rx.el.td(row["updated"].to(str)[0:10], class_name="c-updated"),
        attribute_cells(attributes, row["cells"], edits=True),
        rest,
        on_click=GridState.open_item(row["id"]),
        aria_selected=rx.cond(chosen, "true", "false"),
        custom_attrs={"data-id": row["id"]},
    )


def _edits(field: str) -> dict[str, str]:
    """What this cell's editor writes."""
    return {"data-field": field}


def _nothing() -> rx.Component:
    return rx.cond(
        GridState.is_filtered,
        empty_state(
            "No items match.",
            "Take a filter away, or look for something else. Voided and merged items show only when asked for.",
            button("Clear filters", on_click=GridState.clear_filters),
            icon="search-x",
        ),
        empty_state(
            "No inventory yet.",
            instead_of_nothing(
                Permission.CREATE_ITEMS,
                "Create the first item, or load a CSV file with “ioninv import”.",
            ),
            allowed(
                Permission.CREATE_ITEMS,
                button("New Inventory", kind="primary", on_click=NewItemState.open_dialog),
            ),
        ),
    )
