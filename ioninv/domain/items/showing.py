from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.items.rows import ItemRow, item_rows
from ioninv.domain.items.selection import Selection, selected_ids
from ioninv.vocabulary import Permission


@requires(Permission.VIEW_INVENTORY)
def shown(session: Session, actor: Actor, selection: Selection, most: int = 100) -> list[ItemRow]:
    """The selected items as the grid shows them, the first `most` of them.

    Raises Invalid when nothing or too much is selected, Conflict when some changed meanwhile.
    """
    return item_rows(session, selected_ids(session, selection)[:most])
