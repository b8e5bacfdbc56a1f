from datetime import UTC, datetime

from sqlmodel import Session, select

from ioninv.domain.access import Actor
from ioninv.errors import NotFound
from ioninv.models import User
from ioninv.vocabulary import PERMISSIONS, Role, Source

FIRST_NAME = "keeper"


def first_user(session: Session, source: Source) -> Actor:
    """The seeded first user, acting through `source`.

    Raises NotFound when the database was never seeded.
    """
    user = session.exec(select(User).order_by(User.id).limit(1)).first()  # pyright: ignore[reportArgumentType]
    if user is None or user.id is None:
        raise NotFound("This database has no user yet. Start ioninv once to set it up.")
    return Actor(user.id, user.name, PERMISSIONS[Role(user.role)], source)


def seed_first_user(session: Session) -> None:
    """Make the first user where there is none."""
    if not has_users(session):
        session.add(
            User(
                name=FIRST_NAME,
                name_key=FIRST_NAME,
                role=Role.ADMINISTRATOR,
                created_at=datetime.now(UTC),
            )
        )
        session.flush()


def has_users(session: Session) -> bool:
    return session.exec(select(User).limit(1)).first() is not None
