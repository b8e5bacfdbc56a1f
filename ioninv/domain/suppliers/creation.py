from dataclasses import asdict

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.suppliers.form import FACTS, SupplierForm, derived, read_form, refuse_taken
from ioninv.domain.suppliers.rows import SupplierRow, supplier_rows
from ioninv.models import Supplier
from ioninv.vocabulary import Entity, Permission


@requires(Permission.CREATE_SUPPLIERS)
def create(
    session: Session, actor: Actor, form: SupplierForm, key: str | None = None
) -> SupplierRow:
    """Raises Invalid with every field that cannot be right, Conflict when the name is taken."""
    payload = asdict(form)
    if done := history.repeated(session, actor, "created", Entity.SUPPLIER, key, payload):
        return supplier_rows(session, done.ids)[0]
    facts = read_form(form)
    refuse_taken(session, facts["name"])
    with history.act(session, actor, "created", key=key, payload=payload) as act:
        row = Supplier(**facts, **derived(facts))
        id_ = history.create_row(act, Entity.SUPPLIER, row, FACTS)
    return supplier_rows(session, [id_])[0]
