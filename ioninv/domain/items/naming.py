"""What the ids and stored values in events are called today."""

from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant, from_micro
from ioninv.domain.attributes.rows import Attributes, attribute_rows
from ioninv.domain.history import day_text
from ioninv.domain.items.rows import item_label, money_text, number_text, part_label


class Names:
    """What the ids in events are called today, looked up as they are asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[str, int], str] = {}
        self._attributes: Attributes | None = None

    @property
    def attributes(self) -> Attributes:
        """What the attributes are called today."""
        if self._attributes is None:
            self._attributes = attribute_rows(self._session)
        return self._attributes

    def of(self, field: str, value: Any) -> str:
        if value in (None, ""):
            return "none"
        if field in _NAMES:
            return self._name(field, value)
        if field in ("quantity", "unit_cost"):
            return number_text(from_micro(value)) if field == "quantity" else money_text(value, "")
        if field.endswith("_at"):
            return day_text(from_instant(value))
        if field.endswith("_on"):
            return day_text(date.fromisoformat(value))
        return str(value)

    def _name(self, field: str, id_: int) -> str:
        if (field, id_) not in self._known:
            row = self._session.execute(text(_NAMES[field]), {"id": id_}).first()
            self._known[field, id_] = _label(row) if row else f"#{id_}"
        return self._known[field, id_]


def _label(row: Any) -> str:
    if len(row) == 1:
        return row[0]
    uid, serial, number, revision = row
    return item_label(serial, part_label(number, revision), uid)


_ITEM_NAME = """
    SELECT i.uid, i.serial, p.part_number, p.revision
    FROM inventory_item i JOIN part p ON p.id = i.part_id WHERE i.id = :id"""
_NAMES = {
    "part_id": "SELECT part_number FROM part WHERE id = :id",
    "location_id": "SELECT path FROM location WHERE id = :id",
    "supplier_id": "SELECT name FROM supplier WHERE id = :id",
    "usage_type_id": "SELECT name FROM usage_type WHERE id = :id",
    "issue_item": """
        SELECT 'ISS-' || number || ': ' || title
        FROM issue_item x JOIN issue s ON s.id = x.issue_id WHERE x.id = :id""",
    "kit_id": "SELECT name FROM kit WHERE id = :id",
    "parent_id": _ITEM_NAME,
    "merged_into_id": _ITEM_NAME,
    "origin_id": _ITEM_NAME,
}
