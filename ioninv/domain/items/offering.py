from typing import Final

from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.items.claiming import circumstances, look_up
from ioninv.domain.items.possible import PERMISSION_OF, possible
from ioninv.domain.items.selection import Selection, selected_ids
from ioninv.vocabulary import ActName, Permission

_ONE_ALONE: Final = {ActName.ASSIGN_SERIALS, ActName.ADJUST, ActName.SPLIT}


@requires(Permission.VIEW_INVENTORY)
def acts_for(session: Session, actor: Actor, selection: Selection) -> list[str]:
    """The acts that this actor may do and that are possible on every selected item.

    Raises Invalid when nothing or more than one act can take is selected.
    """
    found = look_up(session, selected_ids(session, selection))
    acts = [possible(kind) for kind in {circumstances(item) for item in found.values()}]
    return [
        act.value
        for act in ActName
        if actor.may(PERMISSION_OF[act])
        and (len(found) == 1 or act not in _ONE_ALONE)
        and all(act in possible_here for possible_here in acts)
    ]
