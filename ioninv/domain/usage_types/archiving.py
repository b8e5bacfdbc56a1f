from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.loading import load
from ioninv.domain.usage_types.rows import UsageTypeRow, usage_type_rows
from ioninv.models import UsageType
from ioninv.vocabulary import Entity, Permission


@requires(Permission.EDIT_USAGE_TYPES)
def archive(
    session: Session,
    actor: Actor,
    usage_type_id: int,
    archived: bool,
    version: int | None = None,
    key: str | None = None,
) -> UsageTypeRow:
    """Archive it (new items are not offered it) or restore it. Items that have it keep it."""
    row = load(session, UsageType, usage_type_id, "usage type")
    verb = "archived" if archived else "restored"
    payload = {"id": usage_type_id}
    if not history.repeated(session, actor, verb, Entity.USAGE_TYPE, key, payload):
        history.check_version(session, Entity.USAGE_TYPE, row, version, row.name)
        with history.act(session, actor, verb, key=key, payload=payload) as act:
            history.change_row(act, Entity.USAGE_TYPE, row, {"archived": archived})
    return usage_type_rows(session, [usage_type_id])[0]
