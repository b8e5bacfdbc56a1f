"""The issues of items: for the panel of one, and for the badges of many."""

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.issues.rows import IssueRow, issue_rows
from ioninv.vocabulary import Permission


@requires(Permission.VIEW_ISSUES)
def of_item(session: Session, actor: Actor, item_id: int) -> list[IssueRow]:
    """The issues that an item is on, also resolved ones: the newest first."""
    return issue_rows(session, list(session.execute(_OF_ITEM, {"item": item_id}).scalars()))


@requires(Permission.VIEW_ISSUES)
def counts(session: Session, actor: Actor, item_ids: Iterable[int]) -> Mapping[int, int]:
    """How many issues are open on each of these items; those without are left out."""
    rows = session.execute(_OPEN, {"ids": json.dumps(list(item_ids))})
    return {row.item_id: row.issues for row in rows}


_OF_ITEM = text("""
    SELECT issue_id FROM issue_item WHERE item_id = :item AND removed_at IS NULL
    ORDER BY issue_id DESC""")
_OPEN = text("""
    SELECT x.item_id, count(*) AS issues FROM json_each(:ids) j
    CROSS JOIN issue_item x ON x.item_id = j.value
    WHERE x.removed_at IS NULL AND x.outcome = '' GROUP BY x.item_id""")
