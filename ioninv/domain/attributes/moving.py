from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.attributes.ordering import arrange, ordered
from ioninv.domain.attributes.rows import AttributeRow, attribute_row
from ioninv.domain.loading import load
from ioninv.errors import Conflict
from ioninv.models import Attribute
from ioninv.vocabulary import AppliesTo, Entity, Permission


@requires(Permission.EDIT_ATTRIBUTES)
def move(
    session: Session, actor: Actor, attribute_id: int, position: int, key: str | None = None
) -> AttributeRow:
    """Put it at a position, counted from 1, in forms and columns; beyond the last means last.

    Raises Conflict for an archived one, NotFound.
    """
    row = load(session, Attribute, attribute_id, "attribute")
    payload = {"id": attribute_id, "position": position}
    if not history.repeated(session, actor, "moved", Entity.ATTRIBUTE, key, payload):
        if row.archived:
            raise Conflict(f"{row.name} is archived. Restore it first.")
        applies_to = AppliesTo(row.applies_to)
        others = [each for each in ordered(session, applies_to) if each.id != attribute_id]
        at = max(0, min(position - 1, len(others)))
        with history.act(session, actor, "moved", key=key, payload=payload) as act:
            arrange(act, applies_to, [*others[:at], row, *others[at:]])
    return attribute_row(session, attribute_id)
