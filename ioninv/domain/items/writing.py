"""The only code that writes inventory items: events first, then rows, status and tally with them."""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.db import execute_many
from ioninv.domain.attributes import index
from ioninv.domain.attributes.values import NO_VALUES
from ioninv.domain.history import BLANK, Act, Change
from ioninv.domain.items import tally
from ioninv.domain.items.status import STATUS_SQL
from ioninv.vocabulary import Entity, Status

FACTS = (
    "uid", "part_id", "serial", "lot", "quantity", "location_id", "supplier_id", "usage_type_id",
    "unit_cost", "currency", "note", "purchase_order", "expires_on", "received_at", "work_order",
    "work_started_at", "parent_id", "kit_id", "shipped_at", "shipped_to", "scrapped_at", "voided_at",
    "merged_into_id", "origin_id", "attributes", "purchase_line_id", "received_quantity",
)  # fmt: skip
"""The columns that history speaks of, in stored values (millionths, microseconds, ids)."""

_TEXTS = ("currency", "note", "purchase_order", "work_order", "shipped_to")
_BLANK = {name: "" if name in _TEXTS else None for name in FACTS} | {"attributes": NO_VALUES}
_UID_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_UID_LENGTH = 8
_UID_BITS = 64


def new_uid() -> str:
    """A short permanent public code without letters that are misread (no 0/O, 1/I/L, U).

    Never one that a spreadsheet takes for a number, such as 23456E78.
    """
    uid = ""
    while sum(letter > "9" for letter in uid) < 2:
        number, letters = secrets.randbits(_UID_BITS), list[str]()
        for _ in range(_UID_LENGTH):
            number, rest = divmod(number, len(_UID_LETTERS))
            letters.append(_UID_LETTERS[rest])
        uid = "".join(letters)
    return uid


def free_uids(session: Session, number: int) -> set[str]:
    """So many UIDs that nobody has. Among a million items one in two houses would draw one twice."""
    uids: set[str] = set()
    while len(uids) < number:
        drawn = {new_uid() for _ in range(number - len(uids))}
        taken = session.execute(_TAKEN_UIDS, {"uids": json.dumps(list(drawn))}).scalars()
        uids |= drawn - set(taken)
    return uids


def insert_items(
    act: Act,
    rows: Sequence[Mapping[str, Any]],
    *,
    kind: str = "",
    occurred_at: Sequence[int | None] | None = None,
    first_id: int | None = None,
) -> list[int]:
    """Insert items from stored facts (`part_id` and `quantity` at least); returns their ids in order."""
    if not rows:
        return []
    start = first_id or next_item_id(act.session)
    uids = iter(free_uids(act.session, sum(not row.get("uid") for row in rows)))
    full = [_full_row(act, start + offset, row, uids) for offset, row in enumerate(rows)]
    act.record(
        Entity.ITEM,
        [
            Change(
                row["id"],
                1,
                {name: (None, row[name]) for name in FACTS if row[name] not in BLANK},
                kind,
                occurred_at[offset] if occurred_at else None,
            )
            for offset, row in enumerate(full)
        ],
    )
    execute_many(act.session, _INSERT, full)
    ids = [row["id"] for row in full]
    with_values = [row for row in full if row["attributes"] != NO_VALUES]
    index.keep(act.session, {row["id"]: (NO_VALUES, row["attributes"]) for row in with_values})
    _settle(act.session, ids)
    tally.count_in(act.session, ids)
    return ids


def update_items(
    act: Act,
    changes: Mapping[int, Mapping[str, Any]],
    *,
    kind: str = "",
    before: Mapping[int, Mapping[str, Any]] | None = None,
) -> list[int]:
    """Give items new facts (stored values); returns the ids of those that differed.

    `before` are the facts and versions as they are now, where the caller has read them.
    """
    before = _rows(act.session, changes) if before is None else before
    differing = {
        id_: {name: value for name, value in values.items() if before[id_][name] != value}
        for id_, values in changes.items()
    }
    differing = {id_: values for id_, values in differing.items() if values}
    if not differing:
        return []
    tally.count_out(act.session, differing)
    act.record(
        Entity.ITEM,
        [
            Change(
                id_,
                before[id_]["version"] + 1,
                {name: (before[id_][name], value) for name, value in values.items()},
                kind,
            )
            for id_, values in differing.items()
        ],
    )
    for values, ids in _alike(before, differing).items():
        _update(act, dict(values), ids)
    index.keep(
        act.session,
        {
            id_: (before[id_]["attributes"], values["attributes"])
            for id_, values in differing.items()
            if "attributes" in values
        },
    )
    _settle(act.session, differing)
    tally.count_in(act.session, differing)
    return list(differing)


def rederive(session: Session, ids: Iterable[int]) -> int:
    """Derive the status anew where something outside the items changed; returns how many differ."""
    wrong = [
        row.id
        for row in session.execute(
            text(
                f"SELECT i.id FROM json_each(:ids) j JOIN inventory_item i ON i.id = j.value "
                f"WHERE i.status <> {STATUS_SQL}"
            ),
            {"ids": json.dumps(list(ids))},
        )
    ]
    tally.count_out(session, wrong)
    _settle(session, wrong)
    tally.count_in(session, wrong)
    return len(wrong)


def keep_earliest(session: Session, ids: Iterable[int]) -> None:
    """Let items be as old as the oldest that was merged into them."""
    session.execute(_KEEP_EARLIEST, {"ids": json.dumps(list(ids))})


def next_item_id(session: Session) -> int:
    """The next free id; safe because a write transaction holds the lock from its beginning."""
    return session.execute(text("SELECT coalesce(max(id), 0) + 1 FROM inventory_item")).scalar_one()


def with_keys(row: dict[str, Any]) -> dict[str, Any]:
    """Fill in what serial and lot are compared, searched and sorted by."""
    serial, lot = row["serial"], row["lot"]
    row["serial_key"] = codes.key(serial) if serial and row["voided_at"] is None else None
    row["serial_code"] = codes.code(serial) if serial else None
    row["serial_sort"] = codes.natural(serial) if serial else None
    row["lot_code"] = codes.code(lot) if lot else None
    row["lot_sort"] = codes.natural(lot) if lot else None
    orders = (codes.code(row["purchase_order"]), codes.code(row["work_order"]))
    row["order_code"] = " ".join(order for order in orders if order)
    return row


def indexed(row: Mapping[str, Any]) -> str:
    """The text that the full-text index holds for an item with its keys, as the triggers write it."""
    return " ".join(
        (row["serial_code"] or "", row["lot_code"] or "", row["uid"].lower(), row["order_code"])
    )


def _full_row(act: Act, id_: int, given: Mapping[str, Any], uids: Iterator[str]) -> dict[str, Any]:
    row: dict[str, Any] = {**_BLANK, **given}
    row["uid"] = row["uid"] or next(uids)
    row.update(id=id_, created_at=act.at, updated_at=act.at, status=Status.AVAILABLE.code)
    return with_keys(row)


def _derived_columns(names: Iterable[str]) -> list[str]:
    derived: list[str] = []
    if {"serial", "voided_at"} & set(names):
        derived += ["serial_key", "serial_code", "serial_sort"]
    if "lot" in names:
        derived += ["lot_code", "lot_sort"]
    if {"purchase_order", "work_order"} & set(names):
        derived.append("order_code")
    return derived


def _alike(
    before: Mapping[int, Mapping[str, Any]], changes: Mapping[int, Mapping[str, Any]]
) -> dict[tuple[tuple[str, Any], ...], list[int]]:
    """The ids by what they get, with what is derived from it: each group is one statement."""
    groups: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    for id_, values in changes.items():
        columns = _derived_columns(values)
        if columns:
            row = with_keys({**before[id_], **values})
            values = {**values, **{name: row[name] for name in columns}}
        groups.setdefault(tuple(sorted(values.items())), []).append(id_)
    return groups


def _update(act: Act, values: Mapping[str, Any], ids: Sequence[int]) -> None:
    assignments = ", ".join(f"{name} = :{name}" for name in values)
    done: Any = act.session.execute(
        text(
            f"UPDATE inventory_item SET {assignments}, version = version + 1, updated_at = :at "
            "WHERE id IN (SELECT value FROM json_each(:ids))"
        ),
        {**values, "at": act.at, "ids": json.dumps(list(ids))},
    )
    if done.rowcount != len(ids):
        raise AssertionError(f"{len(ids)} items were to be changed, {done.rowcount} were")


def _rows(session: Session, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    rows = session.execute(
        text(
            f"SELECT i.id, i.version, {', '.join('i.' + name for name in FACTS)} "
            "FROM json_each(:ids) j JOIN inventory_item i ON i.id = j.value"
        ),
        {"ids": json.dumps(list(ids))},
    ).mappings()
    return {row["id"]: dict(row) for row in rows}


def _settle(session: Session, ids: Iterable[int]) -> None:
    session.execute(
        text(
            f"UPDATE inventory_item AS i SET status = {STATUS_SQL} "
            f"WHERE i.id IN (SELECT value FROM json_each(:ids)) AND i.status <> {STATUS_SQL}"
        ),
        {"ids": json.dumps(list(ids))},
    )


_TAKEN_UIDS = text("""
    SELECT i.uid FROM json_each(:uids) j JOIN inventory_item i ON i.uid = j.value""")

_INSERT_COLUMNS = (
    "id", *FACTS, "status", "serial_key", "serial_code", "serial_sort", "lot_code", "lot_sort", "order_code",
    "created_at", "updated_at",
)  # fmt: skip
_INSERT = (
    f"INSERT INTO inventory_item ({', '.join(_INSERT_COLUMNS)}, version) "
    f"VALUES ({', '.join(':' + name for name in _INSERT_COLUMNS)}, 1)"
)

_KEEP_EARLIEST = text("""
    UPDATE inventory_item AS kept SET created_at = (
        WITH RECURSIVE family (id) AS (
            SELECT kept.id UNION
            SELECT gone.id FROM family JOIN inventory_item gone ON gone.merged_into_id = family.id)
        SELECT min(c.occurred_at) FROM family
        CROSS JOIN event e ON e.entity = 'item' AND e.entity_id = family.id AND e.version = 1
        CROSS JOIN change_set c ON c.id = e.change_set_id)
    WHERE kept.id IN (SELECT value FROM json_each(:ids))""")
