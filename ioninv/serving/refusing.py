"""A refusal that is spoken before REST is reached, in the shape of those of REST."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import JSONResponse
from starlette.types import Scope

_REST: Final = "/api/"


def is_rest(scope: Scope) -> bool:
    """Whether a program asks, or a page's script: it reads `application/problem+json`."""
    return scope["type"] == "http" and str(scope["path"]).startswith(_REST)


def problem(
    status: int, code: str, detail: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The answer with this sentence."""
    said: dict[str, Any] = {
        "type": f"urn:ioninv:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "problems": [],
    }
    return JSONResponse(said, status, headers, media_type="application/problem+json")
