"""Short ways to what a test begins with."""

from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from ioninv.db.types import to_micro
from ioninv.domain import history, locations, parts, suppliers
from ioninv.domain.access import Actor
from ioninv.domain.items.writing import insert_items
from ioninv.domain.reports import verify
from ioninv.models import InventoryItem
from ioninv.vocabulary import Status


class Make:
    """Makes parts, places, suppliers and items; each answers with its id."""

    def __init__(self, session: Session, keeper: Actor) -> None:
        self._session = session
        self._keeper = keeper

    def part(self, number: str = "BRKT-001", **form: Any) -> int:
        return parts.create(
            self._session, self._keeper, parts.PartForm(part_number=number, **form)
        ).id

    def place(self, path: str) -> int:
        return locations.create_path(self._session, self._keeper, path).id

    def supplier(self, name: str = "Acme", **form: Any) -> int:
        form_ = suppliers.SupplierForm(name=name, **form)
        return suppliers.create(self._session, self._keeper, form_).id

    def item(self, part_id: int, *, quantity: Any = 1, on_order: bool = False, **facts: Any) -> int:
        """An item from stored facts; received unless it is on order."""
        with history.act(self._session, self._keeper, "created") as act:
            facts |= {
                "part_id": part_id,
                "quantity": to_micro(Decimal(quantity)),
                "received_at": None if on_order else act.at,
            }
            return insert_items(act, [facts])[0]


@pytest.fixture
def make(session: Session, keeper: Actor) -> Make:
    return Make(session, keeper)


@pytest.fixture
def status_of(session: Session):
    """status_of(item_id) → its status as stored now."""

    def look(item_id: int) -> Status:
        item = session.get(InventoryItem, item_id, populate_existing=True)
        assert item is not None
        return item.status

    return look


@pytest.fixture
def sound(session: Session, keeper: Actor):
    """At the end of the test every invariant of the house holds."""
    yield
    broken = [(each.name, each.broken) for each in verify(session, keeper) if each.broken]
    assert broken == []
