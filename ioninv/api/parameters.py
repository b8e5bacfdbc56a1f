"""What stands in an address or a header: read strictly, and told in the OpenAPI."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from inspect import Parameter
from typing import Any, Final, get_args, get_origin, get_type_hints

from fastapi import Request

from ioninv.api.problems import FieldProblem, Unacceptable
from ioninv.api.shapes import LARGEST_ID, GridFilter, is_enum
from ioninv.domain.attributes.filtering import NAME, Asked, asked_by
from ioninv.domain.history.act import LONGEST_KEY
from ioninv.domain.items import ItemFilter, ItemSort
from ioninv.domain.listing import LARGEST_PAGE
from ioninv.domain.purchasing import OrderFilter
from ioninv.vocabulary import PurchaseState

LONGEST_TEXT: Final = 4_000
_RENAMED: Final = {
    "text": "q",
    "typed": "q",
    "states": "state",
    "size": "limit",
    "after": "cursor",
}
_IF_MATCH: Final = r'^(\*|"[0-9]{1,15}(\.[0-9a-f]{1,64})?")$'
_KEY: Final = r"^[\x21-\x7e]+$"
_TOO_MUCH = re.compile(r"[^0-9]")
_DESCRIPTIONS: Final = {
    "q": "Words to look for.",
    "sort": "The column to sort by; `-name` turns it round.",
    "cursor": "Where the page before ended: its `next`.",
    "limit": "The most rows of a page.",
}

KEY: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key has one effect and the same answer; it is the caller's own.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": _KEY},
}
IF_NONE_MATCH: Final[dict[str, Any]] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag that is known already: the answer is 304 where it still stands.",
    "schema": {"type": "string"},
}


def if_match(required: bool) -> dict[str, Any]:
    """The header that names the version which is changed."""
    return {
        "name": "If-Match",
        "in": "header",
        "required": required,
        "description": "The ETag that was seen: 412 where it was changed since. `*` takes it as it is.",
        "schema": {"type": "string", "pattern": _IF_MATCH},
    }


def read_key(request: Request) -> str | None:
    """The idempotency key, if there is one. Raises Unacceptable for one that cannot be."""
    key = _header(request, "Idempotency-Key")
    if key is not None and not (len(key) <= LONGEST_KEY and re.fullmatch(_KEY, key)):
        raise _bad(
            "Idempotency-Key", f"A key has 1 to {LONGEST_KEY} printable characters and no blank."
        )
    return key


def read_version(request: Request, required: bool) -> int | None:
    """The version that `If-Match` names; None for any. Raises Unacceptable when it is missing."""
    tag = _header(request, "If-Match")
    if tag is None:
        if required:
            raise Unacceptable(
                428,
                "if_match_missing",
                "Say in If-Match which version is replaced: the ETag of what you read, or *.",
                "If-Match",
            )
        return None
    if not re.fullmatch(_IF_MATCH, tag):
        raise _bad("If-Match", 'If-Match is one ETag, such as "7", or *.')
    return None if tag == "*" else int(tag.strip('"').partition(".")[0])


def _header(request: Request, name: str) -> str | None:
    values = request.headers.getlist(name)
    if len(values) > 1:
        raise _bad(name, f"{name} is given twice.")
    return values[0] if values else None


@dataclass(frozen=True)
class Query:
    """One name in the query of an address, and what of a door's arguments it gives.

    `field` is the field of the argument `argument`, or empty where it gives all of it.
    """

    name: str
    argument: str
    field: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    required: bool = False

    def documented(self) -> dict[str, Any]:
        said: dict[str, Any] = {
            "name": self.name,
            "in": "query",
            "required": self.required,
            "schema": dict(self.schema),
        }
        if self.schema.get("type") == "array":
            said |= {"style": "form", "explode": False}
        if description := self.schema.get("description") or _DESCRIPTIONS.get(self.name):
            said["description"] = description
            said["schema"].pop("description", None)
        return said


@dataclass(frozen=True)
class Queries:
    """All that the query of an address may say to a door."""

    parameters: tuple[Query, ...]
    forms: Mapping[str, Any]
    by_attributes: bool = False

    def read(self, request: Request, beside: Iterable[str] = ()) -> dict[str, Any]:
        """The arguments that an address gives; names `beside` mean nothing and may stand there.

        Raises Unacceptable naming everything that cannot be read, or is not known or given twice.
        """
        known = {each.name: each for each in self.parameters}
        found: dict[str, str] = {}
        problems: list[FieldProblem] = []
        for name, value in request.query_params.multi_items():
            attribute = self.by_attributes and NAME.fullmatch(name)
            if name in found:
                problems.append(_problem(name, "given_twice", f"{name[:40]} is given twice."))
            elif name not in {*known, *beside} and not attribute:
                problems.append(
                    _problem(name[:40], "unknown", f"“{name[:40]}” means nothing here.")
                )
            elif len(value) > LONGEST_TEXT or "\0" in value or _is_half(value):
                problems.append(_problem(name, "invalid", f"{name} is not a text of this kind."))
            else:
                found[name] = value
        values = {name: self._value(known[name], found, problems) for name in known}
        if problems:
            raise Unacceptable(422, "invalid", problems[0].message, problems=problems)
        return self._arguments({n: v for n, v in values.items() if v is not _LEFT_OUT}, found)

    def _value(
        self, parameter: Query, found: Mapping[str, str], problems: list[FieldProblem]
    ) -> Any:
        name = parameter.name
        if name not in found:
            if parameter.required:
                problems.append(_problem(name, "missing", f"{name} is missing."))
            return _LEFT_OUT
        try:
            return parameter.read(found[name])
        except ValueError as error:
            problems.append(_problem(name, "invalid", f"{name}: {error}"))
            return _LEFT_OUT

    def _arguments(self, values: Mapping[str, Any], found: Mapping[str, str]) -> dict[str, Any]:
        arguments: dict[str, Any] = {}
        forms: dict[str, dict[str, Any]] = {name: {} for name in self.forms}
        for each in self.parameters:
            if each.name in values and each.field:
                forms[each.argument][each.field] = values[each.name]
            elif each.name in values:
                arguments[each.argument] = values[each.name]
        for name, form in self.forms.items():
            arguments[name] = _formed(form, forms[name], found)
        return arguments


class _LeftOut:
    """Nothing was said."""


_LEFT_OUT: Final = _LeftOut()


def queries_of(parameters: Iterable[Parameter], hints: Mapping[str, Any]) -> Queries:
    """What an address may say for these parameters of a door."""
    made: list[Query] = []
    forms: dict[str, Any] = {}
    by_attributes = False
    for each in parameters:
        hint = hints[each.name]
        if each.name == "page":
            continue
        if hint is ItemSort:
            text = {"type": "string", "maxLength": 40}
            made.append(Query("sort", each.name, "", text, ItemSort.parse))
        elif is_dataclass(hint):
            forms[each.name] = hint
            made += _of_form(each.name, hint)
            by_attributes = by_attributes or any(
                get_type_hints(hint)[field.name] == Asked for field in fields(hint)
            )
        else:
            made.append(_query(each.name, "", hint, required=each.default is Parameter.empty))
    return Queries(tuple(made), forms, by_attributes)


def _of_form(argument: str, form: Any) -> list[Query]:
    if form is ItemFilter:
        return [
            Query(
                name,
                argument,
                name,
                {"type": "string", "maxLength": 200, "description": field.description or ""},
                _text(name),
            )
            for name, field in GridFilter.model_fields.items()
        ]
    hints = get_type_hints(form)
    made: list[Query] = []
    for each in fields(form):
        hint = hints[each.name]
        if form is OrderFilter and each.name == "states":
            hint = tuple[PurchaseState, ...]
        if hint != Asked:
            query = _query(each.name, each.name, hint, required=False)
            name = query.name.removesuffix("_id")
            made.append(Query(name, argument, each.name, query.schema, query.read))
    return made


def _formed(form: Any, given: Mapping[str, Any], found: Mapping[str, str]) -> Any:
    if form is ItemFilter:
        return ItemFilter.from_query(found)
    hints = get_type_hints(form)
    asked = {each.name: asked_by(found) for each in fields(form) if hints[each.name] == Asked}
    return form(**given, **asked)


def _query(argument: str, field: str, hint: Any, *, required: bool) -> Query:
    name = _RENAMED.get(argument, argument)
    schema, read = _kind(name, hint)
    return Query(name, argument, field, schema, read, required)


def _kind(name: str, hint: Any) -> tuple[dict[str, Any], Callable[[str], Any]]:
    """The schema of a value of this type in an address, and what reads it."""
    inner = [each for each in get_args(hint) if each is not type(None) and each is not Ellipsis]
    if get_origin(hint) is tuple and is_enum(inner[0]):
        words = [each.value for each in inner[0]]
        return (
            {"type": "array", "items": {"type": "string", "enum": words}, "maxItems": len(words)},
            lambda text: tuple(_word(inner[0], each) for each in text.split(",") if each),
        )
    if type(None) in get_args(hint):
        return _kind(name, inner[0])
    if is_enum(hint):
        return (
            {"type": "string", "enum": [each.value for each in hint]},
            lambda text: _word(hint, text),
        )
    if hint is bool:
        return {"type": "boolean"}, flag
    if hint is int:
        most = LARGEST_PAGE if name == "limit" else LARGEST_ID
        return (
            {"type": "integer", "minimum": 1, "maximum": most},
            lambda text: _number(text, most),
        )
    return {"type": "string", "maxLength": LONGEST_TEXT if name == "cursor" else 200}, _text(name)


def _text(name: str) -> Callable[[str], str]:
    longest = LONGEST_TEXT if name == "cursor" else 200

    def read(text: str) -> str:
        if len(text) > longest:
            raise ValueError(f"at most {longest} characters.")
        return text

    return read


def _word(words: type[Enum], text: str) -> Enum:
    try:
        return words(text)
    except ValueError:
        raise ValueError(f"one of {', '.join(each.value for each in words)}.") from None


def flag(text: str) -> bool:
    """`true` or `false`, and nothing that only looks like it."""
    if text not in ("true", "false"):
        raise ValueError("true or false.")
    return text == "true"


def _number(text: str, most: int) -> int:
    if not text.isascii() or _TOO_MUCH.search(text) or not 1 <= len(text) <= 18:
        raise ValueError(f"a whole number from 1 to {most}.")
    if not 1 <= int(text) <= most:
        raise ValueError(f"a whole number from 1 to {most}.")
    return int(text)


def _is_half(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


def _bad(field: str, message: str) -> Unacceptable:
    return Unacceptable(422, "invalid", message, field)


def _problem(field: str, code: str, message: str) -> FieldProblem:
    return FieldProblem(field=field, code=code, message=message)
