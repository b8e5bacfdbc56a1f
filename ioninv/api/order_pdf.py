"""The order sheet as PDF."""

import io
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)

from ioninv.domain.purchasing import OrderSheet, SheetLine

_FONTS: Final = Path(__file__).parent / "fonts"
_PLAIN, _BOLD = "DejaVuSans", "DejaVuSans-Bold"
_GREY: Final = colors.HexColor("#5b6166")
_LINE: Final = colors.HexColor("#d5d8d5")
_MARGIN: Final = 16 * mm
_PADDING: Final = 6
"""Of the frame that a page of text has by itself."""
_WIDTHS: Final = tuple(width * mm for width in (9, 60, 33, 26, 26, 24))
_HEADERS: Final = ("Line", "Part", "Quantity", "Cost", "Amount", "Expected")
_TOGETHER: Final = 20
"""Serials in one row of the table: a row must fit on a page, however long they are."""
_LONGEST: Final = 1_500
"""Characters of a note that are shown, for the same reason."""


def order_pdf(sheet: OrderSheet) -> bytes:
    """The sheet as a file: A4, with a head on each page."""
    _register_fonts()
    made = io.BytesIO()
    document = SimpleDocTemplate(
        made,
        pagesize=A4,
        leftMargin=_MARGIN - _PADDING,
        rightMargin=_MARGIN - _PADDING,
        topMargin=26 * mm,
        bottomMargin=18 * mm,
        title=f"Purchase order {sheet.order.number}",
        author="ioninv",
    )

    def frame(canvas: Any, page: Any) -> None:
        _head(canvas, page, sheet)

    document.build([*_about(sheet), *_lines(sheet)], onFirstPage=frame, onLaterPages=frame)
    return made.getvalue()


@cache
def _register_fonts() -> None:
    for name in (_PLAIN, _BOLD):
        pdfmetrics.registerFont(TTFont(name, str(_FONTS / f"{name}.ttf")))  # pyright: ignore[reportUnknownMemberType]


@cache
def _style(size: float = 8.5, bold: bool = False, grey: bool = False, right: bool = False) -> Any:
    return ParagraphStyle(
        f"{size}-{bold}-{grey}-{right}",
        fontName=_BOLD if bold else _PLAIN,
        fontSize=size,
        leading=size * 1.35,
        textColor=_GREY if grey else colors.black,
        alignment=2 if right else 0,
        splitLongWords=True,
    )


def _said(text: str, **how: Any) -> Paragraph:
    """A text that says only what it says: nothing in it is markup."""
    return Paragraph(escape(text), _style(**how))


def _head(canvas: Any, page: Any, sheet: OrderSheet) -> None:
    width, height = A4
    canvas.saveState()
    canvas.setFont(_BOLD, 12)
    canvas.drawString(_MARGIN, height - 15 * mm, f"Purchase order {sheet.order.number}"[:70])
    canvas.setFont(_PLAIN, 8)
    canvas.setFillColor(_GREY)
    canvas.drawRightString(width - _MARGIN, height - 15 * mm, sheet.order.supplier[:60])
    canvas.setStrokeColor(_LINE)
    canvas.line(_MARGIN, height - 18 * mm, width - _MARGIN, height - 18 * mm)
    canvas.drawString(_MARGIN, 10 * mm, sheet.day)
    canvas.drawRightString(width - _MARGIN, 10 * mm, f"Page {page.page}")
    canvas.restoreState()


def _about(sheet: OrderSheet) -> Iterator[Flowable]:
    order = sheet.order
    for number, line in enumerate(sheet.supplier):
        yield _said(line, size=9, bold=number == 0)
    yield Spacer(1, 3 * mm)
    for name, value in (
        ("Your reference", order.supplier_reference),
        ("Expected", sheet.expected),
        ("Deliver to", order.location),
        ("Note", order.note),
    ):
        if value:
            yield _said(f"{name}: {value[:_LONGEST]}")
    yield Spacer(1, 4 * mm)


def _lines(sheet: OrderSheet) -> Iterator[Flowable]:
    if not sheet.lines:
        yield _said("This order has no lines.")
        return
    rows: list[list[Any]] = [
        [_said(name, bold=True, size=8, right=2 <= at <= 4) for at, name in enumerate(_HEADERS)]
    ]
    look: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    for line in sheet.lines:
        look.append(("LINEABOVE", (0, len(rows)), (-1, len(rows)), 0.4, _LINE))
        rows.append(_cells(line))
        for more in _more(line):
            look.append(("SPAN", (1, len(rows)), (-1, len(rows))))
            look.append(("TOPPADDING", (0, len(rows)), (-1, len(rows)), 0))
            rows.append(["", _said(more, size=7.5, grey=True), "", "", "", ""])
    for total in sheet.totals:
        look.append(("LINEABOVE", (0, len(rows)), (-1, len(rows)), 0.8, colors.black))
        look.append(("SPAN", (0, len(rows)), (3, len(rows))))
        look.append(("SPAN", (4, len(rows)), (5, len(rows))))
        left = _said("Total", bold=True, right=True)
        rows.append([left, "", "", "", _said(total, bold=True, right=True), ""])
    yield LongTable(rows, colWidths=_WIDTHS, repeatRows=1, style=TableStyle(look))
    if sheet.without_cost:
        yield Spacer(1, 2 * mm)
        yield _said(f"{_count(sheet.without_cost)} without cost.", size=7.5, grey=True)


def _count(lines: int) -> str:
    return "1 line" if lines == 1 else f"{lines:,} lines"


def _cells(line: SheetLine) -> list[Any]:
    part = [_said(line.part, bold=True)]
    part += [_said(line.name)] if line.name else []
    part += [_said(f"SKU {line.sku}", size=7.5, grey=True)] if line.sku else []
    quantity = [_said(line.quantity, right=True)]
    quantity += [_said(line.units, size=7.5, grey=True, right=True)] if line.units else []
    return [
        _said(str(line.position)),
        part,
        quantity,
        _said(line.cost, right=True),
        _said(line.amount, right=True),
        _said(line.expected, size=7.5),
    ]


def _more(line: SheetLine) -> Iterator[str]:
    if line.destination:
        yield f"Deliver to: {line.destination}"
    if line.note:
        yield line.note[:_LONGEST]
    yield from _listed("Serials", line.serials)
    yield from _listed("Lots", line.lots)


def _listed(what: str, names: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(names), _TOGETHER):
        lead = f"{what}: " if start == 0 else ""
        yield lead + " · ".join(names[start : start + _TOGETHER])
