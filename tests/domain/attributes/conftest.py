"""Attributes to test with."""

from collections.abc import Callable
from typing import Any

import pytest

from ioninv.domain import attributes, items
from ioninv.domain.attributes import AttributeForm, AttributeRow
from ioninv.domain.items import ItemForm


@pytest.fixture
def define(session, keeper) -> Callable[..., AttributeRow]:
    """define("Mass", "number", unit="g") → the row of the new attribute, of items."""

    def make(name: str, kind: str = "text", applies_to: str = "item", **more: str) -> AttributeRow:
        return attributes.create(session, keeper, AttributeForm(applies_to, name, kind, **more))

    return make


@pytest.fixture
def create(session, keeper, make) -> Callable[..., int]:
    """create({mass: "5"}) → the id of a new item with these values, by attribute."""

    def new(values: dict[AttributeRow, str] | None = None, **form: Any) -> int:
        given = {str(row.id): value for row, value in (values or {}).items()}
        form.setdefault("part_id", None)
        form["part_id"] = form["part_id"] or make.part(f"P-{next(numbers)}")
        return items.create(session, keeper, ItemForm(attributes=given, **form)).ids[0]

    numbers = iter(range(1, 1000))
    return new
