"""A part as it is typed, and how that is read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from sqlmodel import Session

from ioninv import codes
from ioninv.domain.attributes.reading import read_values
from ioninv.domain.attributes.values import NO_VALUES, with_values
from ioninv.domain.input import Reading
from ioninv.domain.loading import find
from ioninv.domain.matching import search_text
from ioninv.domain.parts.labels import part_label
from ioninv.models import Location, Part, Supplier
from ioninv.vocabulary import AppliesTo, PartKind, TrackingType

FACTS: Final = (
    "part_number", "revision", "name", "description", "tracking", "kind", "unit", "cost",
    "currency", "lead_time_days", "reorder_min", "reorder_max", "supplier_id", "location_id",
    "predecessor_id", "archived", "attributes",
)  # fmt: skip
LONGEST_REVISION = 30
_LONGEST_NAME = 200
_LONGEST_UNIT = 20
_BEFORE_REVISION = "\x01"


@dataclass(frozen=True)
class PartForm:
    """What is typed about a part; ids for what is picked. Only the number must be given.

    Empty means: `name` is the number, `kind` a part, `tracking` none (a tool's: by serial).
    `attributes` are values as typed by the id of their attribute as text; one that is not there
    stays as it is.
    """

    part_number: str = ""
    revision: str = ""
    name: str = ""
    description: str = ""
    tracking: str = ""
    kind: str = ""
    unit: str = ""
    cost: str = ""
    currency: str = ""
    lead_time_days: str = ""
    reorder_min: str = ""
    reorder_max: str = ""
    supplier_id: int | None = None
    location_id: int | None = None
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])


def read_form(session: Session, form: PartForm, before: Part | None = None) -> dict[str, Any]:
    """The facts that a form gives. Raises Invalid with every field that cannot be right.

    A supplier or location that the part has already may be archived; another one may not.
    """
    reading = Reading(asdict(form))
    number = reading.text("part_number", "Part number", required=True)
    kind = reading.choice("kind", "Kind", PartKind, PartKind.PART)
    facts = {
        "part_number": number,
        "revision": reading.text("revision", "Revision", longest=LONGEST_REVISION),
        "name": reading.text("name", "Name", longest=_LONGEST_NAME) or number,
        "description": reading.lines("description", "Description"),
        "tracking": _tracking(reading, kind).value,
        "kind": kind.value,
        "unit": reading.text("unit", "Unit", longest=_LONGEST_UNIT),
        "cost": reading.decimal("cost", "Cost"),
        "currency": reading.currency("currency"),
        "lead_time_days": reading.whole("lead_time_days", "Lead time", most=10_000),
        **_reorder(reading),
        "supplier_id": _supplier(session, reading, form.supplier_id, before),
        "location_id": _location(session, reading, form.location_id, before),
    }
    values, problems = read_values(session, AppliesTo.PART, form.attributes)
    reading.problems += problems
    reading.finish()
    return {**facts, "attributes": with_values(before.attributes if before else NO_VALUES, values)}


def derived(facts: dict[str, Any]) -> dict[str, Any]:
    """What a part is compared, sorted and searched by."""
    number, revision = facts["part_number"], facts["revision"]
    names = [part_label(number, revision), number, f"{number} {revision}", facts["name"]]
    return {
        "number_key": codes.key(number),
        "revision_key": codes.key(revision),
        "sort": f"{codes.natural(number)}{_BEFORE_REVISION}{codes.natural(revision)}",
        "search_text": search_text(names, [facts["description"]]),
    }


def _tracking(reading: Reading, kind: PartKind) -> TrackingType:
    usual = TrackingType.SERIAL if kind is PartKind.TOOL else TrackingType.NONE
    tracking = reading.choice("tracking", "Tracking", TrackingType, usual)
    if kind is PartKind.TOOL and tracking is not TrackingType.SERIAL:
        reading.refuse("tracking", "A tool is always tracked by serial number.")
    return tracking


def _reorder(reading: Reading) -> dict[str, Any]:
    least = reading.decimal("reorder_min", "Reorder minimum")
    most = reading.decimal("reorder_max", "Reorder maximum")
    if least is not None and most is not None and most < least:
        reading.refuse(
            "reorder_max", f"Reorder maximum cannot be less than the minimum of {least}."
        )
    return {"reorder_min": least, "reorder_max": most}


def _supplier(
    session: Session, reading: Reading, id_: int | None, before: Part | None
) -> int | None:
    if not id_ or (before and before.supplier_id == id_):
        return id_ or None
    supplier = find(session, Supplier, id_)
    if supplier is None:
        reading.refuse("supplier", "This supplier does not exist. Choose another.")
    elif supplier.archived:
        reading.refuse("supplier", _archived(supplier.name, "supplier"))
    return id_


def _location(
    session: Session, reading: Reading, id_: int | None, before: Part | None
) -> int | None:
    if not id_ or (before and before.location_id == id_):
        return id_ or None
    location = find(session, Location, id_)
    if location is None:
        reading.refuse("location", "This location does not exist. Choose another.")
    elif location.archived:
        reading.refuse("location", _archived(location.path, "location"))
    return id_


def _archived(name: str, what: str) -> str:
    return f"{name} is archived. Restore it first, or choose another {what}."
