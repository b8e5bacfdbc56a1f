import json
from collections.abc import Sequence

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.items import writing
from ioninv.domain.items.status import STATUS_SQL


def settle(session: Session, location_ids: Sequence[int]) -> int:
    """Derive anew the statuses of what lies in these locations; returns how many differed."""
    if not location_ids:
        return 0
    wrong = session.execute(_WRONG, {"locations": json.dumps(list(location_ids))}).scalars()
    return writing.rederive(session, list(wrong))


_WRONG = text(f"""
    SELECT i.id FROM json_each(:locations) j
    JOIN inventory_item i INDEXED BY item_location ON i.location_id = j.value
    WHERE i.status <> {STATUS_SQL}""")
