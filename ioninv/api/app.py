"""The REST edge as one app, to stand beside the pages."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from ioninv import __version__
from ioninv.api import attachments, exports, purchase_orders, session
from ioninv.errors import Conflict, Forbidden, Invalid, NotFound, Refused, SignedOut, TooMany

PREFIX = "/api/v1"

_CODES: dict[type[Refused], int] = {
    Invalid: 422,
    NotFound: 404,
    Conflict: 409,
    Forbidden: 403,
    SignedOut: 401,
    TooMany: 429,
}
_REFUSED = 400


def api() -> FastAPI:
    """Every route, under `/api/v1`. What it can do is told by `/api/v1/openapi.json`."""
    # The usual pages of documentation load their scripts from elsewhere: no foreign origin here.
    made = FastAPI(
        title="ioninv",
        version=__version__,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    made.add_exception_handler(Refused, _refused)
    made.add_exception_handler(RequestValidationError, _not_understood)
    made.include_router(exports.routes, prefix=PREFIX)
    made.include_router(attachments.routes, prefix=PREFIX)
    made.include_router(purchase_orders.routes, prefix=PREFIX)
    made.include_router(session.routes, prefix=PREFIX)
    made.include_router(session.links)
    return made


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    """The sentence for a person, and every field it concerns."""
    if not isinstance(error, Refused):
        raise error
    problems = [{"field": each.field, "message": each.message} for each in error.problems]
    return JSONResponse(
        {"error": error.message, "problems": problems},
        _CODES.get(type(error), _REFUSED),
        headers={"Retry-After": str(error.wait)} if isinstance(error, TooMany) else None,
    )


async def _not_understood(_request: Request, error: Exception) -> JSONResponse:
    """What a route cannot read, in the same words and shape as a refusal."""
    if not isinstance(error, RequestValidationError):
        raise error
    problems = [
        {"field": str(each["loc"][-1]), "message": f"{each['loc'][-1]}: {each['msg']}."}
        for each in error.errors()
    ]
    return JSONResponse({"error": problems[0]["message"], "problems": problems}, 422)
