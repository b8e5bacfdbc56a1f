"""Items on the screen of one tab."""

import pytest

from ioninv.domain import items, parts
from ioninv.domain.items import ItemForm
from ioninv.ui.items.grid_state import GridState


@pytest.fixture
def gears(screen) -> list[int]:
    """Sixty gears, each with a serial."""
    part = screen.store(parts.create, parts.PartForm(part_number="GEAR", tracking="serial")).id
    done = screen.store(items.create, ItemForm(part_id=part, serials="G-01..60"))
    screen.at("/")
    screen.do(GridState.enter)
    return list(done.ids)


@pytest.fixture
def screws(screen) -> int:
    """Ten screws in one row."""
    part = screen.store(parts.create, parts.PartForm(part_number="SCREW")).id
    (id_,) = screen.store(items.create, ItemForm(part_id=part, quantity="10")).ids
    return id_
