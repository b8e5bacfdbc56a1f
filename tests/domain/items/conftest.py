"""Parts, places and items to test with."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ioninv.domain import items, locations, parts, suppliers
from ioninv.domain.items import ItemForm


@pytest.fixture
def bracket(session, keeper) -> int:
    """A part tracked by serial."""
    form = parts.PartForm(part_number="BRKT-001", name="Bracket", tracking="serial")
    return parts.create(session, keeper, form).id


@pytest.fixture
def wire(session, keeper) -> int:
    """A part measured in metres."""
    form = parts.PartForm(part_number="Wire 0.5", name="Copper wire", unit="m", currency="EUR")
    return parts.create(session, keeper, form).id


@pytest.fixture
def shelf(session, keeper) -> int:
    return locations.create_path(session, keeper, "Factory / Room 1 / Shelf A").id


@pytest.fixture
def mouser(session, keeper) -> int:
    return suppliers.create(session, keeper, suppliers.SupplierForm(name="Mouser")).id


@pytest.fixture
def create(session, keeper) -> Callable[..., tuple[int, ...]]:
    """create(part_id, serials="SN-1..3", lot="L1") → the ids of the new items."""

    def make(part_id: int, **fields) -> tuple[int, ...]:
        return items.create(session, keeper, replace(ItemForm(part_id=part_id), **fields)).ids

    return make
