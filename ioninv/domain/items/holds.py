"""Rows of holds, written in sets: events first, then the rows, then the statuses that follow."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db import execute_many
from ioninv.domain import history
from ioninv.domain.items.writing import rederive
from ioninv.vocabulary import Entity

MANUAL: Final = "manual"
_FACTS: Final = ("item_id", "source", "reason")


def insert_holds(act: history.Act, holds: Sequence[tuple[int, str, str]]) -> None:
    """Hold items: each by its id, with a source and a reason."""
    if not holds:
        return
    first = act.session.execute(_NEXT).scalar_one()
    # Plain rows: making a thousand model objects takes longer than storing them.
    rows: list[dict[str, Any]] = [
        {"id": number, "item_id": item_id, "source": source, "reason": reason, "at": act.at}
        for number, (item_id, source, reason) in enumerate(holds, start=first)
    ]
    act.record(
        Entity.HOLD,
        [
            history.Change(row["id"], 1, {name: (None, row[name]) for name in _FACTS})
            for row in rows
        ],
    )
    execute_many(act.session, _INSERT, rows)
    rederive(act.session, {item_id for item_id, _, _ in holds})


def copy_holds(act: history.Act, item_id: int, new_ids: Sequence[int], but: str) -> None:
    """What was split off a held item is held like it; holds whose source begins so are left out."""
    found = open_holds(act.session, [item_id])
    holds = [hold for hold in found if not hold.source.startswith(but)]
    insert_holds(act, [(new, hold.source, hold.reason) for new in new_ids for hold in holds])


def open_holds(session: Session, item_ids: Iterable[int]) -> list[Any]:
    """Rows (id, item_id, source, reason, released_at, version) of the open holds of these items."""
    ids = list(item_ids)
    return list(session.execute(_OPEN, {"ids": json.dumps(ids)})) if ids else []


def reword(act: history.Act, hold_ids: Sequence[int], reason: str) -> None:
    """Give holds another reason."""
    rows = act.session.execute(_REASONS, {"ids": json.dumps(list(hold_ids))}).all()
    act.record(
        Entity.HOLD,
        [history.Change(row.id, row.version + 1, {"reason": (row.reason, reason)}) for row in rows],
    )
    act.session.execute(
        _REWORD, {"ids": json.dumps([row.id for row in rows]), "reason": reason, "at": act.at}
    )


def set_released(act: history.Act, holds: Sequence[Any], at: int | None) -> None:
    """Release these holds at an instant (None: hold again), each with its event."""
    if not holds:
        return
    act.record(
        Entity.HOLD,
        [
            history.Change(hold.id, hold.version + 1, {"released_at": (hold.released_at, at)})
            for hold in holds
        ],
    )
    act.session.execute(
        _RELEASE, {"ids": json.dumps([hold.id for hold in holds]), "released": at, "at": act.at}
    )
    rederive(act.session, {hold.item_id for hold in holds})


_NEXT = text("SELECT coalesce(max(id), 0) + 1 FROM hold")
_INSERT = """
    INSERT INTO hold (id, item_id, source, reason, released_at, version, created_at, updated_at)
    VALUES (:id, :item_id, :source, :reason, NULL, 1, :at, :at)"""
_OPEN = text("""
    SELECT h.id, h.item_id, h.source, h.reason, h.released_at, h.version
    FROM json_each(:ids) j JOIN hold h ON h.item_id = j.value
    WHERE h.released_at IS NULL ORDER BY h.id""")
_RELEASE = text("""
    UPDATE hold SET released_at = :released, version = version + 1, updated_at = :at
    WHERE id IN (SELECT value FROM json_each(:ids))""")
_REASONS = text("""
    SELECT id, reason, version FROM hold WHERE id IN (SELECT value FROM json_each(:ids))""")
_REWORD = text("""
    UPDATE hold SET reason = :reason, version = version + 1, updated_at = :at
    WHERE id IN (SELECT value FROM json_each(:ids))""")
