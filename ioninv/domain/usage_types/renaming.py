from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.loading import load
from ioninv.domain.usage_types.naming import derived, read_name, refuse_taken
from ioninv.domain.usage_types.rows import UsageTypeRow, usage_type_rows
from ioninv.models import UsageType
from ioninv.vocabulary import Entity, Permission


@requires(Permission.EDIT_USAGE_TYPES)
def rename(
    session: Session,
    actor: Actor,
    usage_type_id: int,
    name: str,
    version: int | None = None,
    key: str | None = None,
) -> UsageTypeRow:
    """Give it another name.

    Raises Invalid or Conflict with the field `name`, Conflict when `version` is stale, NotFound.
    """
    row = load(session, UsageType, usage_type_id, "usage type")
    payload = {"id": usage_type_id, "name": name}
    if not history.repeated(session, actor, "renamed", Entity.USAGE_TYPE, key, payload):
        history.check_version(session, Entity.USAGE_TYPE, row, version, row.name)
        cleaned = read_name(name)
        refuse_taken(session, cleaned, itself=usage_type_id)
        with history.act(session, actor, "renamed", key=key, payload=payload) as act:
            history.change_row(
                act, Entity.USAGE_TYPE, row, {"name": cleaned}, derived=derived(cleaned)
            )
    return usage_type_rows(session, [usage_type_id])[0]
