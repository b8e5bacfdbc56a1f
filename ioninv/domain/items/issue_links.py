"""Rows of items on issues, written in sets, and the holds that issues have on their items.

One rule: an issue that holds has a hold on each of its items that has no outcome yet. What is
merged, voided or scrapped is not held anew, but when it comes back.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db import execute_many
from ioninv.domain import history
from ioninv.domain.items.holds import insert_holds, reword, set_released
from ioninv.vocabulary import Entity

SOURCE: Final = "issue:"
FACTS: Final = ("issue_id", "item_id", "outcome", "removed_at")


def issue_name(number: int) -> str:
    """ISS-12."""
    return f"ISS-{number}"


def put_on(act: history.Act, issue_id: int, item_ids: Sequence[int]) -> list[int]:
    """Put items on an issue, or again on it; returns those that were not on it."""
    return _put_on(act, [(issue_id, item_id) for item_id in item_ids])


def copy_links(act: history.Act, item_id: int, new_ids: Sequence[int]) -> None:
    """What was split off an item is on the issues that are open on it, and held like it."""
    issues = [link.issue_id for link in open_links(act.session, [item_id])]
    _put_on(act, [(issue_id, new) for new in new_ids for issue_id in issues])
    settle_holds(act, new_ids)


def open_links(session: Session, item_ids: Iterable[int]) -> list[Any]:
    """Rows (id, issue_id, item_id, number, title) of the issues that are open on these items."""
    return list(session.execute(_OPEN, {"ids": json.dumps(list(item_ids))}))


def change_links(
    act: history.Act, changes: Mapping[int, Mapping[str, Any]], *, kind: str = ""
) -> None:
    """Give links, by their ids, new facts in stored values; what does not differ is left alone."""
    before = {
        row["id"]: row
        for row in act.session.execute(_LINKS, {"ids": json.dumps(list(changes))}).mappings()
    }
    differing = {
        id_: {name: value for name, value in values.items() if before[id_][name] != value}
        for id_, values in changes.items()
    }
    rows = [{**before[id_], **values} for id_, values in differing.items() if values]
    act.record(
        Entity.ISSUE_ITEM,
        [
            history.Change(
                row["id"],
                row["version"] + 1,
                {name: (before[row["id"]][name], row[name]) for name in differing[row["id"]]},
                kind,
            )
            for row in rows
        ],
    )
    execute_many(act.session, _CHANGE, [{**row, "at": act.at} for row in rows])


def settle_holds(act: history.Act, item_ids: Iterable[int]) -> None:
    """Let issues hold just those of these items that they must, with their titles of today."""
    ids = json.dumps(list(item_ids))
    rows = act.session.execute(_HOLDS, {"ids": ids}).all()
    insert_holds(
        act,
        [(row.item_id, row.source, row.wanted) for row in rows if row.id is None and row.due],
    )
    set_released(act, [row for row in rows if row.id and row.closed and row.due], None)
    set_released(
        act, [row for row in rows if row.id and not row.closed and row.wanted is None], act.at
    )
    stale = [
        row
        for row in rows
        if row.id and row.wanted not in (None, row.reason) and (row.due or not row.closed)
    ]
    for reason in {row.wanted for row in stale}:
        reword(act, [row.id for row in stale if row.wanted == reason], reason)


def _put_on(act: history.Act, pairs: Sequence[tuple[int, int]]) -> list[int]:
    there = {
        (row.issue_id, row.item_id): row
        for row in act.session.execute(_THERE, {"pairs": json.dumps(pairs)})
    }
    again = [row for pair in pairs if (row := there.get(pair)) and row.removed_at is not None]
    change_links(act, {row.id: {"removed_at": None, "outcome": ""} for row in again})
    new = [pair for pair in pairs if pair not in there]
    _insert(act, new)
    return [item_id for _, item_id in new] + [row.item_id for row in again]


def _insert(act: history.Act, pairs: Sequence[tuple[int, int]]) -> None:
    if not pairs:
        return
    first = act.session.execute(_NEXT).scalar_one()
    rows = [
        {"id": number, "issue_id": issue_id, "item_id": item_id, "at": act.at}
        for number, (issue_id, item_id) in enumerate(pairs, start=first)
    ]
    act.record(
        Entity.ISSUE_ITEM,
        [
            history.Change(
                row["id"],
                1,
                {"issue_id": (None, row["issue_id"]), "item_id": (None, row["item_id"])},
            )
            for row in rows
        ],
    )
    execute_many(act.session, _INSERT, rows)


_NEXT = text("SELECT coalesce(max(id), 0) + 1 FROM issue_item")
_INSERT = """
    INSERT INTO issue_item (id, issue_id, item_id, outcome, removed_at, version, created_at, updated_at)
    VALUES (:id, :issue_id, :item_id, '', NULL, 1, :at, :at)"""
_CHANGE = """
    UPDATE issue_item SET outcome = :outcome, removed_at = :removed_at, version = version + 1,
        updated_at = :at WHERE id = :id"""
_LINKS = text("""
    SELECT id, outcome, removed_at, version FROM issue_item
    WHERE id IN (SELECT value FROM json_each(:ids))""")
_THERE = text("""
    SELECT x.id, x.issue_id, x.item_id, x.removed_at FROM json_each(:pairs) j
    CROSS JOIN issue_item x ON x.issue_id = json_extract(j.value, '$[0]')
        AND x.item_id = json_extract(j.value, '$[1]')""")
_OPEN = text("""
    SELECT x.id, x.issue_id, x.item_id, s.number, s.title FROM json_each(:ids) j
    CROSS JOIN issue_item x ON x.item_id = j.value AND x.removed_at IS NULL AND x.outcome = ''
    CROSS JOIN issue s ON s.id = x.issue_id ORDER BY x.id""")

WANTED: Final = f"""
    SELECT x.item_id, '{SOURCE}' || s.id AS source, 'ISS-' || s.number || ': ' || s.title AS reason,
        i.merged_into_id IS NULL AND i.voided_at IS NULL AND i.scrapped_at IS NULL AS due
    FROM issue_item x JOIN issue s ON s.id = x.issue_id JOIN inventory_item i ON i.id = x.item_id
    WHERE x.removed_at IS NULL AND x.outcome = '' AND s.holds"""
"""Which holds issues want, as SQL: of items that are not `due`, those that stand may stay."""

_HOLDS = text(f"""
    WITH wanted AS (
        {WANTED} AND x.item_id IN (SELECT value FROM json_each(:ids))),
    kept AS (
        SELECT h.id, h.item_id, h.source, h.reason, h.released_at, h.version
        FROM json_each(:ids) j CROSS JOIN hold h ON h.item_id = j.value
        WHERE h.source LIKE '{SOURCE}%')
    SELECT h.id, coalesce(h.item_id, w.item_id) AS item_id, coalesce(h.source, w.source) AS source,
        h.reason, h.released_at, h.version, h.released_at IS NOT NULL AS closed,
        w.reason AS wanted, coalesce(w.due, 0) AS due
    FROM wanted w FULL JOIN kept h ON h.item_id = w.item_id AND h.source = w.source
    ORDER BY h.id, w.item_id""")
