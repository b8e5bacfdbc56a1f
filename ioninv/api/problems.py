"""What a refusal looks like: RFC 9457, with every field that it concerns."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from ioninv.errors import (
    Conflict,
    Forbidden,
    Invalid,
    KeyUsed,
    NotFound,
    Refused,
    SignedOut,
    Stale,
    TooMany,
)

MEDIA_TYPE: Final = "application/problem+json"
_MOST_PROBLEMS: Final = 100

_STATUSES: Final[dict[type[Refused], int]] = {
    Invalid: 422,
    NotFound: 404,
    Conflict: 409,
    KeyUsed: 409,
    Stale: 409,
    Forbidden: 403,
    SignedOut: 401,
    TooMany: 429,
}
_REFUSED: Final = 400
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")

MEANINGS: Final[dict[int, str]] = {
    400: "The request cannot be read.",
    401: "Nobody is signed in, or the token is not valid any more.",
    403: "The role of the caller does not allow it; or it was sent by a page of another site, to a name "
    "that is not this server's, or before it is set up (`foreign_origin`, `foreign_host`, `not_set_up`).",
    404: "There is no such thing.",
    405: "Nothing is done here by this method.",
    409: "Something stored stands against it, or the key was used for something else.",
    412: "It was changed since the version that `If-Match` names.",
    413: "The body is too large.",
    415: "The body is of another type.",
    422: "What was given cannot be right.",
    428: "`If-Match` is missing: say which version is replaced.",
    429: "Too much was asked in a short time.",
}
"""What each refusal means, as the OpenAPI tells it."""


class FieldProblem(BaseModel):
    """One thing that is wrong. `item` is the item of an act on many; `file` and `row` of an import."""

    field: str
    code: str
    message: str
    item: int | None = None
    file: str = ""
    row: int | None = None


class Refusal(BaseModel):
    """Why a request was refused: nothing of it was stored."""

    type: str = Field(examples=["urn:ioninv:problem:conflict"])
    title: str
    status: int
    detail: str
    code: str
    problems: list[FieldProblem]


class Unacceptable(Exception):
    """The request itself is not as it must be: its type, size, headers or names."""

    def __init__(
        self, status: int, code: str, message: str, field: str = "", problems: Any = None
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.field = status, code, message, field
        self.problems: list[FieldProblem] = problems or [
            FieldProblem(field=field, code=code, message=message)
        ]


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These refusals as a route declares them."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    return {each: {"description": MEANINGS[each], "content": content} for each in statuses}


def answer(
    status: int,
    code: str,
    detail: str,
    problems: Sequence[FieldProblem],
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """A refusal as it is sent."""
    problem = Refusal(
        type=f"urn:ioninv:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        code=code,
        problems=list(problems),
    )
    return JSONResponse(problem.model_dump(), status, headers, media_type=MEDIA_TYPE)


async def refused(request: Request, error: Exception) -> JSONResponse:
    """The sentence for a person, and every field or item it concerns."""
    if not isinstance(error, Refused):
        raise error
    code = code_of(error)
    status = _STATUSES.get(type(error), _REFUSED)
    if isinstance(error, Stale) and "if-match" in request.headers:
        status = 412
    return answer(status, code, error.message, _problems(error, code), _headers(error))


async def unacceptable(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, Unacceptable):
        raise error
    return answer(error.status, error.code, error.message, error.problems)


async def not_understood(_request: Request, error: Exception) -> JSONResponse:
    """What a route cannot read, in the same words and shape as a refusal."""
    if not isinstance(error, RequestValidationError):
        raise error
    problems = of_validation(error.errors(), skip=1)
    return answer(422, "invalid", problems[0].message, problems)


def http_refusal(status: int, headers: Mapping[str, str]) -> JSONResponse:
    """What stands against a request whatever it says."""
    phrase = HTTPStatus(status).phrase
    detail = {404: "There is nothing at this address."}.get(status, f"{phrase}.")
    return answer(status, phrase.lower().replace(" ", "_"), detail, [], headers)


def of_validation(errors: Sequence[Any], skip: int = 0) -> list[FieldProblem]:
    """What pydantic found, each with the path of its field."""
    return [_of_validation(each, skip) for each in errors[:_MOST_PROBLEMS]]


def _of_validation(error: Mapping[str, Any], skip: int) -> FieldProblem:
    field = ".".join(str(each) for each in error["loc"][skip:])
    message = f"{field}: {error['msg']}." if field else f"{error['msg']}."
    return FieldProblem(field=field, code=str(error["type"]), message=message)


def _headers(error: Refused) -> dict[str, str]:
    if isinstance(error, SignedOut):
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": str(error.wait)} if isinstance(error, TooMany) else {}


def code_of(error: Refused) -> str:
    """`not_found`, as the exception is called."""
    return _WORDS.sub("_", type(error).__name__).lower()


def _problems(error: Refused, code: str) -> list[FieldProblem]:
    if error.reasons:
        return [
            FieldProblem(field=error.field, code=code, message=message, item=item)
            for item, message in error.reasons.items()
        ]
    return [
        FieldProblem(
            field=each.field, code=code, message=each.message, file=each.file, row=each.row
        )
        for each in error.problems
    ]
