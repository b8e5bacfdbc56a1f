"""`GET /api/v1/export/{kind}.csv`: what the grid shows, as a file."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from inspect import signature
from typing import IO, Annotated, Any, get_type_hints

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from ioninv.api import caller
from ioninv.api.needing import needing
from ioninv.api.parameters import queries_of
from ioninv.api.problems import documented
from ioninv.domain import exports
from ioninv.domain.access import Actor
from ioninv.domain.items import ItemSort
from ioninv.domain.purchasing import OrderFilter

routes = APIRouter(tags=["export"])

_BLOCK = 2**16
_LOOK_AGAIN_SECONDS = 0.02

Read = Callable[[Session, Actor], Iterator[str]]
"""A door that gives a file piece by piece."""


class _File:
    """A file that is sent while it is written.

    It goes to disk as fast as it can be read, so that somebody's slow line holds no snapshot of the
    database and none of its readers.
    """

    def __init__(self, request: Request, read: Read) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
        self._sent = 0
        self._writing = asyncio.ensure_future(caller.read(request, _write, self._file, read))

    async def begin(self) -> None:
        """Wait for the first of it. Raises what stands against the export."""
        while not self._writing.done() and not os.fstat(self._file.fileno()).st_size:
            await asyncio.wait([self._writing], timeout=_LOOK_AGAIN_SECONDS)
        if self._writing.done():
            self._writing.result()

    async def blocks(self) -> AsyncIterator[bytes]:
        try:
            while True:
                whole = self._writing.done()
                if block := os.pread(self._file.fileno(), _BLOCK, self._sent):
                    self._sent += len(block)
                    yield block
                elif whole:
                    # A file that ends early must not look like a whole one.
                    self._writing.result()
                    return
                else:
                    await asyncio.wait([self._writing], timeout=_LOOK_AGAIN_SECONDS)
        finally:
            self._file.close()
            if not self._writing.done():
                self._writing.add_done_callback(_forget)


def _forget(writing: "asyncio.Future[None]") -> None:
    """The reader has gone, and the writer found its file closed."""
    with suppress(asyncio.CancelledError):
        writing.exception()


def _write(session: Session, actor: Actor, file: IO[bytes], read: Read) -> None:
    for chunk in read(session, actor):
        file.write(chunk.encode())


_A_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The file."},
    **documented(401, 403, 404, 409, 422, 429),
}


@routes.get(
    "/export/issues.csv",
    response_class=StreamingResponse,
    openapi_extra=needing(exports.issues),
    responses=_A_FILE,
)
async def export_issues(request: Request) -> StreamingResponse:
    """All issues, a row for each item on each of them."""
    return await _answer(request, exports.ISSUES, exports.issues)


@routes.get(
    "/export/lot.csv",
    response_class=StreamingResponse,
    openapi_extra=needing(exports.lot),
    responses=_A_FILE,
)
async def export_lot(
    request: Request,
    part: Annotated[int, Query(description="The id of a part.", ge=1, lt=2**63)],
    lot: Annotated[str, Query(description="One of its lots.", max_length=200)],
) -> StreamingResponse:
    """Every item of a lot, in whatever status, with what each is installed in."""
    return await _answer(
        request, exports.LOT, lambda session, actor: exports.lot(session, actor, part, lot)
    )


@routes.get(
    "/export/purchase-lines.csv",
    response_class=StreamingResponse,
    openapi_extra=needing(exports.orders),
    responses=_A_FILE,
)
async def export_orders(
    request: Request,
    q: Annotated[str, Query(description="Words to look for.", max_length=200)] = "",
    state: Annotated[str, Query(description="States of orders, apart by comma.")] = "",
    supplier: Annotated[str, Query(description="The id of a supplier.")] = "",
    part: Annotated[str, Query(description="The id of a part on one of the lines.")] = "",
    overdue: Annotated[str, Query(description="`1`: what should be here and is not.")] = "",
    sort: Annotated[str, Query(description="As in the list; `-number` is down.")] = "number",
) -> StreamingResponse:
    """All lines of the orders that the Purchasing page shows for the same query, in its order.

    An order without lines has one row that names no part; `ioninv import` reads that back too.
    """
    query = {"q": q, "state": state, "supplier": supplier, "part": part, "overdue": overdue}
    filter = OrderFilter.from_query(query)
    return await _answer(
        request,
        exports.Kind.PURCHASE_LINES,
        lambda session, actor: exports.orders(session, actor, filter, sort),
    )


_SHOWN = queries_of(
    [signature(exports.rows).parameters[name] for name in ("filter", "sort")],
    get_type_hints(exports.rows),
)
"""What the grid shows, as its address says it."""

_OF_THE_SCREEN = ("page", "size", "item")
"""What else stands in the grid's address: it may be given as it is."""


@routes.get(
    "/export/{kind}.csv",
    response_class=StreamingResponse,
    responses=_A_FILE,
    openapi_extra={
        "parameters": [each.documented() for each in _SHOWN.parameters],
        **needing(exports.rows),
    },
)
async def export(request: Request, kind: exports.Kind) -> StreamingResponse:
    """The items that the grid shows for the same query, in its order; other kinds whole.

    What is asked of attributes is given as in the grid's address: `a12=5..10`. CSV in UTF-8 with its
    mark, as `ioninv import` reads it back.
    """

    def rows(session: Session, actor: Actor) -> Iterator[str]:
        asked = _SHOWN.read(request, beside=_OF_THE_SCREEN)
        return exports.rows(session, actor, kind, asked["filter"], asked.get("sort", ItemSort()))

    return await _answer(request, kind, rows)


async def _answer(request: Request, kind: str, read: Read) -> StreamingResponse:
    file = _File(request, read)
    await file.begin()
    name = exports.file_name(kind, datetime.now(UTC).date())
    return StreamingResponse(
        file.blocks(),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
