from sqlmodel import Session, select

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.usage_types.creation import insert
from ioninv.models import UsageType
from ioninv.vocabulary import Permission

FIRST = ("Production", "Development", "Test")


@requires(Permission.EDIT_USAGE_TYPES)
def seed(session: Session, actor: Actor) -> None:
    """Give a house without any usage type the usual three."""
    if session.exec(select(UsageType.id).limit(1)).first() is not None:
        return
    with history.act(session, actor, "created") as act:
        for name in FIRST:
            insert(act, name)
