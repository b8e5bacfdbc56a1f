"""`POST /api/v1/imports`: a CSV file into the inventory, or what would come of it."""

import asyncio
import tempfile
from pathlib import Path
from typing import IO, Annotated, Any

from fastapi import Query, Request, Response
from fastapi.responses import JSONResponse
from sqlmodel import Session

from ioninv.api import caller
from ioninv.api.doors import Doors
from ioninv.api.needing import needing
from ioninv.api.parameters import KEY, read_key
from ioninv.api.problems import FieldProblem, Unacceptable, documented
from ioninv.api.shapes import Told
from ioninv.config import get_settings
from ioninv.domain import imports
from ioninv.domain.access import Actor
from ioninv.domain.imports import FileGiven, Kind, Report
from ioninv.vocabulary import Status

routes = Doors("imports")

MEGABYTE = 1_000_000
_TYPES = ("text/csv", "text/plain", "application/octet-stream", "application/csv")
_CSV: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"text/csv": {"schema": {"type": "string", "minLength": 1}}},
    }
}
_LONGEST = 200


class Imported(Told):
    """What an import did, or would do."""

    dry_run: bool
    change_set: int | None
    created: dict[Kind, int]
    changed: dict[Kind, int]
    unchanged: dict[Kind, int]
    statuses: dict[Status, int]
    references: dict[str, list[str]]
    left_out: dict[str, list[str]]
    notices: list[str]
    repeated: bool


@routes.post(
    "/imports",
    openapi_extra=_CSV | {"parameters": [KEY]} | needing(imports.run),
    operation_id="imports_run",
    responses={
        200: {"model": Imported, "description": "Imported, or looked at."},
        **documented(400, 401, 403, 404, 409, 413, 415, 422, 429),
    },
)
async def import_file(
    request: Request,
    dry_run: Annotated[str, Query(pattern="^(true|false)$", description="Check only.")] = "false",
    kind: Annotated[Kind | None, Query(description="What the file holds.")] = None,
    name: Annotated[str, Query(max_length=_LONGEST, description="What it is called.")] = "file.csv",
    system: Annotated[
        str, Query(max_length=40, description="Where the column ID comes from.")
    ] = "",
    map: Annotated[
        list[str] | None,
        Query(max_length=100, description="What a column means: `Header=field`; repeatable."),
    ] = None,
) -> Response:
    """Import the CSV file that is the body: all that it says, or nothing. A second time changes nothing.

    With an `Idempotency-Key` it is answered again as it was the first time; `dry_run` takes none.
    Every problem is told with its row and column. Fields and headers are those of `ioninv import`.
    """
    await caller.known(request)
    _refuse_unknown(request)
    key = read_key(request)
    only_look = dry_run == "true"
    said = {"kind": kind, "mapping": _mapping(map or []), "system": system}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "given"
        with path.open("wb") as file:
            await _receive(request, file)
        given = [FileGiven(name or "file.csv", path)]
        if only_look:
            report = await caller.read(request, _plan, given, said)
        else:
            report = await caller.write(request, imports.run, given, key=key, **said)
    return JSONResponse(_told(report).model_dump(mode="json"))


def _plan(session: Session, actor: Actor, given: list[FileGiven], said: dict[str, Any]) -> Report:
    return imports.plan(session, actor, given, **said)


async def _receive(request: Request, file: IO[bytes]) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _TYPES:
        raise Unacceptable(415, "unsupported_media_type", "Send the file itself, as text/csv.")
    most = get_settings().largest_upload * MEGABYTE
    size = 0
    async for block in request.stream():
        size += len(block)
        if size > most:
            raise Unacceptable(
                413, "too_large", f"The file is too large: at most {most // MEGABYTE:,} MB here."
            )
        await asyncio.to_thread(file.write, block)


def _refuse_unknown(request: Request) -> None:
    known = {"dry_run", "kind", "name", "system", "map"}
    names = [name for name, _ in request.query_params.multi_items()]
    problems = [
        FieldProblem(field=name[:40], code="unknown", message=f"“{name[:40]}” means nothing here.")
        for name in names
        if name not in known
    ]
    if problems:
        raise Unacceptable(422, "invalid", problems[0].message, problems=problems)


def _mapping(given: list[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for text in given:
        header, equals, field = text.rpartition("=")
        if not equals or not header:
            raise Unacceptable(422, "invalid", f"“{text[:60]}” must be like Header=field.", "map")
        mapping[header.strip()] = field.strip()
    return mapping


def _told(report: Report) -> Imported:
    return Imported.model_validate(vars(report))
