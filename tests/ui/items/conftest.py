"""Items on the screen of one tab."""

import pytest

from ioninv.domain import items, parts
from ioninv.domain.items import ItemForm
from ioninv.ui.items.grid_state import GridState


@pytest.fixture
def gears(screen, furnish) -> list[int]:
    """Sixty gears, each with a serial."""
    ids = furnish(sixty_gears)
    screen.at("/")
    screen.do(GridState.enter)
    return list(ids)


def sixty_gears(session, keeper) -> tuple[int, ...]:
    form = parts.PartForm(part_number="GEAR", tracking="serial")
    part = parts.create(session, keeper, form).id
    return items.create(session, keeper, ItemForm(part_id=part, serials="G-01..60")).ids


@pytest.fixture
def screws(screen) -> int:
    """Ten screws in one row."""
    part = screen.store(parts.create, parts.PartForm(part_number="SCREW")).id
    (id_,) = screen.store(items.create, ItemForm(part_id=part, quantity="10")).ids
    return id_
