"""One-time links: their holder sets the password of one user, once. Only hashes are stored."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db import Database
from ioninv.db.types import from_instant, to_instant
from ioninv.domain import history
from ioninv.domain.access import Actor
from ioninv.domain.accounts import passwords
from ioninv.domain.accounts.living_sessions import (
    SignedIn,
    end_sessions,
    forget_devices,
    open_session,
)
from ioninv.domain.accounts.log import Entrance, note
from ioninv.domain.accounts.naming import derived, read_name, refuse_taken
from ioninv.domain.accounts.permitted import permitted
from ioninv.domain.accounts.secret import hashed, new_secret
from ioninv.domain.accounts.visitor import Visitor
from ioninv.domain.history import now
from ioninv.domain.loading import load
from ioninv.errors import NotFound
from ioninv.models import User
from ioninv.vocabulary import Entity, LinkKind, Source

LIFETIME: Final = {
    LinkKind.SET_UP: timedelta(hours=24),
    LinkKind.INVITE: timedelta(days=7),
    LinkKind.RESET: timedelta(hours=24),
}
PASSWORD_SET: Final = "password set"
_GONE: Final = "This link was used already, or is too old. Ask an administrator for a new one."


@dataclass(frozen=True)
class Link:
    """A new one-time link: its token is told once, to whoever made it."""

    token: str = field(repr=False)
    kind: LinkKind
    user_id: int
    name: str
    expires_at: datetime


@dataclass(frozen=True)
class Invited:
    """What a link is for. The name can be chosen at set-up, and where one is invited."""

    kind: LinkKind
    user_id: int
    name: str
    expires_at: datetime

    @property
    def chooses_name(self) -> bool:
        return self.kind is not LinkKind.RESET


def is_set_up(session: Session) -> bool:
    """Whether somebody can sign in."""
    return bool(session.execute(_ANYBODY).scalar())


def set_up_link(session: Session) -> str | None:
    """The token of a new link for the first administrator; None once somebody can sign in.

    It replaces the one before.
    """
    if is_set_up(session):
        return None
    user_id = session.execute(_FIRST_ADMINISTRATOR).scalar_one()
    return new_link(session, load(session, User, user_id, "user"), LinkKind.SET_UP).token


def new_link(session: Session, user: User, kind: LinkKind) -> Link:
    """A link of this kind for a user. It replaces the older one of the same kind."""
    at, token = now(), new_secret()
    expires = at + LIFETIME[kind]
    asked = {
        "kind": kind.value,
        "user": user.id,
        "hash": hashed(token),
        "at": to_instant(at),
        "expires": to_instant(expires),
    }
    session.execute(_REPLACE, asked)
    session.execute(_INSERT, asked)
    return Link(token, kind, user.id or 0, user.name, expires)


def drop_links(session: Session, user_id: int) -> None:
    """Make every open link of a user worthless."""
    session.execute(_DROP, {"user": user_id})


def invitation(session: Session, token: str) -> Invited:
    """What a link is for, without using it. Raises NotFound when it is used, too old, or none."""
    asked = {"hash": hashed(token), "at": to_instant(now())}
    row = session.execute(_OPEN, asked).first()
    if row is None:
        raise NotFound(_GONE)
    return Invited(LinkKind(row.kind), row.user_id, row.name, from_instant(row.expires_at))


async def use_invitation(
    database: Database, token: str, password: str, visitor: Visitor, name: str = ""
) -> SignedIn:
    """Set the password of the user that a link is for, and sign in. A link is good for once.

    At set-up and by invitation, `name` may say what the user is called from now on. Ends all other
    sessions. Raises NotFound for a link that is used or too old; Invalid with the field `password`
    or `name`, and Conflict for a name that is taken, which leave the link as it is.
    """
    checked, called = await database.read(_check, token, password, name)
    password_hash = await passwords.apart(passwords.hash_of, checked)
    return await database.write(redeem, token, password_hash, visitor, called)


def redeem(
    session: Session, token: str, password_hash: str, visitor: Visitor, name: str = ""
) -> SignedIn:
    """Use a link with the hash of a checked password, in one transaction: the first one wins."""
    user = claim_link(session, token)
    values = {"password_at": now()} | ({"name": name} if name else {})
    with history.act(session, themselves(session, user, Source.SCREEN), PASSWORD_SET) as act:
        if name:
            refuse_taken(session, name, itself=user.id)
        history.change_row(
            act,
            Entity.USER,
            user,
            values,
            derived={"password_hash": password_hash, **derived(name or user.name)},
        )
    note(session, Entrance.LINK_USED, user.id, visitor)
    return open_session(session, user, visitor)


def claim_link(session: Session, token: str) -> User:
    """Mark a link as used and give its user; ends their sessions. Raises NotFound."""
    asked = {"hash": hashed(token), "at": to_instant(now())}
    user_id = session.execute(_USE, asked).scalar()
    if user_id is None:
        raise NotFound(_GONE)
    drop_links(session, user_id)
    end_sessions(session, user_id)
    forget_devices(session, user_id)
    return load(session, User, user_id, "user")


def themselves(session: Session, user: User, source: Source) -> Actor:
    """Somebody who has shown who they are, as the actor of what they do to themselves."""
    return Actor(user.id or 0, user.name, permitted(session, user.role), source, user.role)


def _check(session: Session, token: str, password: str, name: str) -> tuple[str, str]:
    """The password to hash, and the new name, or an empty one where it stays."""
    invited = invitation(session, token)
    called = read_name(name) if name and invited.chooses_name else ""
    if called == invited.name:
        called = ""
    if called:
        refuse_taken(session, called, itself=invited.user_id)
    return passwords.read_password(password, called or invited.name), called


_ANYBODY = text(
    "SELECT EXISTS (SELECT 1 FROM user WHERE password_hash IS NOT NULL OR oidc_subject <> '')"
)
_FIRST_ADMINISTRATOR = text(
    "SELECT id FROM user WHERE role = 'administrator' AND active = 1 ORDER BY id LIMIT 1"
)
_REPLACE = text("DELETE FROM invitation WHERE user_id = :user AND kind = :kind AND used_at IS NULL")
_INSERT = text("""
    INSERT INTO invitation (kind, token_hash, user_id, created_at, expires_at)
    VALUES (:kind, :hash, :user, :at, :expires)""")
_DROP = text("DELETE FROM invitation WHERE user_id = :user AND used_at IS NULL")
_OPEN = text("""
    SELECT i.kind, i.user_id, i.expires_at, u.name FROM invitation i JOIN user u ON u.id = i.user_id
    WHERE i.token_hash = :hash AND i.used_at IS NULL AND i.expires_at > :at AND u.active = 1""")
_USE = text("""
    UPDATE invitation SET used_at = :at WHERE token_hash = :hash AND used_at IS NULL
        AND expires_at > :at AND (SELECT active FROM user u WHERE u.id = user_id) = 1
    RETURNING user_id""")
