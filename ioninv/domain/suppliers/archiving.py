from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.loading import load
from ioninv.domain.suppliers.rows import SupplierRow, supplier_rows
from ioninv.models import Supplier
from ioninv.vocabulary import Entity, Permission


@requires(Permission.ARCHIVE_SUPPLIERS)
def archive(
    session: Session,
    actor: Actor,
    supplier_id: int,
    archived: bool,
    version: int | None = None,
    key: str | None = None,
) -> SupplierRow:
    """Archive a supplier (nothing new is bought there) or restore it. What was bought stays."""
    row = load(session, Supplier, supplier_id, "supplier")
    verb = "archived" if archived else "restored"
    payload = {"id": supplier_id}
    if not history.repeated(session, actor, verb, Entity.SUPPLIER, key, payload):
        history.check_version(session, Entity.SUPPLIER, row, version, row.name)
        with history.act(session, actor, verb, key=key, payload=payload) as act:
            history.change_row(act, Entity.SUPPLIER, row, {"archived": archived})
    return supplier_rows(session, [supplier_id])[0]
