"""A house with one row in every table that is permanent."""

from pathlib import Path

import pytest
from sqlmodel import Session

from ioninv.domain import accounts, attributes, history, locations, parts, suppliers
from ioninv.domain.access import Actor
from ioninv.domain.attributes import AttributeForm
from ioninv.domain.items.writing import insert_items
from ioninv.models import Attachment, Hold
from ioninv.vocabulary import MICRO, Entity


@pytest.fixture(scope="module")
def new_house(furnished) -> Path:
    return furnished(one_of_each)[0]


@pytest.fixture
def item(furnished) -> int:
    return furnished(one_of_each)[1]


def one_of_each(session: Session, keeper: Actor) -> int:
    """A held item with a serial and a file, of a part from a supplier, in a location."""
    part = parts.create(session, keeper, parts.PartForm("BRKT-001", tracking="serial"))
    place = locations.create_path(session, keeper, "Factory / Shelf")
    supplier = suppliers.create(session, keeper, suppliers.SupplierForm("Acme"))
    attributes.create(session, keeper, AttributeForm("item", "Mass", "number"))
    accounts.create_role(session, keeper, "Desk", ["inventory.view"])
    accounts.create_token(session, keeper, "scanner")
    with history.act(session, keeper, "created") as act:
        facts = {"part_id": part.id, "location_id": place.id, "supplier_id": supplier.id}
        (id_,) = insert_items(act, [{**facts, "serial": "SN-1", "quantity": MICRO}])
        hold = {"item_id": id_, "source": "quality", "reason": "scratched"}
        history.create_row(act, Entity.HOLD, Hold(**hold), tuple(hold))
        file = {"entity": "item", "entity_id": id_, "purpose": "file", "name": "a.txt"}
        file |= {"media_type": "text/plain", "size": 1, "sha256": "0" * 64}
        history.create_row(act, Entity.ATTACHMENT, Attachment(**file), tuple(file))
    return id_
