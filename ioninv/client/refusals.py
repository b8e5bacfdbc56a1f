"""What the server refuses, raised as the same errors that its doors raise."""

from typing import TYPE_CHECKING, Any, Final

from ioninv.errors import (
    Conflict,
    Forbidden,
    Invalid,
    KeyUsed,
    NoAnswer,
    NotFound,
    Problem,
    Refused,
    SignedOut,
    Stale,
    TooMany,
)

if TYPE_CHECKING:
    import httpx


_BY_CODE: Final[dict[str, type[Refused]]] = {"key_used": KeyUsed, "stale": Stale}
_BY_STATUS: Final[dict[int, type[Refused]]] = {
    400: Invalid,
    403: Forbidden,
    404: NotFound,
    405: Invalid,
    409: Conflict,
    412: Stale,
    413: Invalid,
    415: Invalid,
    422: Invalid,
    428: Invalid,
}
_SHOWN: Final = 200


def refusal(answer: "httpx.Response", wait: float | None) -> Exception:
    """Why it was refused, as it is raised. `wait` is what `Retry-After` asks for, in seconds."""
    said = _problem(answer)
    message = str(said.get("detail") or "")
    if answer.status_code == 401:
        return SignedOut(message) if message else SignedOut()
    if answer.status_code == 429:
        return TooMany(message or "Too many requests. Wait a little.", round(wait or 0))
    kind = _BY_CODE.get(str(said.get("code")), _BY_STATUS.get(answer.status_code))
    if kind is None:
        return NoAnswer(f"{answer.url} answered with {answer.status_code} instead of an answer.")
    if not message:
        message = answer.text[:_SHOWN].strip() or f"Refused with {answer.status_code}."
    return _with_problems(kind, message, said.get("problems") or [])


def _with_problems(kind: type[Refused], message: str, problems: list[Any]) -> Refused:
    """An act on many has a reason for each item, anything else problems by field."""
    field = str(problems[0].get("field", "")) if problems else ""
    reasons = {each["item"]: each["message"] for each in problems if each.get("item") is not None}
    if reasons:
        return kind(message, field, reasons=reasons)
    told = [
        Problem(each["message"], each.get("field", ""), each.get("file", ""), each.get("row"))
        for each in problems
    ]
    return kind(message, field, told)


def _problem(answer: "httpx.Response") -> dict[str, Any]:
    if "json" not in answer.headers.get("content-type", ""):
        return {}
    try:
        said: Any = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}  # pyright: ignore[reportUnknownVariableType]
