from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.attributes.rows import AttributeRow, attribute_rows
from ioninv.vocabulary import AppliesTo, Permission


@requires(Permission.VIEW_ATTRIBUTES)
def all(
    session: Session, actor: Actor, applies_to: AppliesTo | None = None, archived: bool = False
) -> tuple[AttributeRow, ...]:
    """The attributes of parts, of items or of both, in order; with the archived ones if asked for."""
    rows = attribute_rows(session, applies_to).values()
    return tuple(row for row in rows if archived or not row.archived)
