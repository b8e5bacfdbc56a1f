from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.attributes.form import AttributeForm, derived, read_form
from ioninv.domain.attributes.naming import refuse_taken
from ioninv.domain.attributes.ordering import arrange, ordered, refuse_too_many
from ioninv.domain.attributes.rows import FACTS, AttributeRow, attribute_row
from ioninv.models import Attribute
from ioninv.vocabulary import AppliesTo, Entity, Permission


@requires(Permission.EDIT_ATTRIBUTES)
def create(
    session: Session, actor: Actor, form: AttributeForm, key: str | None = None
) -> AttributeRow:
    """Define a field for parts or items; it comes last in their order.

    Raises Invalid with every field that cannot be right, Conflict (field `name`) when the name is
    taken.
    """
    payload = asdict(form)
    if done := history.repeated(session, actor, "created", Entity.ATTRIBUTE, key, payload):
        return attribute_row(session, done.ids[0])
    facts = read_form(form)
    applies_to = AppliesTo(facts["applies_to"])
    refuse_taken(session, applies_to, facts["name"])
    refuse_too_many(session, applies_to)
    position = len(ordered(session, applies_to)) + 1
    values: dict[str, Any] = {**facts, **derived(facts["name"]), "position": position}
    row = Attribute(**values)
    with history.act(session, actor, "created", key=key, payload=payload) as act:
        id_ = history.create_row(act, Entity.ATTRIBUTE, row, FACTS)
        arrange(act, applies_to, ordered(session, applies_to))
    return attribute_row(session, id_)
