from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.loading import load
from ioninv.domain.parts.labels import part_label
from ioninv.domain.parts.rows import PartRow, part_rows
from ioninv.models import Part
from ioninv.vocabulary import Entity, Permission


@requires(Permission.ARCHIVE_PARTS)
def archive(
    session: Session,
    actor: Actor,
    part_id: int,
    archived: bool,
    version: int | None = None,
    key: str | None = None,
) -> PartRow:
    """Archive a part (no new items of it are made) or restore it. Its items stay as they are."""
    part = load(session, Part, part_id, "part")
    verb = "archived" if archived else "restored"
    payload = {"id": part_id}
    if not history.repeated(session, actor, verb, Entity.PART, key, payload):
        label = part_label(part.part_number, part.revision)
        history.check_version(session, Entity.PART, part, version, label)
        with history.act(session, actor, verb, key=key, payload=payload) as act:
            history.change_row(act, Entity.PART, part, {"archived": archived})
    return part_rows(session, [part_id])[0]
