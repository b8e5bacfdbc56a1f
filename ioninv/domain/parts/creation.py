from dataclasses import asdict

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.attributes import index
from ioninv.domain.parts.form import FACTS, PartForm, derived, read_form
from ioninv.domain.parts.numbering import refuse_taken
from ioninv.domain.parts.rows import PartRow, part_rows
from ioninv.models import Part
from ioninv.vocabulary import Entity, Permission


@requires(Permission.CREATE_PARTS)
def create(session: Session, actor: Actor, form: PartForm, key: str | None = None) -> PartRow:
    """Raises Invalid with every field that cannot be right, and Conflict (field `part_number`) when
    number and revision together are taken.
    """
    payload = asdict(form)
    if done := history.repeated(session, actor, "created", Entity.PART, key, payload):
        return part_rows(session, done.ids)[0]
    facts = read_form(session, form)
    refuse_taken(session, facts["part_number"], facts["revision"])
    with history.act(session, actor, "created", key=key, payload=payload) as act:
        id_ = history.create_row(act, Entity.PART, Part(**facts, **derived(facts)), FACTS)
        index.keep(session, {id_: (None, facts["attributes"])})
    return part_rows(session, [id_])[0]
