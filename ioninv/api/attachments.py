"""Files on items and parts: taken as the body of a request, given back as downloads and pictures."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import Header, Path, Query, Request, Response
from fastapi.responses import FileResponse, JSONResponse
from sqlmodel import Session
from starlette.requests import ClientDisconnect

from ioninv.api import caller
from ioninv.api.doors import Doors
from ioninv.api.needing import needing
from ioninv.api.parameters import KEY
from ioninv.api.problems import documented
from ioninv.api.shapes import LARGEST_ID, Told, rows_of
from ioninv.config import get_settings
from ioninv.domain import attachments
from ioninv.domain.access import Actor
from ioninv.domain.attachments import AttachmentRow, Incoming, Stored, Upload
from ioninv.domain.history import Done
from ioninv.errors import Conflict, Invalid, Refused
from ioninv.vocabulary import Entity

routes = Doors("attachments")

routes.door("PATCH /attachments/{attachment_id}", attachments.edit)
routes.door("DELETE /attachments/{attachment_id}", attachments.remove)
routes.door("POST /attachments/{attachment_id}/restore", attachments.restore)

MEGABYTE: Final = 1_000_000
_AT_ONCE = 4
_WAITED_SECONDS = 30.0
_IDLE_SECONDS = 30.0
_SLOWEST_BYTES_A_SECOND = 4_096
_DRAINED_SECONDS = 20.0
_BLOCK = 2**20
_receiving = asyncio.Semaphore(_AT_ONCE)

_BINARY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_ATTACHED: Final = _BINARY | needing(attachments.attach)
_SANDBOXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_PROGRAMS: Final = {"text/html", "image/svg+xml", "application/xml"}
_UNKNOWN: Final = "application/octet-stream"

Id = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Name = Annotated[str, Query(description="What the file is called.")]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=KEY["schema"]["maxLength"],
        pattern=KEY["schema"]["pattern"],
        description="The same key has one effect.",
    ),
]


class Attached(Told):
    """A file that was attached."""

    id: int
    change_set: int
    name: str
    media_type: str
    size: int
    sha256: str
    width: int | None
    height: int | None


_REFUSED = documented(400, 401, 403, 404, 409, 413, 415, 422, 429)
_TAKEN: dict[int | str, dict[str, Any]] = {
    201: {"model": Attached, "description": "Attached."},
    **_REFUSED,
}
_LISTED: dict[int | str, dict[str, Any]] = {
    200: {"model": rows_of("AttachmentsAnswer", AttachmentRow), "description": "The files."},
    **_REFUSED,
}
_A_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        "description": "The file.",
    },
    304: {"description": "It is as `If-None-Match` says."},
    **_REFUSED,
}


@routes.get(
    "/items/{item_id:id}/attachments", openapi_extra=needing(attachments.of), responses=_LISTED
)
async def of_item(request: Request, item_id: Id) -> JSONResponse:
    """The files on an item, the newest first."""
    return await _listed(request, Entity.ITEM, item_id)


@routes.get(
    "/parts/{part_id:id}/attachments", openapi_extra=needing(attachments.of), responses=_LISTED
)
async def of_part(request: Request, part_id: Id) -> JSONResponse:
    """The files on a part, the newest first, its image among them."""
    return await _listed(request, Entity.PART, part_id)


@routes.post(
    "/items/{item_id:id}/attachments", status_code=201, openapi_extra=_ATTACHED, responses=_TAKEN
)
async def attach_to_item(
    request: Request, item_id: Id, name: Name = "file", key: Key = None
) -> Response:
    """Attach the file that is the body of the request, as it is."""
    return await _attached(request, Entity.ITEM, item_id, name, key)


@routes.post(
    "/parts/{part_id:id}/attachments", status_code=201, openapi_extra=_ATTACHED, responses=_TAKEN
)
async def attach_to_part(
    request: Request, part_id: Id, name: Name = "file", key: Key = None
) -> Response:
    """Attach the file that is the body of the request, as it is."""
    return await _attached(request, Entity.PART, part_id, name, key)


@routes.put(
    "/parts/{part_id:id}/image",
    status_code=201,
    openapi_extra=_BINARY | needing(attachments.set_image),
    responses=_TAKEN,
)
async def set_image(
    request: Request, part_id: Id, name: Name = "image", key: Key = None
) -> Response:
    """Give a part its image, in the place of the one it has: JPEG, PNG, WebP, GIF or BMP.

    It is written anew, at most 1,600 pixels a side, without what the camera noted in it.
    """

    def store(session: Session, actor: Actor, upload: Upload) -> Done:
        return attachments.set_image(session, actor, part_id, upload, key=key)

    await _expected(request, attachments.expect_image, part_id)
    return await _taken(request, name, store, as_image=True)


@routes.get(
    "/attachments/{attachment_id:id}",
    response_class=FileResponse,
    openapi_extra=needing(attachments.open),
    responses=_A_FILE,
)
async def download(request: Request, attachment_id: Id) -> FileResponse:
    """The file, to be saved and never shown by the browser."""
    stored = await _opened(request, attachment_id)
    return FileResponse(
        stored.path,
        media_type=_UNKNOWN if stored.media_type in _PROGRAMS else stored.media_type,
        headers={
            **_SANDBOXED,
            "Content-Disposition": disposition(stored.name),
            "Cache-Control": "private, no-cache",
            "ETag": f'"{stored.sha256}"',
        },
    )


@routes.get(
    "/attachments/{attachment_id:id}/thumbnail",
    response_class=FileResponse,
    openapi_extra=needing(attachments.open),
    responses=_A_FILE,
)
async def thumbnail(
    request: Request,
    attachment_id: Id,
    size: Annotated[str, Query(description="64, 256 or full (1,600 pixels).")] = "64",
) -> Response:
    """A picture of it, written anew. The same address always gives the same picture."""
    stored = await _opened(request, attachment_id)
    headers = {
        **_SANDBOXED,
        "Cache-Control": "private, max-age=31536000, immutable",
        "ETag": f'"{stored.sha256[:32]}-{size if size in attachments.SIZES else ""}"',
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    path = await asyncio.to_thread(stored.thumbnail, size)
    return FileResponse(path, media_type="image/webp", headers=headers)


def disposition(name: str) -> str:
    """`attachment` with a file name as RFC 6266 has it: plain for old programs, whole for others."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


async def _listed(request: Request, entity: Entity, entity_id: int) -> JSONResponse:
    rows = await caller.read(request, attachments.of, entity, entity_id)
    return JSONResponse({"rows": [asdict(row) for row in rows]})


async def _opened(request: Request, attachment_id: Id) -> Stored:
    return await caller.read(request, attachments.open, attachment_id)


async def _attached(
    request: Request, entity: Entity, entity_id: int, name: str, key: str | None
) -> Response:
    def store(session: Session, actor: Actor, upload: Upload) -> Done:
        return attachments.attach(session, actor, entity, entity_id, upload, key=key)

    await _expected(request, attachments.expect, entity, entity_id)
    return await _taken(request, name, store, as_image=False)


async def _expected(request: Request, door: Callable[..., None], *arguments: Any) -> None:
    """Ask, before anything is sent, whether it may come."""
    try:
        await caller.read(request, door, *arguments)
    except Refused:
        await _drain(request)
        raise


async def _taken(
    request: Request,
    name: str,
    store: Callable[[Session, Actor, Upload], Done],
    *,
    as_image: bool,
) -> Response:
    """Receive the body into staging, then store it in one transaction."""
    try:
        async with _turn():
            cap = get_settings().largest_upload * MEGABYTE
            with Incoming(caller.house().path.parent, name, cap) as incoming:
                await _receive(request, incoming)
                upload = await asyncio.to_thread(incoming.finish, as_image)
                done = await _written(request, store, upload)
    except Refused:
        await _drain(request)
        raise
    except ClientDisconnect:
        # Nobody is there to be told.
        return Response(status_code=400)
    return JSONResponse(_told(done, upload), status_code=201)


def _told(done: Done, upload: Upload) -> dict[str, Any]:
    return {
        "id": done.ids[0],
        "change_set": done.change_set,
        "name": upload.name,
        "media_type": upload.media_type,
        "size": upload.size,
        "sha256": upload.sha256,
        "width": upload.width,
        "height": upload.height,
    }


@asynccontextmanager
async def _turn() -> AsyncIterator[None]:
    """Only so many files come in at once; who waits is not read from meanwhile."""
    try:
        async with asyncio.timeout(_WAITED_SECONDS):
            await _receiving.acquire()
    except TimeoutError:
        raise Conflict("Many files are being sent at the moment. Try again in a minute.") from None
    try:
        yield
    finally:
        _receiving.release()


async def _receive(request: Request, incoming: Incoming) -> None:
    if request.headers.get("content-type", "").lower().startswith("multipart/"):
        raise Invalid(
            "Send the file itself as the body of the request, and its name as ?name=…: "
            "forms are not taken apart here.",
            "file",
        )
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit():
        incoming.expect(int(announced))
    waiting = bytearray()
    async for block in _paced(request):
        waiting += block
        if len(waiting) >= _BLOCK:
            await asyncio.to_thread(incoming.write, bytes(waiting))
            waiting.clear()
    if waiting:
        await asyncio.to_thread(incoming.write, bytes(waiting))


async def _paced(request: Request) -> AsyncIterator[bytes]:
    """The blocks of the body, from a sender who goes on sending.

    Raises Conflict when nothing comes for a while, or so little that it would never end.
    """
    blocks = aiter(request.stream())
    begun, size = time.monotonic(), 0
    while True:
        try:
            async with asyncio.timeout(_IDLE_SECONDS):
                block = await anext(blocks)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise _too_slow() from None
        size += len(block)
        if time.monotonic() - begun > _IDLE_SECONDS + size / _SLOWEST_BYTES_A_SECOND:
            raise _too_slow()
        yield block


def _too_slow() -> Conflict:
    return Conflict("The file came too slowly, and nothing was stored. Send it again.", "file")


async def _drain(request: Request) -> None:
    """Read on for a while what was refused: who is still sending does not listen to the reason."""
    most = 2 * get_settings().largest_upload * MEGABYTE
    with suppress(Exception):
        async with asyncio.timeout(_DRAINED_SECONDS):
            async for block in request.stream():
                most -= len(block)
                if most < 0:
                    return


async def _written(request: Request, door: Callable[..., Done], *arguments: Any) -> Done:
    return await caller.write(request, door, *arguments)
