"""What comes in the body of a request: JSON of a known shape, and not much of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, is_dataclass
from inspect import Parameter
from typing import Any, Final

from fastapi import Request
from pydantic import ValidationError

from ioninv.api.problems import Unacceptable, of_validation
from ioninv.api.shapes import Given, form_of, given, given_fields, given_model, taken
from ioninv.domain.items import ItemFilter

LARGEST: Final = 4_000_000
"""Bytes of JSON: ten thousand items with their versions, or as many serials."""

JSON: Final = "application/json"


@dataclass(frozen=True)
class Body:
    """What the body of a request says to a door: the fields of its forms, and its other arguments."""

    model: type[Given]
    hints: Mapping[str, Any]

    @property
    def is_required(self) -> bool:
        return any(field.is_required() for field in self.model.model_fields.values())

    async def read(self, request: Request) -> dict[str, Any]:
        """The arguments that a body gives. Raises Unacceptable for one that cannot be."""
        raw = await read_all(request, LARGEST)
        if raw:
            _refuse_other_type(request)
        try:
            body = self.model.model_validate_json(raw or b"{}")
        except ValidationError as error:
            problems = of_validation(error.errors(include_url=False, include_input=False))
            raise Unacceptable(422, "invalid", problems[0].message, problems=problems) from None
        return {name: self._argument(name, hint, body) for name, hint in self.hints.items()}

    def _argument(self, name: str, hint: Any, body: Given) -> Any:
        if _is_form(hint):
            return form_of(hint, body)
        return taken(getattr(body, name), hint)


def body_of(name: str, parameters: Iterable[Parameter], hints: Mapping[str, Any]) -> Body | None:
    """What a body may say for these parameters of a door; None where there is nothing to say."""
    made: dict[str, Any] = {}
    found: dict[str, Any] = {}
    for each in parameters:
        hint = found[each.name] = hints[each.name]
        if _is_form(hint):
            made |= given_fields(hint)
        else:
            default = ... if each.default is Parameter.empty else each.default
            default = list(default) if isinstance(default, tuple) else default  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
            made[each.name] = (given(hint, each.name), default)
    return Body(given_model(name, "", made), found) if made else None


async def read_all(request: Request, most: int) -> bytes:
    """The whole body. Raises Unacceptable when there is more of it than may be."""
    announced = request.headers.get("content-length", "")
    if (
        announced.isascii()
        and announced.isdigit()
        and len(announced) < 19
        and int(announced) > most
    ):
        raise _too_large(most)
    body = bytearray()
    async for block in request.stream():
        body += block
        if len(body) > most:
            raise _too_large(most)
    return bytes(body)


def _is_form(hint: Any) -> bool:
    """Its fields are those of the body itself; a filter stands in it whole."""
    return hint is not ItemFilter and is_dataclass(hint)


def _refuse_other_type(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise Unacceptable(415, "unsupported_media_type", f"Send the body as {JSON}.")


def _too_large(most: int) -> Unacceptable:
    return Unacceptable(413, "too_large", f"The body is too large: at most {most:,} bytes.")
