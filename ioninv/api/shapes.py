"""The types of the domain as they go over the wire: strict on the way in, typed on the way out."""

import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import (
    Annotated,
    Any,
    Final,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import annotated_types
from pydantic import BaseModel, BeforeValidator, ConfigDict, create_model
from pydantic import Field as Described

from ioninv.domain.issues import IssueItem
from ioninv.domain.items import Installed, ItemDetail, ItemFilter, Relative
from ioninv.domain.locations import LocationNode
from ioninv.domain.purchasing import LineItem
from ioninv.vocabulary import LARGEST_ACT

LARGEST_ID: Final = 10**18 - 1
"""Ids in addresses and bodies are below this: eighteen digits."""

LARGEST_NUMBER: Final = 2**63 - 1
MOST_ENTRIES: Final = 1_000
_PAINTED: Final[dict[type, frozenset[str]]] = {
    ItemDetail: frozenset({"row"}),
    LocationNode: frozenset({"sort"}),
}
"""Fields that are for a screen and stand elsewhere in the same answer as facts, or put rows in order."""

_WITH_UNIT: Final = frozenset({Relative, Installed, IssueItem, LineItem})
"""Types whose `quantity` is a text for people."""

Id = Annotated[int, annotated_types.Ge(1), annotated_types.Le(LARGEST_ID)]
Number = Annotated[int, annotated_types.Ge(-LARGEST_NUMBER), annotated_types.Le(LARGEST_NUMBER)]


class Given(BaseModel):
    """What a request may say, and nothing else; nothing is taken for what it is not."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Told(BaseModel):
    """What an answer says."""

    model_config = ConfigDict(from_attributes=True)


class GridFilter(Given):
    """Which items, by the names of the grid's address, each as its text there.

    `a<number>` asks for an attribute: `{"a12": "5..10"}`.
    """

    model_config = ConfigDict(
        strict=True,
        extra="allow",
        json_schema_extra={
            "patternProperties": {"^a[1-9][0-9]{0,8}$": {"type": "string"}},
            "additionalProperties": False,
        },
    )
    __pydantic_extra__: dict[  # pyright: ignore[reportIncompatibleVariableOverride]
        Annotated[str, Described(pattern="^a[1-9][0-9]{0,8}$")], str
    ]

    q: str = Described("", description="Words to search for.")
    status: str = Described("", description="Statuses, apart by comma.")
    part: str = Described("", description="The id of a part.")
    location: str = Described("", description="The id of a location; what is below too.")
    supplier: str = Described("", description="The id of a supplier.")
    usage: str = Described("", description="The id of a usage type.")
    kit: str = Described("", description="The id of a kit.")
    lot: str = Described("", description="A lot.")
    order: str = Described("", description="The id of a purchase order.")
    line: str = Described("", description="The id of a purchase line.")
    issue: str = Described("", description="The id of an issue.")
    issues: str = Described("", description="`open`: items with open issues.")

    def read(self) -> ItemFilter:
        """Raises Invalid naming what cannot be read."""
        return ItemFilter.from_query(self.model_dump())


def figure(text: str) -> str:
    """The number that a text for people begins with, as an exact decimal: `1,200.5 m` is 1200.5."""
    return text.partition(" ")[0].replace(",", "")


Figure = Annotated[str, BeforeValidator(figure)]


def rows_of(name: str, row: Any, **more: Any) -> type[Told]:
    """The answer of a list."""
    rows: Any = list[told(row)]  # pyright: ignore[reportInvalidTypeForm]
    return create_model(name, __base__=Told, rows=(rows, ...), **more)


@cache
def told(hint: Any) -> Any:
    """The type of an answer for what a door returns."""
    origin, arguments = get_origin(hint), get_args(hint)
    if _has_fields(hint):
        hidden = _PAINTED.get(hint, frozenset[str]())
        hints = {name: each for name, each in get_type_hints(hint).items() if name not in hidden}
        made: dict[str, Any] = {name: (told(each), ...) for name, each in hints.items()}
        if hint in _WITH_UNIT:
            made["quantity"] = (Figure, ...)
        return create_model(hint.__name__, __base__=Told, __doc__=hint.__doc__, **made)
    if _is_union(origin):
        return Union[tuple(told(each) for each in arguments)]  # noqa: UP007
    if _is_mapping(origin):
        key, value = arguments if len(arguments) == 2 else (arguments[0], int)
        return dict[key, told(value)]
    if _is_many(origin):
        return list[told(arguments[0])]
    return hint


@cache
def given(hint: Any, name: str = "") -> Any:
    """The type of what a request may give for what a door takes."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is ItemFilter:
        return GridFilter
    if _has_fields(hint):
        return given_model(f"{hint.__name__}Given", hint.__doc__ or "", given_fields(hint))
    if _is_union(origin):
        return Union[tuple(given(each, name) for each in arguments)]  # noqa: UP007
    if _is_mapping(origin):
        key, value = arguments
        return Annotated[
            dict[given(key, "id"), given(value)],
            annotated_types.MaxLen(LARGEST_ACT if key is int else MOST_ENTRIES),
        ]
    if _is_many(origin):
        inner = name.removesuffix("s")
        return Annotated[list[given(arguments[0], inner)], annotated_types.MaxLen(LARGEST_ACT)]
    if hint is int:
        return Id if name == "id" or name.endswith("_id") or name == "drop" else Number
    return hint


def given_fields(form: Any) -> dict[str, Any]:
    """The fields of a form as a body has them, each with what it is when it is left out."""
    hints = get_type_hints(form)
    return {
        each.name: (given(hints[each.name], each.name), _default(each)) for each in fields(form)
    }


def given_model(name: str, doc: str, made: Mapping[str, Any]) -> type[Given]:
    """A body of these fields."""
    return create_model(name, __base__=Given, __doc__=doc or None, **dict(made))


def taken(value: Any, hint: Any) -> Any:
    """What a request gave, as the domain takes it."""
    if isinstance(value, GridFilter):
        return value.read()
    if isinstance(value, BaseModel):
        return form_of(hint, value)
    if isinstance(value, list):
        inner = _inner(hint)
        return tuple(taken(each, inner) for each in value)  # pyright: ignore[reportUnknownVariableType]
    return value


def form_of(form: Any, body: BaseModel) -> Any:
    """A form of the domain from the fields of a body."""
    hints = get_type_hints(form)
    return form(**{e.name: taken(getattr(body, e.name), hints[e.name]) for e in fields(form)})


def _inner(hint: Any) -> Any:
    for each in get_args(hint):
        if get_origin(each) is not None and _is_many(get_origin(each)):
            return _inner(each)
    return next(iter(get_args(hint)), None)


def _default(each: "Field[Any]") -> Any:
    if each.default is not MISSING:
        default: Any = each.default
        return list(default) if isinstance(default, tuple) else default  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
    if each.default_factory is not MISSING:
        return Described(default_factory=each.default_factory)
    return ...


def _has_fields(hint: Any) -> bool:
    return is_dataclass(hint) or is_typeddict(hint)


def _is_union(origin: Any) -> bool:
    return origin is Union or origin is types.UnionType


def _is_mapping(origin: Any) -> bool:
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _is_many(origin: Any) -> bool:
    return isinstance(origin, type) and issubclass(origin, Iterable) and not _is_mapping(origin)


def is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Enum)
