"""What a page shows beside its own matter: nothing of it to those who may not see it."""

from collections.abc import Callable
from typing import Any

from ioninv.domain.access import Actor, Session, permission_of


def where_seen(session: Session, actor: Actor, door: Callable[..., Any], *arguments: Any) -> Any:
    """What a door with a list answers; an empty one for whoever lacks its permission.

    await self._read(where_seen, parts.timeline, part_id)
    """
    needs = permission_of(door)
    return door(session, actor, *arguments) if needs is None or actor.may(needs) else []
