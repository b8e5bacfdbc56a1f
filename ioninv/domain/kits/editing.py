from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.acting import read_location
from ioninv.domain.kits.form import derived, read_form, refuse_taken
from ioninv.domain.kits.rows import KitRow, kit_row
from ioninv.domain.loading import load
from ioninv.models import Kit
from ioninv.vocabulary import Entity, Permission

_VERB = "edited"


@requires(Permission.EDIT_KITS)
def edit(
    session: Session,
    actor: Actor,
    kit_id: int,
    name: str,
    reference: str = "",
    destination_id: int | None = None,
    version: int | None = None,
    key: str | None = None,
) -> KitRow:
    """Give a kit what the form says, empty fields included; a closed one too.

    Raises Invalid or Conflict with the field `name`, `reference` or `location`, Conflict when
    `version` is stale, NotFound.
    """
    kit = load(session, Kit, kit_id, "kit")
    payload = {"id": kit_id, "name": name, "reference": reference, "destination": destination_id}
    if not history.repeated(session, actor, _VERB, Entity.KIT, key, payload):
        history.check_version(session, Entity.KIT, kit, version, kit.name)
        facts = read_form(name, reference, destination_id)
        if destination_id != kit.destination_id:
            read_location(session, destination_id)
        refuse_taken(session, facts["name"], itself=kit_id)
        with history.act(session, actor, _VERB, key=key, payload=payload) as act:
            history.change_row(act, Entity.KIT, kit, facts, derived=derived(facts))
    return kit_row(session, kit_id)
