"""Purchase orders, from the draft to what came in; their sheets as CSV and PDF."""

import asyncio
import re
from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from ioninv.api.caller import read
from ioninv.api.doors import Doors
from ioninv.api.needing import needing
from ioninv.api.order_pdf import order_pdf
from ioninv.api.problems import documented
from ioninv.api.shapes import LARGEST_ID
from ioninv.domain import purchasing
from ioninv.domain.access import Actor
from ioninv.domain.exports.writing import chunks
from ioninv.domain.purchasing import COLUMNS, OrderSheet

routes = Doors("purchasing")

routes.door("GET /purchase-orders", purchasing.orders, summary="Purchase orders, along a cursor")
routes.door("GET /purchase-orders/count", purchasing.count, named="count")
routes.door("GET /purchase-orders/by-state", purchasing.count_by_state)
routes.door("GET /purchase-orders/next-number", purchasing.propose_number, named="number")
routes.door("POST /purchase-orders", purchasing.create)
routes.door(
    "GET /purchase-orders/{order_id}",
    purchasing.get,
    version="order.version",
    summary="A purchase order with its lines and their items",
)
routes.door("PUT /purchase-orders/{order_id}", purchasing.edit)
routes.door("GET /purchase-orders/{order_id}/timeline", purchasing.timeline)
routes.door("POST /purchase-orders/{order_id}/place", purchasing.place)
routes.door("POST /purchase-orders/{order_id}/unplace", purchasing.unplace)
routes.door("POST /purchase-orders/{order_id}/cancel", purchasing.cancel)
routes.door("POST /purchase-orders/{order_id}/reopen", purchasing.reopen)
routes.door("GET /purchase-orders/{order_id}/match", purchasing.match)
routes.door("GET /purchase-orders/{order_id}/expected-serials", purchasing.expected_serials)
routes.door("GET /purchase-orders/{order_id}/expected", purchasing.expected)
routes.door("GET /purchase-orders/{order_id}/sheet", purchasing.order_sheet)
routes.door("POST /purchase-orders/{order_id}/receive", purchasing.receive)
routes.door("POST /purchase-orders/{order_id}/receive-all", purchasing.receive_all)
routes.door("POST /purchase-orders/{order_id}/serials", purchasing.read_serials_back)

OrderId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The id of a purchase order.")]
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@routes.get(
    "/purchase-orders/{id:id}/sheet.csv",
    response_class=Response,
    openapi_extra=needing(purchasing.get, purchasing.expected),
    responses={
        200: {"content": {"text/csv": {}}, "description": "The list."},
        **documented(401, 403, 404, 409, 422, 429),
    },
)
async def sheet_csv(request: Request, id: OrderId) -> Response:
    """What has still to come of an order, one row per item, for its supplier to fill in: serials and
    lots are read back from the same columns."""
    number, text = await read(request, _csv, id)
    return _file(text.encode(), f"{number}.csv", "text/csv; charset=utf-8")


@routes.get(
    "/purchase-orders/{id:id}/sheet.pdf",
    response_class=Response,
    openapi_extra=needing(purchasing.order_sheet),
    responses={
        200: {"content": {"application/pdf": {}}, "description": "The order sheet."},
        **documented(401, 403, 404, 409, 422, 429),
    },
)
async def sheet_pdf(request: Request, id: OrderId) -> Response:
    """The order sheet, to print or to send: lines in the supplier's units, with serials and lots."""
    sheet = await read(request, _sheet, id)
    pdf = await asyncio.to_thread(order_pdf, sheet)
    return _file(pdf, f"{sheet.order.number}.pdf", "application/pdf")


def _csv(session: Session, actor: Actor, order_id: int) -> tuple[str, str]:
    number = purchasing.get(session, actor, order_id).order.number
    cells = [each.cells() for each in purchasing.expected(session, actor, order_id)]
    return number, "".join(chunks(COLUMNS, [cells]))


def _sheet(session: Session, actor: Actor, order_id: int) -> OrderSheet:
    return purchasing.order_sheet(session, actor, order_id)


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
