"""The items on issues: with status, where each is, and the chain of what it is installed in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.issues.rows import disposition_label
from ioninv.domain.items.issue_links import SOURCE
from ioninv.domain.items.rows import ItemRow, item_label, item_rows, part_label
from ioninv.vocabulary import Status

_DEEPEST: Final = 50
_NOT_HELD: Final = (Status.SCRAPPED, Status.VOIDED, Status.MERGED)
"""Whose hold bites when they come back."""


@dataclass(frozen=True)
class Above:
    """An item that another one is installed in."""

    id: int
    label: str
    part: str

    @property
    def named(self) -> str:
        """With its part: serials alone are numbers."""
        return (
            self.label if self.label.startswith(f"{self.part} ") else f"{self.label} · {self.part}"
        )


@dataclass(frozen=True)
class IssueItem:
    """An item on an issue, or of a lot that is recalled.

    `place` is as in the grid, `location` where its root lies; `parents` lead from the direct parent
    to the top. `held` says that this issue holds it, `outcome` what was done with it.
    """

    id: int
    label: str
    part: str
    name: str
    lot: str
    quantity: str
    status: str
    status_label: str
    place: str
    location: str
    parents: tuple[Above, ...]
    held: bool
    outcome: str
    outcome_label: str


def ids_on(session: Session, issue_id: int) -> list[int]:
    """The ids of the items on an issue."""
    return list(links_of(session, issue_id))


def links_of(session: Session, issue_id: int, *, removed: bool = False) -> dict[int, Any]:
    """Rows (id, item_id, outcome, removed_at) of the links of an issue by their items."""
    rows = session.execute(_LINKS, {"issue": issue_id, "removed": removed})
    return {row.item_id: row for row in rows}


def issue_items(
    session: Session, ids: Sequence[int], issue_id: int | None = None
) -> tuple[IssueItem, ...]:
    """These items in full, in the order of the ids, as the issue has them."""
    links = links_of(session, issue_id) if issue_id else {}
    held = held_by(session, issue_id) if issue_id else set[int]()
    above = parents_of(session, ids)
    tops = {id_: chain[-1].id if chain else id_ for id_, chain in above.items()}
    places = _locations(session, [tops[id_] for id_ in ids])
    return tuple(
        _item(
            row,
            above[row["id"]],
            places.get(tops[row["id"]], ""),
            row["id"] in held,
            links[row["id"]].outcome if row["id"] in links else "",
        )
        for row in item_rows(session, ids)
    )


def parents_of(session: Session, ids: Sequence[int]) -> dict[int, tuple[Above, ...]]:
    """What each of these items is installed in, from its parent to the top."""
    found: dict[int, list[Above]] = {id_: [] for id_ in ids}
    for row in session.execute(_ABOVE, {"ids": json.dumps(list(ids)), "deepest": _DEEPEST}):
        part = part_label(row.part_number, row.revision)
        found[row.start].append(Above(row.id, item_label(row.serial, part, row.uid), part))
    return {id_: tuple(chain) for id_, chain in found.items()}


def _item(
    row: ItemRow, parents: tuple[Above, ...], location: str, held: bool, outcome: str
) -> IssueItem:
    return IssueItem(
        id=row["id"],
        label=item_label(row["serial"], row["part"], row["uid"]),
        part=row["part"],
        name=row["name"],
        lot=row["lot"],
        quantity="" if row["serial"] else f"{row['quantity']} {row['unit']}".strip(),
        status=row["status"],
        status_label=row["status_label"],
        place=row["place"],
        location=location,
        parents=parents,
        held=held and row["status"] not in _NOT_HELD,
        outcome=outcome,
        outcome_label=disposition_label(outcome),
    )


def _locations(session: Session, ids: Sequence[int]) -> dict[int, str]:
    rows = session.execute(_PATHS, {"ids": json.dumps(list(ids))})
    return {row.id: row.path for row in rows}


def held_by(session: Session, issue_id: int) -> set[int]:
    """The items that an issue holds."""
    rows = session.execute(_HELD, {"issue": issue_id, "source": f"{SOURCE}{issue_id}"})
    return set(rows.scalars())


_LINKS = text("""
    SELECT id, item_id, outcome, removed_at FROM issue_item
    WHERE issue_id = :issue AND (:removed OR removed_at IS NULL) ORDER BY id""")
_HELD = text("""
    SELECT h.item_id FROM issue_item x CROSS JOIN hold h ON h.item_id = x.item_id
    WHERE x.issue_id = :issue AND h.source = :source AND h.released_at IS NULL""")
_ABOVE = text("""
    WITH RECURSIVE up (start, id, depth) AS (
        SELECT i.id, i.parent_id, 1 FROM json_each(:ids) j
        JOIN inventory_item i ON i.id = j.value WHERE i.parent_id IS NOT NULL
        UNION ALL
        SELECT up.start, i.parent_id, depth + 1 FROM up JOIN inventory_item i ON i.id = up.id
        WHERE i.parent_id IS NOT NULL AND depth < :deepest)
    SELECT up.start, i.id, i.uid, i.serial, p.part_number, p.revision
    FROM up JOIN inventory_item i ON i.id = up.id JOIN part p ON p.id = i.part_id
    ORDER BY up.start, up.depth""")
_PATHS = text("""
    SELECT i.id, l.path FROM json_each(:ids) j
    JOIN inventory_item i ON i.id = j.value JOIN location l ON l.id = i.location_id""")
