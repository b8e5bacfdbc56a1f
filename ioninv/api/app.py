"""The REST edge as one app, to stand beside the pages."""

from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
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
    parts,
    problems,
    purchase_lines,
    purchase_orders,
    supplier_parts,
    suppliers,
    supply,
    usage_types,
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
)


def doors() -> list[Route]:
    """Every route that is made from a door."""
    return [each for routes in FEATURES if isinstance(routes, Doors) for each in routes.doors]


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
    )
    made.add_exception_handler(Refused, problems.refused)
    made.add_exception_handler(problems.Unacceptable, problems.unacceptable)
    made.add_exception_handler(RequestValidationError, problems.not_understood)
    made.add_exception_handler(HTTPException, problems.http_refused)
    for routes in FEATURES:
        made.include_router(routes, prefix=PREFIX)
    made.openapi = lambda: document(made, doors())
    return made
