from typing import Any

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.attributes import index
from ioninv.domain.input import Reading
from ioninv.domain.loading import load
from ioninv.domain.parts.form import FACTS, LONGEST_REVISION, derived
from ioninv.domain.parts.numbering import refuse_taken
from ioninv.domain.parts.rows import PartRow, part_rows
from ioninv.models import Part
from ioninv.vocabulary import Entity, Permission


@requires(Permission.CREATE_PARTS)
def revise(
    session: Session, actor: Actor, part_id: int, revision: str, key: str | None = None
) -> PartRow:
    """A new part like this one with the next revision, which remembers its predecessor.

    Raises Invalid when no revision is given, Conflict when it exists (field `revision`), NotFound.
    """
    part = load(session, Part, part_id, "part")
    payload = {"id": part_id, "revision": revision}
    if done := history.repeated(session, actor, "revised", Entity.PART, key, payload):
        return part_rows(session, done.ids)[0]
    wanted = _read(revision)
    refuse_taken(session, part.part_number, wanted, field="revision")
    facts: dict[str, Any] = {**_copy(part), "revision": wanted, "predecessor_id": part_id}
    with history.act(session, actor, "revised", key=key, payload=payload) as act:
        id_ = history.create_row(act, Entity.PART, Part(**facts, **derived(facts)), FACTS)
        index.keep(session, {id_: (None, facts["attributes"])})
    return part_rows(session, [id_])[0]


def _copy(part: Part) -> dict[str, Any]:
    return {name: getattr(part, name) for name in FACTS if name != "archived"}


def _read(revision: str) -> str:
    reading = Reading({"revision": revision})
    cleaned = reading.text("revision", "Revision", required=True, longest=LONGEST_REVISION)
    reading.finish()
    return cleaned
