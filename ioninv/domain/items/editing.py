"""Editing what items say of themselves; status, quantity and place in an assembly have their acts."""

from collections.abc import Mapping
from typing import Any, Final

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.attributes.reading import read_values
from ioninv.domain.attributes.values import with_values
from ioninv.domain.input import Reading
from ioninv.domain.items.acting import Asked, Item, change_all, read_location
from ioninv.domain.items.adjusting import one
from ioninv.domain.items.claiming import Claimed, label
from ioninv.domain.items.reading import read_facts
from ioninv.domain.items.selection import Selection
from ioninv.domain.items.serials import LONGEST
from ioninv.domain.items.taken import refuse_taken
from ioninv.domain.loading import find
from ioninv.errors import Conflict, Invalid
from ioninv.models import Supplier, UsageType
from ioninv.vocabulary import MICRO, ActName, AppliesTo, Permission, TrackingType

BULK_FIELDS: Final = (
    "lot", "location_id", "supplier_id", "usage_type_id", "unit_cost", "currency", "note",
    "expires_on", "purchase_order", "work_order",
)  # fmt: skip
FIELDS: Final = ("serial", *BULK_FIELDS)
_PICKED: Final = {
    "supplier_id": ("supplier", "supplier", Supplier),
    "usage_type_id": ("usage_type", "usage type", UsageType),
}


@requires(Permission.EDIT_ITEMS)
def edit(
    session: Session,
    actor: Actor,
    item_id: int,
    changes: Mapping[str, str],
    version: int | None = None,
    reason: str = "",
    key: str | None = None,
    attributes: Mapping[str, str] | None = None,
) -> history.Done:
    """Change fields of an item: texts as typed, ids as texts; an empty text clears.

    Fields are those of `FIELDS`; `attributes` are values by the id of their attribute as text.
    Raises Invalid or Conflict with the field; Conflict naming who changed what when `version` is
    stale.
    """
    asked = Asked(
        ActName.EDIT, one(item_id, version), reason, key=key, given=_given(changes, attributes)
    )
    return _edit(session, actor, asked, changes, FIELDS, attributes or {})


@requires(Permission.EDIT_ITEMS)
def edit_many(
    session: Session,
    actor: Actor,
    selection: Selection,
    changes: Mapping[str, str],
    reason: str = "",
    key: str | None = None,
    attributes: Mapping[str, str] | None = None,
) -> history.Done:
    """Change fields of every selected item, or of none: those of `BULK_FIELDS` and `attributes`.

    Raises Invalid or Conflict with the field, Conflict naming what cannot be edited.
    """
    asked = Asked(ActName.EDIT, selection, reason, key=key, given=_given(changes, attributes))
    return _edit(session, actor, asked, changes, BULK_FIELDS, attributes or {})


def _edit(
    session: Session,
    actor: Actor,
    asked: Asked,
    changes: Mapping[str, str],
    fields: tuple[str, ...],
    attributes: Mapping[str, str],
) -> history.Done:
    if not changes and not attributes:
        raise Invalid("Nothing was changed.")
    given = _read(changes, fields)
    values, problems = read_values(session, AppliesTo.ITEM, attributes)
    if problems:
        raise Invalid.because(problems)

    def look(found: Claimed) -> None:
        _refuse_unknown(session, given)
        for item in found.values():
            _refuse_order(item, given)
            _refuse_place(item, given)
            _refuse_tracking(item, given)
        _refuse_serial(session, found, given)

    def facts(_act: history.Act, item: Item) -> Mapping[str, Any]:
        return {**given, "attributes": with_values(item["attributes"], values)}

    return change_all(session, actor, asked, facts if values else lambda _act, _item: given, look)


def _given(
    changes: Mapping[str, str], attributes: Mapping[str, str] | None
) -> tuple[dict[str, str], ...]:
    """What an idempotency key stands for."""
    return (dict(changes), dict(attributes)) if attributes else (dict(changes),)


def _read(changes: Mapping[str, str], fields: tuple[str, ...]) -> dict[str, Any]:
    """The given fields in stored values."""
    for name in changes:
        if name not in fields:
            raise Invalid(f"“{name[:40]}” cannot be edited.", name)
    reading = Reading(changes)
    facts = read_facts(reading)
    facts["work_order"] = reading.text("work_order", "Work order")
    facts["serial"] = reading.text("serial", "Serial", longest=LONGEST) or None
    for field in ("location_id", "supplier_id", "usage_type_id"):
        facts[field] = reading.whole(field, "The number", most=10**12) or None
    reading.finish()
    return {name: facts[name] for name in changes}


def _refuse_unknown(session: Session, given: Mapping[str, Any]) -> None:
    read_location(session, given.get("location_id"))
    for name, (field, word, model) in _PICKED.items():
        if not given.get(name):
            continue
        row = find(session, model, given[name])
        if row is None:
            raise Invalid(f"This {word} does not exist. Choose another.", field)
        if row.archived:
            raise Conflict(
                f"{row.name} is archived. Restore it first, or choose another {word}.", field
            )


def _refuse_order(item: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    number = item["purchase_order"]
    linked = item["purchase_line_id"] is not None
    if linked and given.get("purchase_order", number) != number:
        raise Conflict(
            f"{label(item)} was bought with {number}. Change the number of that order instead.",
            "purchase_order",
        )


def _refuse_place(item: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    if "location_id" not in given:
        return
    if item["parent_id"] is not None:
        raise Conflict(
            f"{label(item)} is installed: it lies where that lies. Remove it first.", "location"
        )
    if item["shipped_at"] is not None:
        raise Conflict(f"{label(item)} is shipped. Take it back first.", "location")


def _refuse_tracking(item: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    tracked, there = item["tracking"], item["received_at"] is not None
    if "lot" in given and not given["lot"] and tracked == TrackingType.LOT and there:
        raise Invalid(f"{item['part_number']} is tracked by lot: give the lot.", "lot")
    cleared = "serial" in given and not given["serial"] and item["serial"]
    if cleared and tracked == TrackingType.SERIAL:
        raise Invalid(f"{item['part_number']} is tracked by serial: give the serial.", "serial")
    if given.get("serial") and item["quantity"] != MICRO:
        raise Invalid("A serial means quantity 1. Assign serials to its units instead.", "serial")


def _refuse_serial(session: Session, found: Claimed, given: Mapping[str, Any]) -> None:
    if serial := given.get("serial"):
        wanted = [(item["part_id"], serial, id_) for id_, item in found.items()]
        refuse_taken(session, wanted, field="serial")
