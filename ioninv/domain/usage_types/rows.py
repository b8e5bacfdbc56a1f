import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.tallied import Per, shown_items

FACTS: Final = ("name", "archived")


@dataclass(frozen=True)
class UsageTypeRow:
    """A usage type and how many items have it (without voided and merged ones)."""

    id: int
    name: str
    archived: bool
    items: int
    version: int


def usage_type_rows(session: Session, ids: Sequence[int]) -> list[UsageTypeRow]:
    """The rows of these usage types, in the order of the ids."""
    items = shown_items(session, Per.USAGE_TYPE, ids)
    rows = session.execute(_ROWS, {"ids": json.dumps(list(ids))})
    return [
        UsageTypeRow(row.id, row.name, bool(row.archived), items.get(row.id, 0), row.version)
        for row in rows
    ]


_ROWS = text("""
    SELECT u.id, u.name, u.archived, u.version
    FROM json_each(:ids) j JOIN usage_type u ON u.id = j.value ORDER BY j.key""")
