"""Whether serials are free: each stands once per part, in whatever status."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain.items.rows import item_rows
from ioninv.errors import Conflict

_SHOWN = 3


def refuse_taken(session: Session, wanted: Sequence[tuple[int, str, int]], *, field: str) -> None:
    """Refuse serials that another item has: each with its part and the item that may have it (or 0).

    Raises Conflict naming the first of those that have them, and its status.
    """
    if said := said_of_taken(session, wanted):
        raise Conflict(said, field)


def said_of_taken(session: Session, wanted: Sequence[tuple[int, str, int]]) -> str:
    """The sentence of that refusal; empty when all are free."""
    if not wanted:
        return ""
    doubled = _doubled(wanted)
    if doubled:
        return f"Serial {doubled} is wanted twice."
    keys = [(part, codes.key(serial), own) for part, serial, own in wanted]
    taken = list(session.execute(_TAKEN, {"wanted": json.dumps(keys)}))
    return _told(session, taken) if taken else ""


def _doubled(wanted: Sequence[tuple[int, str, int]]) -> str:
    seen: set[tuple[int, str]] = set()
    for part, serial, _ in wanted:
        if (part, codes.key(serial)) in seen:
            return serial
        seen.add((part, codes.key(serial)))
    return ""


def _told(session: Session, taken: Sequence[Any]) -> str:
    first = item_rows(session, [taken[0].id])[0]
    place = f" {first['place']}" if first["place"] else ""
    said = (
        f"Serial {taken[0].serial} already exists for {taken[0].part_number} "
        f"({first['status_label'].lower()}{place})."
    )
    if len(taken) > 1:
        others = ", ".join(row.serial for row in taken[1:_SHOWN])
        more = len(taken) - _SHOWN
        said += f" So do {others}{f' and {more} more' if more > 0 else ''}."
    return said


_TAKEN = text("""
    SELECT i.id, i.serial, p.part_number FROM json_each(:wanted) j
    CROSS JOIN inventory_item i ON i.part_id = json_extract(j.value, '$[0]')
        AND i.serial_key = json_extract(j.value, '$[1]') AND i.id <> json_extract(j.value, '$[2]')
    JOIN part p ON p.id = i.part_id""")
