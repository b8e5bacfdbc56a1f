"""From a cookie or a token to the actor, each time anew: what was taken away is gone at once."""

import threading
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.config import get_settings
from ioninv.db.engine import WRITES
from ioninv.db.types import to_instant
from ioninv.domain.access import Actor
from ioninv.domain.accounts.permitted import CUSTOM, ROLE_OF_USER, permissions_of
from ioninv.domain.accounts.secret import hashed
from ioninv.domain.history import now
from ioninv.errors import SignedOut
from ioninv.vocabulary import Source

TOKEN_PREFIX: Final = "ioninv_"
_SEEN_EVERY: Final = timedelta(minutes=1)
_SESSION: Final = "session"
_TOKEN: Final = "api_token"


class _Seen:
    """Sessions and tokens that were used since it was last written down: when, by what they are."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at: dict[tuple[str, int], int] = {}

    def add(self, table: str, id_: int, at: int) -> None:
        with self._lock:
            self._at[table, id_] = at

    def take(self) -> dict[tuple[str, int], int]:
        with self._lock:
            taken, self._at = self._at, {}
        return taken

    def __bool__(self) -> bool:
        return bool(self._at)


_seen = _Seen()


def by_session(session: Session, token: str | None, source: Source) -> Actor:
    """Who the cookie of a session stands for, with what the user may do now.

    Raises SignedOut when there is no such session, it has ended, or the user is deactivated.
    """
    at = now()
    idle = timedelta(days=get_settings().session_idle_days)
    row = _row(session, _BY_SESSION, token)
    if row is None or to_instant(at) >= row.expires_at or to_instant(at - idle) >= row.seen_at:
        raise SignedOut
    _note_seen_sometimes(session, _SESSION, row.id, row.seen_at)
    permissions = permissions_of(row.role, row.permissions)
    return Actor(row.user_id, row.name, permissions, source, row.role, session_id=row.id)


def by_token(session: Session, token: str, source: Source) -> Actor:
    """Who an API token stands for. It permits what its role does, as far as its owner may it now.

    Raises SignedOut when there is no such token, it has expired or was revoked, or its owner is
    deactivated.
    """
    row = _row(session, _BY_TOKEN, token)
    if row is None or to_instant(now()) >= row.expires_at:
        raise SignedOut("This token is not valid. Make a new one.")
    _note_seen_sometimes(session, _TOKEN, row.id, row.used_at or 0)
    own = permissions_of(row.role, row.permissions)
    owners = permissions_of(row.owner_role, row.owner_permissions)
    return Actor(row.owner_id, row.name, own & owners, source, row.role, token_id=row.id)


def has_been_seen() -> bool:
    """Whether reads were made in sessions or with tokens of which `note_seen` has to be told."""
    return bool(_seen)


def note_seen(session: Session) -> None:
    """Write down when sessions and tokens were last used."""
    for (table, id_), at in _seen.take().items():
        _write_seen(session, table, id_, at)


def _row(session: Session, query: Any, token: str | None) -> Any:
    if not token or len(token) > 200 or not token.isascii():
        return None
    return session.execute(query, {"hash": hashed(token)}).first()


def _note_seen_sometimes(session: Session, table: str, id_: int, stored: int) -> None:
    """At most once a minute, in a transaction that writes; what only reads leaves it to the next."""
    at = to_instant(now())
    if at - stored < _SEEN_EVERY // timedelta(microseconds=1):
        return
    if session.info.get(WRITES):
        _write_seen(session, table, id_, at)
    else:
        _seen.add(table, id_, at)


def _write_seen(session: Session, table: str, id_: int, at: int) -> None:
    session.execute(_SEEN[table], {"id": id_, "at": at})


_BY_SESSION = text(f"""
    SELECT s.id, s.seen_at, s.expires_at, u.id AS user_id, u.name, u.role, r.permissions
    FROM session s JOIN user u ON u.id = s.user_id {ROLE_OF_USER}
    WHERE s.token_hash = :hash AND s.ended_at IS NULL AND u.active = 1""")
_BY_TOKEN = text(f"""
    SELECT t.id, t.expires_at, t.used_at, t.role, own.permissions, u.id AS owner_id, u.name,
        u.role AS owner_role, r.permissions AS owner_permissions
    FROM api_token t JOIN user u ON u.id = t.owner_id {ROLE_OF_USER}
    LEFT JOIN role own ON '{CUSTOM}' || own.id = t.role
    WHERE t.token_hash = :hash AND t.revoked_at IS NULL AND u.active = 1""")
_SEEN = {
    _SESSION: text("UPDATE session SET seen_at = max(seen_at, :at) WHERE id = :id"),
    _TOKEN: text("UPDATE api_token SET used_at = max(coalesce(used_at, 0), :at) WHERE id = :id"),
}
