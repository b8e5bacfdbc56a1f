"""Sessions: a new token at each sign-in, an end that nothing puts off, and a list of one's own."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.config import get_settings
from ioninv.db.types import from_instant, to_instant
from ioninv.domain.access import Actor, demand_person, signed_in
from ioninv.domain.accounts.secret import hashed, new_secret
from ioninv.domain.accounts.visitor import Visitor, told
from ioninv.domain.history import now
from ioninv.errors import NotFound
from ioninv.models import KnownDevice, User, UserSession

DEVICE_KNOWN: Final = timedelta(days=365)
_KEPT: Final = timedelta(days=90)


@dataclass(frozen=True)
class SignedIn:
    """A session that begins: what goes into the two cookies, until when, and who it is."""

    token: str = field(repr=False)
    device: str = field(repr=False)
    user_id: int
    name: str
    expires_at: datetime


@dataclass(frozen=True)
class SessionRow:
    """A living session of one's own; times are ISO 8601 in UTC."""

    id: int
    address: str
    browser: str
    began: str
    seen: str
    expires: str
    is_this: bool


def open_session(session: Session, user: User, visitor: Visitor) -> SignedIn:
    """Begin a session of somebody who has shown who they are, and know the device from now on."""
    at, user_id = now(), user.id or 0
    token = new_secret()
    expires = at + timedelta(days=get_settings().session_days)
    _forget_old(session, at)
    session.add(
        UserSession(
            token_hash=hashed(token),
            user_id=user_id,
            created_at=at,
            seen_at=at,
            expires_at=expires,
            address=visitor.address[:100],
            browser=told(visitor.browser),
        )
    )
    device = _know_device(session, user_id, visitor.device, at)
    session.flush()
    return SignedIn(token, device, user_id, user.name, expires)


def device_of(session: Session, user_id: int | None, device: str) -> int | None:
    """The number of the device, where this user has signed in with it before."""
    if not device or user_id is None:
        return None
    asked = {"hash": hashed(device), "user": user_id}
    return session.execute(_DEVICE, asked).scalar()


def sign_out(session: Session, token: str | None) -> None:
    """End the session of a cookie, if it has one."""
    if token:
        asked = {"hash": hashed(token), "at": to_instant(now())}
        session.execute(_END_BY_TOKEN, asked)


def end_sessions(session: Session, user_id: int, but: int | None = None) -> int:
    """End every session of a user, except one; returns how many there were."""
    asked = {"user": user_id, "but": but or 0, "at": to_instant(now())}
    return len(session.execute(_END_ALL, asked).all())


def forget_devices(session: Session, user_id: int) -> None:
    """Know no device of a user any more."""
    session.execute(_FORGET_DEVICES_OF, {"user": user_id})


@signed_in
def sessions(session: Session, actor: Actor) -> list[SessionRow]:
    """The actor's own sessions that are alive, the one used last first."""
    at = now()
    idle = timedelta(days=get_settings().session_idle_days)
    asked = {"user": actor.user_id, "at": to_instant(at), "idle": to_instant(at - idle)}
    return [
        SessionRow(
            row.id,
            row.address,
            row.browser,
            _when(row.created_at),
            _when(row.seen_at),
            _when(row.expires_at),
            row.id == actor.session_id,
        )
        for row in session.execute(_LIVING, asked)
    ]


@signed_in
def end_session(session: Session, actor: Actor, session_id: int) -> None:
    """End one of the actor's own sessions.

    Raises NotFound when it is none of theirs, and Forbidden to tokens.
    """
    demand_person(actor)
    asked = {"id": session_id, "user": actor.user_id, "at": to_instant(now())}
    if session.execute(_END_ONE, asked).first() is None:
        raise NotFound("There is no such session. It may have ended already.")


@signed_in
def sign_out_everywhere(session: Session, actor: Actor) -> int:
    """End all other sessions of the actor; returns how many there were. Raises Forbidden to tokens."""
    demand_person(actor)
    return end_sessions(session, actor.user_id, but=actor.session_id)


def _know_device(session: Session, user_id: int, device: str, at: datetime) -> str:
    """A new secret for the device, so that one who planted or copied the old one is not known.

    Everybody who has signed in there stays known there.
    """
    new = new_secret()
    if device:
        session.execute(_MOVE_DEVICE, {"old": hashed(device), "new": hashed(new)})
    asked = {"hash": hashed(new), "user": user_id, "at": to_instant(at)}
    if session.execute(_SEE_DEVICE, asked).first() is None:
        session.add(KnownDevice(token_hash=hashed(new), user_id=user_id, created_at=at, seen_at=at))
    return new


def _forget_old(session: Session, at: datetime) -> None:
    session.execute(_FORGET_SESSIONS, {"before": to_instant(at - _KEPT)})
    session.execute(_FORGET_DEVICES, {"before": to_instant(at - DEVICE_KNOWN)})


def _when(value: int) -> str:
    return from_instant(value).isoformat(timespec="seconds")


_DEVICE = text("SELECT id FROM known_device WHERE token_hash = :hash AND user_id = :user")
_MOVE_DEVICE = text("UPDATE known_device SET token_hash = :new WHERE token_hash = :old")
_SEE_DEVICE = text("""
    UPDATE known_device SET seen_at = :at WHERE token_hash = :hash AND user_id = :user
    RETURNING id""")
_END_BY_TOKEN = text(
    "UPDATE session SET ended_at = :at WHERE token_hash = :hash AND ended_at IS NULL"
)
_END_ALL = text("""
    UPDATE session SET ended_at = :at WHERE user_id = :user AND ended_at IS NULL AND id <> :but
    RETURNING id""")
_END_ONE = text("""
    UPDATE session SET ended_at = :at WHERE id = :id AND user_id = :user AND ended_at IS NULL
    RETURNING id""")
_LIVING = text("""
    SELECT * FROM session WHERE user_id = :user AND ended_at IS NULL AND expires_at > :at
        AND seen_at > :idle ORDER BY seen_at DESC, id DESC""")
_FORGET_SESSIONS = text("DELETE FROM session WHERE coalesce(ended_at, expires_at) < :before")
_FORGET_DEVICES_OF = text("DELETE FROM known_device WHERE user_id = :user")
_FORGET_DEVICES = text("DELETE FROM known_device WHERE seen_at < :before")
