import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.vocabulary import AppliesTo, AttributeKind

FACTS: Final = (
    "applies_to", "name", "kind", "choices", "unit", "hint", "position", "archived",
)  # fmt: skip


@dataclass(frozen=True)
class AttributeRow:
    """A defined field. `position` counts from 1 among those of its parts or items.

    `used` is how many parts or items have a value, in whatever status.
    """

    id: int
    applies_to: AppliesTo
    name: str
    kind: AttributeKind
    choices: tuple[str, ...]
    unit: str
    hint: str
    position: int
    archived: bool
    used: int
    version: int

    @property
    def field(self) -> str:
        """What a problem with one of its values is keyed by."""
        return f"attribute_{self.id}"


Attributes = dict[int, AttributeRow]
"""Attributes by id, in their order."""


def attribute_rows(session: Session, applies_to: AppliesTo | None = None) -> Attributes:
    """Every attribute, archived ones too, in order: of parts, of items, or of both."""
    rows = session.execute(_ROWS, {"applies_to": applies_to and applies_to.value})
    return {row.id: _row(row) for row in rows}


def attribute_row(session: Session, id_: int) -> AttributeRow:
    return attribute_rows(session)[id_]


def _row(row: Any) -> AttributeRow:
    return AttributeRow(
        id=row.id,
        applies_to=AppliesTo(row.applies_to),
        name=row.name,
        kind=AttributeKind(row.kind),
        choices=tuple(json.loads(row.choices)),
        unit=row.unit,
        hint=row.hint,
        position=row.position,
        archived=bool(row.archived),
        used=row.used,
        version=row.version,
    )


_ROWS = text("""
    SELECT * FROM attribute WHERE :applies_to IS NULL OR applies_to = :applies_to
    ORDER BY applies_to DESC, position, id""")
