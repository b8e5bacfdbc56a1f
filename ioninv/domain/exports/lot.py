"""A lot as a file: every item of it, in whatever status, with what each is installed in."""

from collections.abc import Iterator
from typing import Final

from sqlmodel import Session

from ioninv.domain.access import Actor, demand, requires
from ioninv.domain.exports.writing import chunks
from ioninv.domain.issues import IssueItem, recall_preview
from ioninv.vocabulary import Permission

LOT: Final = "lot"
_COLUMNS: Final = (
    "Part Number", "Lot", "Serial or Code", "Quantity", "Status", "Place", "Installed In", "Location",
)  # fmt: skip


@requires(Permission.EXPORT)
def lot(session: Session, actor: Actor, part_id: int, lot: str) -> Iterator[str]:
    """A CSV file of what a recall of a lot is about; needs to see issues as well.

    Raises Invalid with the field `lot`, Conflict when nothing has it, NotFound.
    """
    demand(actor, Permission.VIEW_ISSUES)
    found = recall_preview(session, actor, part_id, lot)
    return chunks(_COLUMNS, [[_cells(item) for item in found.items]])


def _cells(item: IssueItem) -> tuple[str, ...]:
    above = " › ".join(each.named for each in item.parents)
    return (
        item.part, item.lot, item.label, item.quantity or "1", item.status_label, item.place, above,
        item.location,
    )  # fmt: skip
