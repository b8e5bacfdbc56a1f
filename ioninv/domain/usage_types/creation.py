from typing import Any

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.usage_types.naming import derived, read_name, refuse_taken
from ioninv.domain.usage_types.rows import FACTS, UsageTypeRow, usage_type_rows
from ioninv.models import UsageType
from ioninv.vocabulary import Entity, Permission


@requires(Permission.EDIT_USAGE_TYPES)
def create(session: Session, actor: Actor, name: str, key: str | None = None) -> UsageTypeRow:
    """Raises Invalid for a name that cannot be, Conflict for one that is taken (field `name`)."""
    payload = {"name": name}
    if done := history.repeated(session, actor, "created", Entity.USAGE_TYPE, key, payload):
        return usage_type_rows(session, done.ids)[0]
    cleaned = read_name(name)
    refuse_taken(session, cleaned)
    with history.act(session, actor, "created", key=key, payload=payload) as act:
        id_ = insert(act, cleaned)
    return usage_type_rows(session, [id_])[0]


def insert(act: history.Act, name: str) -> int:
    """Store a usage type whose name is known to be free; returns its id."""
    values: dict[str, Any] = {"name": name, **derived(name)}
    return history.create_row(act, Entity.USAGE_TYPE, UsageType(**values), FACTS)
