"""A filter in words: what its ids are called."""

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.items.filter import ItemFilter
from ioninv.vocabulary import Permission

_GONE = "unknown"
_NAMES = {
    "part": ("part_id", "SELECT part_number FROM part WHERE id = :id"),
    "location": ("location_id", "SELECT path FROM location WHERE id = :id"),
    "supplier": ("supplier_id", "SELECT name FROM supplier WHERE id = :id"),
    "issue": ("issue_id", "SELECT 'ISS-' || number || ': ' || title FROM issue WHERE id = :id"),
    "usage": ("usage_type_id", "SELECT name FROM usage_type WHERE id = :id"),
    "kit": ("kit_id", "SELECT name FROM kit WHERE id = :id"),
    "order": ("order_id", "SELECT number FROM purchase_order WHERE id = :id"),
    "line": (
        "line_id",
        "SELECT o.number || ' line ' || l.position FROM purchase_line l "
        "JOIN purchase_order o ON o.id = l.order_id WHERE l.id = :id",
    ),
}


@requires(Permission.VIEW_INVENTORY)
def describe(session: Session, actor: Actor, filter: ItemFilter) -> dict[str, str]:
    """The name behind each id of the filter, by the word that stands for it in a URL."""
    names: dict[str, str] = {}
    for word, (field, query) in _NAMES.items():
        if id_ := getattr(filter, field):
            names[word] = session.execute(text(query), {"id": id_}).scalar() or _GONE
    if filter.lot:
        names["lot"] = filter.lot
    if filter.with_issues:
        names["issues"] = "open"
    return names
