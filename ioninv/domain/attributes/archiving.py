from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.attributes.ordering import arrange, ordered, refuse_too_many
from ioninv.domain.attributes.rows import AttributeRow, attribute_row
from ioninv.domain.loading import load
from ioninv.models import Attribute
from ioninv.vocabulary import AppliesTo, Entity, Permission


@requires(Permission.EDIT_ATTRIBUTES)
def archive(
    session: Session, actor: Actor, attribute_id: int, key: str | None = None
) -> AttributeRow:
    """Take it out of forms, columns and filters. Values and history stay. Raises NotFound."""
    return _switch(session, actor, attribute_id, True, key)


@requires(Permission.EDIT_ATTRIBUTES)
def restore(
    session: Session, actor: Actor, attribute_id: int, key: str | None = None
) -> AttributeRow:
    """Bring it back with its values; it comes last in the order.

    Raises Invalid when there are too many, NotFound.
    """
    return _switch(session, actor, attribute_id, False, key)


def _switch(
    session: Session, actor: Actor, attribute_id: int, archived: bool, key: str | None
) -> AttributeRow:
    row = load(session, Attribute, attribute_id, "attribute")
    verb = "archived" if archived else "restored"
    payload = {"id": attribute_id}
    if row.archived != archived and not history.repeated(
        session, actor, verb, Entity.ATTRIBUTE, key, payload
    ):
        applies_to = AppliesTo(row.applies_to)
        if not archived:
            refuse_too_many(session, applies_to)
        kept = [each for each in ordered(session, applies_to) if each.id != attribute_id]
        with history.act(session, actor, verb, key=key, payload=payload) as act:
            history.change_row(act, Entity.ATTRIBUTE, row, {"archived": archived})
            arrange(act, applies_to, kept if archived else [*kept, row])
    return attribute_row(session, attribute_id)
