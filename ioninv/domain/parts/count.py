from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.vocabulary import Permission


@requires(Permission.VIEW_PARTS)
def count(session: Session, actor: Actor) -> int:
    """How many parts there are, without archived ones."""
    return session.execute(text("SELECT count(*) FROM part WHERE archived = 0")).scalar_one()
