"""The REST edge as one app, to stand beside the pages."""

from functools import cache
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from ioninv import __version__
from ioninv.api import (
    attachments,
    attributes,
    change_sets,
    exports,
    find,
    imports,
    issues,
    items,
    kits,
    locations,
    oidc,
    parts,
    problems,
    purchase_lines,
    purchase_orders,
    roles,
    session,
    sessions,
    supplier_parts,
    suppliers,
    supply,
    tokens,
    usage_types,
    users,
    verify,
)
from ioninv.api.documenting import document
from ioninv.api.doors import PREFIX, Doors, Route
from ioninv.errors import Refused

FEATURES: Final[tuple[APIRouter, ...]] = (
    items.routes,
    find.routes,
    parts.routes,
    suppliers.routes,
    locations.routes,
    usage_types.routes,
    attributes.routes,
    kits.routes,
    purchase_orders.routes,
    purchase_lines.routes,
    supplier_parts.routes,
    supply.routes,
    issues.routes,
    attachments.routes,
    change_sets.routes,
    imports.routes,
    exports.routes,
    verify.routes,
    users.routes,
    roles.routes,
    tokens.routes,
    sessions.routes,
)


def doors() -> list[Route]:
    """Every route that is made from a door."""
    return [each for routes in FEATURES if isinstance(routes, Doors) for each in routes.doors]


async def _http_refused(request: Request, error: Exception) -> JSONResponse:
    """No such address, or nothing that is done there by this method: then those that are."""
    if not isinstance(error, HTTPException):
        raise error
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(_methods(request.url.path.removeprefix(PREFIX)))
    return problems.http_refusal(error.status_code, headers)


def _methods(path: str) -> list[str]:
    matching = [
        route
        for routes in FEATURES
        for route in routes.routes
        if isinstance(route, APIRoute) and route.path_regex.match(path)
    ]
    return sorted({method for route in matching for method in route.methods or ()})


def api() -> FastAPI:
    """Every route, under `/api/v1`. What it can do is told by `/api/v1/openapi.json`."""
    # The usual pages of documentation load their scripts from elsewhere: no foreign origin here.
    made = FastAPI(
        title="ioninv",
        version=__version__,
        description="Everything that ioninv can do. See docs/rest.md.",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: f"{route.tags[0]}_{route.name}",
    )
    made.add_exception_handler(Refused, problems.refused)
    made.add_exception_handler(problems.Unacceptable, problems.unacceptable)
    made.add_exception_handler(RequestValidationError, problems.not_understood)
    made.add_exception_handler(HTTPException, _http_refused)
    for routes in FEATURES:
        made.include_router(routes, prefix=PREFIX)
    # How browsers come in: with cookies, for pages of ours alone.
    for routes in (session.routes, oidc.routes):
        made.include_router(routes, prefix=PREFIX)
    made.include_router(session.links)
    made.openapi = _openapi
    return made


@cache
def _openapi() -> dict[str, Any]:
    """The same for every app."""
    return document(api(), doors())
