"""New Inventory: items come into the house, available at once or on order."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from ioninv.db.types import to_micro
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.attributes.reading import read_values
from ioninv.domain.attributes.values import NO_VALUES, with_values
from ioninv.domain.input import Reading
from ioninv.domain.items.reading import read_facts, read_quantity
from ioninv.domain.items.recalls import join_recalls
from ioninv.domain.items.serials import FIELD, read_serials
from ioninv.domain.items.taken import refuse_taken
from ioninv.domain.items.writing import insert_items
from ioninv.errors import Problem, Refused
from ioninv.models import Location, Part, Supplier, UsageType
from ioninv.vocabulary import MICRO, AppliesTo, Entity, Permission, TrackingType


class Birth(StrEnum):
    """The status an item is born with."""

    AVAILABLE = "available"
    ON_ORDER = "on_order"


@dataclass(frozen=True)
class ItemForm:
    """New Inventory as it is typed: texts for what is typed, ids for what is picked.

    `serials` may name several (one item each) or be empty (one item of `quantity`). `attributes` are
    values as typed by the id of their attribute as text.
    """

    part_id: int | None = None
    serials: str = ""
    lot: str = ""
    quantity: str = "1"
    location_id: int | None = None
    supplier_id: int | None = None
    usage_type_id: int | None = None
    unit_cost: str = ""
    currency: str = ""
    note: str = ""
    purchase_order: str = ""
    expires_on: str = ""
    birth: str = Birth.AVAILABLE
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])


@requires(Permission.CREATE_ITEMS)
def create(session: Session, actor: Actor, form: ItemForm, key: str | None = None) -> history.Done:
    """Create the items that a form describes, all or none; returns their ids in order.

    Of a lot that is recalled they are on its issue, and `notes` say so.

    Raises Invalid with a sentence for each field that cannot be right, and Conflict where a serial
    of this part exists already, in whatever status.
    """
    payload = asdict(form)
    if done := history.repeated(session, actor, "created", Entity.ITEM, key, payload):
        return done
    rows = _rows(session, form)
    with history.act(session, actor, "created", key=key, payload=payload) as act:
        for row in rows:
            row["received_at"] = None if form.birth == Birth.ON_ORDER else act.at
        ids = insert_items(act, rows)
        notes = join_recalls(act, ids)
    return history.Done(act.id, tuple(ids), notes=notes)


@requires(Permission.CREATE_ITEMS)
def check(session: Session, actor: Actor, form: ItemForm) -> list[Problem]:
    """What stands against creating these items, without creating them."""
    try:
        _rows(session, form)
    except Refused as refused:
        return refused.problems
    return []


def _rows(session: Session, form: ItemForm) -> list[dict[str, Any]]:
    reading = Reading(asdict(form))
    part = _part(session, reading, form.part_id)
    serials, problems = read_serials(form.serials)
    reading.problems += problems
    birth = reading.choice("birth", "Status", Birth, Birth.AVAILABLE)
    common = _common(session, reading, form)
    quantity = read_quantity(
        reading, part.part_number if part else "", part.unit if part else "", serial=bool(serials)
    )
    if (
        part
        and part.tracking == TrackingType.LOT
        and not common["lot"]
        and birth is Birth.AVAILABLE
    ):
        reading.refuse("lot", f"{part.part_number} is tracked by lot: give the lot it belongs to.")
    reading.finish()
    if part is None or quantity is None:  # finish() has raised: this tells the type checker
        raise AssertionError
    refuse_taken(session, [(part.id or 0, serial, 0) for serial in serials], field=FIELD)
    common |= {"part_id": part.id, "quantity": MICRO if serials else to_micro(quantity)}
    if common["unit_cost"] is not None and not common["currency"]:
        common["currency"] = part.currency
    return [common | {"serial": serial} for serial in serials] or [common]


def _part(session: Session, reading: Reading, part_id: int | None) -> Part | None:
    part = session.get(Part, part_id) if part_id else None
    if part is None:
        reading.refuse("part", "Choose the part, or create it.")
    elif part.archived:
        reading.refuse(
            "part", f"{part.part_number} is archived. Restore it first, or choose another part."
        )
    return part


def _common(session: Session, reading: Reading, form: ItemForm) -> dict[str, Any]:
    facts = read_facts(reading)
    values, problems = read_values(session, AppliesTo.ITEM, form.attributes)
    reading.problems += problems
    for picked, label, model, id_ in (
        ("location", "location", Location, form.location_id),
        ("supplier", "supplier", Supplier, form.supplier_id),
        ("usage_type", "usage type", UsageType, form.usage_type_id),
    ):
        _refuse_unknown(session, reading, picked, label, model, id_)
    return facts | {
        "location_id": form.location_id,
        "supplier_id": form.supplier_id,
        "usage_type_id": form.usage_type_id,
        "attributes": with_values(NO_VALUES, values),
    }


def _refuse_unknown(
    session: Session,
    reading: Reading,
    field: str,
    label: str,
    model: type[Location] | type[Supplier] | type[UsageType],
    id_: int | None,
) -> None:
    if id_ is None:
        return
    row = session.get(model, id_)
    if row is None:
        reading.refuse(field, f"This {label} does not exist. Choose another.")
    elif row.archived:
        reading.refuse(
            field, f"{row.name} is archived. Restore it first, or choose another {label}."
        )
