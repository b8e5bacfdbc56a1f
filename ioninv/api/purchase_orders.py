"""`GET /api/v1/purchase-orders/{id}/sheet.csv` and `.pdf`: what is sent to the supplier."""

import asyncio
import re
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from ioninv.api import caller
from ioninv.api.order_pdf import order_pdf
from ioninv.domain import purchasing
from ioninv.domain.access import Actor
from ioninv.domain.exports.writing import chunks
from ioninv.domain.purchasing import COLUMNS

routes = APIRouter(tags=["purchasing"])

OrderId = Annotated[int, Path(ge=1, le=2**53, description="The id of a purchase order.")]
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@routes.get(
    "/purchase-orders/{id}/sheet.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}, "description": "The list."}},
)
async def sheet_csv(request: Request, id: OrderId) -> Response:
    """What has still to come of an order, one row per item, for its supplier to fill in: serials and
    lots are read back from the same columns."""
    number, text = await caller.read(request, _csv, id)
    return _file(text.encode(), f"{number}.csv", "text/csv; charset=utf-8")


@routes.get(
    "/purchase-orders/{id}/sheet.pdf",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}, "description": "The order sheet."}},
)
async def sheet_pdf(request: Request, id: OrderId) -> Response:
    """The order sheet, to print or to send: lines in the supplier's units, with serials and lots."""
    sheet = await caller.read(request, purchasing.order_sheet, id)
    pdf = await asyncio.to_thread(order_pdf, sheet)
    return _file(pdf, f"{sheet.order.number}.pdf", "application/pdf")


def _csv(session: Session, actor: Actor, order_id: int) -> tuple[str, str]:
    number = purchasing.get(session, actor, order_id).order.number
    cells = [each.cells() for each in purchasing.expected(session, actor, order_id)]
    return number, "".join(chunks(COLUMNS, [cells]))


def _file(content: bytes, name: str, kind: str) -> Response:
    return Response(
        content,
        media_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{_UNSAFE.sub("-", name)}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
