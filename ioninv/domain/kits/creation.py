from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.acting import read_location
from ioninv.domain.kits.form import FACTS, derived, read_form, refuse_taken
from ioninv.domain.kits.rows import KitRow, kit_row
from ioninv.models import Kit
from ioninv.vocabulary import Entity, Permission

_VERB = "created"


@requires(Permission.EDIT_KITS)
def create(
    session: Session,
    actor: Actor,
    name: str,
    reference: str = "",
    destination_id: int | None = None,
    key: str | None = None,
) -> KitRow:
    """Open a kit. `reference` says what it is for, the destination where it goes.

    Raises Invalid or Conflict with the field `name`, `reference` or `location`.
    """
    payload = {"name": name, "reference": reference, "destination": destination_id}
    if done := history.repeated(session, actor, _VERB, Entity.KIT, key, payload):
        return kit_row(session, done.ids[0])
    facts = read_form(name, reference, destination_id)
    read_location(session, destination_id)
    refuse_taken(session, facts["name"])
    kit = Kit(**facts, **derived(facts))
    with history.act(session, actor, _VERB, key=key, payload=payload) as act:
        kit_id = history.create_row(act, Entity.KIT, kit, FACTS)
    return kit_row(session, kit_id)
