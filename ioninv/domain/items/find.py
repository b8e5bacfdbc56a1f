"""The header's box: whatever code is typed or scanned, say where it is."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain.access import Actor, requires, visible_to
from ioninv.domain.items.rows import item_rows
from ioninv.vocabulary import Entity, Permission

LIMIT = 12
_LONGEST = 200
_EXACT, _PREFIX, _FRAGMENT = range(3)


@dataclass(frozen=True)
class Found:
    """One answer: what it is, what it is called, where it is. `exact` when the whole code matched."""

    kind: Entity
    id: int
    title: str
    subtitle: str
    status: str = ""
    status_label: str = ""
    exact: bool = False


@requires(Permission.VIEW_INVENTORY)
def find(session: Session, actor: Actor, typed: str, limit: int = LIMIT) -> list[Found]:
    """What a typed or scanned text names, in any status: exact first, then prefixes, then fragments.

    Kinds of things that the actor may not see are not looked for.
    Case, dashes and blanks do not matter; `%` and `_` mean themselves.
    """
    wanted = codes.clean(typed)[:_LONGEST]
    code = codes.code(wanted)
    if not wanted:
        return []
    items = _items(session, code, limit) if code else {}
    named = _named(session, actor, codes.key(wanted), code, limit)
    ranked = [*((rank, 1, found) for found, rank in _told_items(session, items)), *named]
    ranked.sort(key=lambda entry: (entry[0], entry[1]))
    return [found for _, _, found in ranked[:limit]]


def _items(session: Session, code: str, limit: int) -> dict[int, int]:
    """Ids of items with their rank, the best first."""
    ranks: dict[int, int] = {}
    for rank, query in (
        (_EXACT, _ITEMS_EXACT),
        (_PREFIX, _ITEMS_PREFIX),
        (_FRAGMENT, _ITEMS_FRAGMENT),
    ):
        if rank == _FRAGMENT and len(code) < 3:
            break
        rows = session.execute(
            text(query),
            {
                "code": code,
                "upper": code.upper(),
                "end": code + "\U0010ffff",
                "phrase": codes.phrase(code),
                "limit": limit,
            },
        )
        for id_ in rows.scalars():
            ranks.setdefault(id_, rank)
        if len(ranks) >= limit:
            break
    return ranks


def _told_items(session: Session, ranks: dict[int, int]) -> Iterable[tuple[Found, int]]:
    for row in item_rows(session, list(ranks)):
        rank = ranks[row["id"]]
        title = row["serial"] or row["lot"] or row["uid"]
        subtitle = " · ".join(
            piece
            for piece in (
                row["part"],
                row["name"],
                "" if row["serial"] else f"{row['quantity']} {row['unit']}".strip(),
                row["place"],
            )
            if piece
        )
        yield (
            Found(
                Entity.ITEM,
                row["id"],
                title,
                subtitle,
                row["status"],
                row["status_label"],
                rank == _EXACT,
            ),
            rank,
        )


def _named(
    session: Session, actor: Actor, key: str, code: str, limit: int
) -> list[tuple[int, int, Found]]:
    """Parts, kits, orders, locations, suppliers and issues whose text holds what was typed."""
    found: list[tuple[int, int, Found]] = []
    words = json.dumps(key.split())
    for kind, query in _NAMED.items():
        if not visible_to(actor, kind):
            continue
        asked = {"key": key, "code": code, "words": words, "limit": limit}
        for row in session.execute(text(query), asked):
            rank = _rank(row, key, code)
            answer = Found(kind, row.id, row.title, row.subtitle or "", exact=rank == _EXACT)
            found.append((rank, _ORDER[kind], answer))
    return found


def _rank(row: Any, key: str, code: str) -> int:
    names = {codes.key(row.title), codes.code(row.title), codes.key(row.name)}
    if key in names or (code and code in names):
        return _EXACT
    return _PREFIX if any(name.startswith((key, code or key)) for name in names) else _FRAGMENT


_ITEMS_EXACT = """
    SELECT id FROM inventory_item WHERE serial_code = :code
    UNION SELECT id FROM inventory_item WHERE uid = :upper
    UNION SELECT id FROM inventory_item WHERE lot_code = :code
    LIMIT :limit"""
_ITEMS_PREFIX = """
    SELECT id FROM inventory_item WHERE serial_code >= :code AND serial_code < :end
    ORDER BY serial_code LIMIT :limit"""
_ITEMS_FRAGMENT = """
    SELECT rowid FROM item_fts WHERE item_fts MATCH :phrase LIMIT :limit"""

_ORDER = {
    Entity.PART: 0,
    Entity.KIT: 2,
    Entity.PURCHASE_ORDER: 2,
    Entity.LOCATION: 3,
    Entity.SUPPLIER: 4,
    Entity.ISSUE: 5,
}
"""Items are 1."""

_HOLDS_TEXT = "(instr(search_text, :key) > 0 OR (:code <> '' AND instr(search_text, :code) > 0))"
_NAMED = {
    Entity.PART: f"""
        SELECT id, part_number || CASE revision WHEN '' THEN '' ELSE ' rev ' || revision END AS title,
            name AS subtitle, part_number AS name
        FROM part WHERE {_HOLDS_TEXT}
        ORDER BY number_key <> :key, instr(search_text, :key) <> 1, sort LIMIT :limit""",
    Entity.KIT: f"""
        SELECT id, name AS title, trim(reference || CASE WHEN closed_at IS NULL THEN '' ELSE ' (closed)' END)
            AS subtitle, name
        FROM kit WHERE {_HOLDS_TEXT}
        ORDER BY name_key <> :key, closed_at IS NOT NULL, id DESC LIMIT :limit""",
    Entity.PURCHASE_ORDER: f"""
        SELECT o.id, o.number AS title, s.name AS subtitle, o.number AS name
        FROM (SELECT * FROM purchase_order WHERE {_HOLDS_TEXT}) o
        LEFT JOIN supplier s ON s.id = o.supplier_id
        ORDER BY o.number_key <> :key, o.number_sort DESC LIMIT :limit""",
    Entity.LOCATION: f"""
        SELECT id, name AS title, path AS subtitle, name
        FROM location WHERE {_HOLDS_TEXT} AND merged_into_id IS NULL
        ORDER BY name_key <> :key, path_sort LIMIT :limit""",
    Entity.SUPPLIER: f"""
        SELECT id, name AS title, description AS subtitle, name
        FROM supplier WHERE {_HOLDS_TEXT} ORDER BY name_key <> :key, name_key LIMIT :limit""",
    Entity.ISSUE: f"""
        SELECT id, 'ISS-' || number AS title, title AS subtitle, title AS name
        FROM issue WHERE {_HOLDS_TEXT}
            OR NOT EXISTS (SELECT 1 FROM json_each(:words) j WHERE instr(search_text, j.value) = 0)
        ORDER BY 'iss' || number <> :code, state = 'resolved', number DESC LIMIT :limit""",
}
