from dataclasses import asdict

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.loading import load
from ioninv.domain.suppliers.form import SupplierForm, derived, read_form, refuse_taken
from ioninv.domain.suppliers.rows import SupplierRow, supplier_rows
from ioninv.models import Supplier
from ioninv.vocabulary import Entity, Permission


@requires(Permission.EDIT_SUPPLIERS)
def edit(
    session: Session,
    actor: Actor,
    supplier_id: int,
    form: SupplierForm,
    version: int | None = None,
    key: str | None = None,
) -> SupplierRow:
    """Give a supplier what the form says, empty fields included.

    Raises Invalid with every field that cannot be right, Conflict when the name is taken or
    `version` is stale, NotFound.
    """
    row = load(session, Supplier, supplier_id, "supplier")
    payload = {"id": supplier_id, **asdict(form)}
    if not history.repeated(session, actor, "edited", Entity.SUPPLIER, key, payload):
        history.check_version(session, Entity.SUPPLIER, row, version, row.name)
        facts = read_form(form)
        refuse_taken(session, facts["name"], itself=supplier_id)
        with history.act(session, actor, "edited", key=key, payload=payload) as act:
            history.change_row(act, Entity.SUPPLIER, row, facts, derived=derived(facts))
    return supplier_rows(session, [supplier_id])[0]
