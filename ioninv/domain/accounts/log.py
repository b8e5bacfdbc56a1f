"""Who came in or tried to, for a while: no history, and nothing of what was typed."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant, to_instant
from ioninv.domain.access import Actor, requires
from ioninv.domain.accounts.visitor import Visitor, told
from ioninv.domain.history import now
from ioninv.vocabulary import Permission

KEPT: Final = timedelta(days=90)
_TOGETHER: Final = timedelta(hours=1)


class Entrance(StrEnum):
    """What happened at the door."""

    SIGNED_IN = "signed_in"
    FAILED = "failed"
    REFUSED = "refused"
    LINK_USED = "link_used"
    BY_PROVIDER = "by_provider"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Final = {
    Entrance.SIGNED_IN: "Signed in",
    Entrance.FAILED: "Wrong password",
    Entrance.REFUSED: "Too many tries",
    Entrance.LINK_USED: "Used a link",
    Entrance.BY_PROVIDER: "Signed in by the provider",
}


@dataclass(frozen=True)
class Entered:
    """One line of the log; times are ISO 8601 in UTC. `name` is empty where no user has it."""

    kind: Entrance
    name: str
    address: str
    browser: str
    times: int
    first: str
    last: str


@requires(Permission.VIEW_USERS)
def sign_ins(
    session: Session, actor: Actor, user_id: int | None = None, limit: int = 200
) -> list[Entered]:
    """The newest first: who signed in, and what failed, of the last 90 days."""
    rows = session.execute(_NEWEST, {"user": user_id, "limit": max(1, min(limit, 1_000))})
    return [
        Entered(
            Entrance(row.kind),
            row.name or "",
            row.address,
            row.browser,
            row.times,
            from_instant(row.first_at).isoformat(timespec="seconds"),
            from_instant(row.last_at).isoformat(timespec="seconds"),
        )
        for row in rows
    ]


def note(session: Session, kind: Entrance, user_id: int | None, visitor: Visitor) -> None:
    """Remember it. The same again within the hour is counted, and what is old is forgotten."""
    at = now()
    asked = {
        "kind": kind.value,
        "user": user_id,
        "address": visitor.address[:100],
        "browser": told(visitor.browser),
        "at": to_instant(at),
        "since": to_instant(at - _TOGETHER),
    }
    session.execute(_FORGET, {"before": to_instant(at - KEPT)})
    if not session.execute(_AGAIN, asked).first():
        session.execute(_NOTE, asked)


_NEWEST = text("""
    SELECT s.*, u.name FROM sign_in s LEFT JOIN user u ON u.id = s.user_id
    WHERE :user IS NULL OR s.user_id = :user ORDER BY s.last_at DESC, s.id DESC LIMIT :limit""")
_FORGET = text("DELETE FROM sign_in WHERE last_at < :before")
_AGAIN = text("""
    UPDATE sign_in SET times = times + 1, last_at = :at WHERE id = (
        SELECT id FROM sign_in WHERE last_at > :since AND kind = :kind AND user_id IS :user
            AND address = :address AND browser = :browser ORDER BY last_at DESC LIMIT 1)
    RETURNING id""")
_NOTE = text("""
    INSERT INTO sign_in (kind, user_id, address, browser, first_at, last_at)
    VALUES (:kind, :user, :address, :browser, :at, :at)""")
