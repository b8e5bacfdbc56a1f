"""What an issue would be about, before it is raised: which items, how many of which status."""

import json

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.issues.on_it import IssueItem, issue_items
from ioninv.domain.items import Selection
from ioninv.domain.items.selection import selected_ids
from ioninv.vocabulary import Permission, Status


@requires(Permission.VIEW_ISSUES)
def by_status(session: Session, actor: Actor, selection: Selection) -> dict[Status, int]:
    """How many of the selected items have which status, in the order of the statuses.

    Raises Invalid when nothing or too much is selected, Conflict when some changed meanwhile.
    """
    ids = json.dumps(selected_ids(session, selection))
    found = {row.status: row.items for row in session.execute(_COUNTS, {"ids": ids})}
    return {status: found[status.code] for status in Status if status.code in found}


@requires(Permission.VIEW_ISSUES)
def listed(session: Session, actor: Actor, selection: Selection) -> tuple[IssueItem, ...]:
    """The selected items in full, in the order of the selection; none has an outcome yet.

    Raises Invalid and Conflict as `by_status` does.
    """
    return issue_items(session, selected_ids(session, selection))


_COUNTS = text("""
    SELECT i.status, count(*) AS items FROM json_each(:ids) j
    JOIN inventory_item i ON i.id = j.value GROUP BY i.status""")
