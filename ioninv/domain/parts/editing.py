from dataclasses import asdict

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.attributes import index
from ioninv.domain.loading import load
from ioninv.domain.parts.contradicting import refuse_contradictions
from ioninv.domain.parts.form import PartForm, derived, read_form
from ioninv.domain.parts.labels import part_label
from ioninv.domain.parts.numbering import refuse_taken
from ioninv.domain.parts.rows import PartRow, part_rows
from ioninv.models import Part
from ioninv.vocabulary import Entity, Permission


@requires(Permission.EDIT_PARTS)
def edit(
    session: Session,
    actor: Actor,
    part_id: int,
    form: PartForm,
    version: int | None = None,
    key: str | None = None,
) -> PartRow:
    """Give a part what the form says, empty fields included.

    Raises Invalid with every field that cannot be right; Conflict when number and revision are
    taken, when items contradict a new tracking or unit, or when `version` is stale; NotFound.
    """
    part = load(session, Part, part_id, "part")
    payload = {"id": part_id, **asdict(form)}
    if not history.repeated(session, actor, "edited", Entity.PART, key, payload):
        label = part_label(part.part_number, part.revision)
        history.check_version(session, Entity.PART, part, version, label)
        facts = read_form(session, form, before=part)
        refuse_taken(session, facts["part_number"], facts["revision"], itself=part_id)
        refuse_contradictions(session, part, facts)
        before = part.attributes
        with history.act(session, actor, "edited", key=key, payload=payload) as act:
            history.change_row(act, Entity.PART, part, facts, derived=derived(facts))
            index.keep(session, {part_id: (before, facts["attributes"])})
    return part_rows(session, [part_id])[0]
