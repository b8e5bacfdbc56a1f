"""What an item was split from and merged into, and what was split off it or merged into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.items.detail import Relative, relatives
from ioninv.vocabulary import Permission

_KINDS: Final[Mapping[str, str]] = {
    "split from": (
        "i.id = (SELECT origin_id FROM inventory_item "
        "WHERE id = :id AND origin_id IS NOT merged_into_id)"
    ),
    "merged into": "i.id = (SELECT merged_into_id FROM inventory_item WHERE id = :id)",
    "split off": "i.origin_id = :id AND i.merged_into_id IS NOT :id",
    "merged from": "i.merged_into_id = :id",
}


@dataclass(frozen=True)
class Related:
    """An item of the family; `how` is one of: split from, merged into, split off, merged from."""

    how: str
    item: Relative


@requires(Permission.VIEW_INVENTORY)
def family(session: Session, actor: Actor, item_id: int) -> list[Related]:
    """The nearest family of an item; of what was split off and merged, the first hundred.

    Each is named once: what was merged back is no longer split off.
    """
    return [
        Related(how, item)
        for how, condition in _KINDS.items()
        for item in relatives(session, condition, item_id)
    ]
