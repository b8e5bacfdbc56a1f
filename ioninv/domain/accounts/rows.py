import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant, to_instant
from ioninv.domain.accounts.permitted import ROLE_OF_USER, role_name
from ioninv.domain.history import now

FACTS: Final = ("name", "role", "active", "password_at", "oidc_issuer", "oidc_subject")


@dataclass(frozen=True)
class UserRow:
    """A user; `role` is the key of the role. `invited`: a link waits to be used.

    `seen` is when a session of theirs was last used, ISO 8601 in UTC, or empty.
    """

    id: int
    name: str
    role: str
    role_name: str
    active: bool
    has_password: bool
    by_provider: bool
    invited: bool
    seen: str
    created: str
    version: int


def user_rows(session: Session, ids: Sequence[int]) -> list[UserRow]:
    """The rows of these users, in the order of the ids."""
    asked = {"ids": json.dumps(list(ids)), "at": to_instant(now())}
    return [_row(row) for row in session.execute(_ROWS, asked)]


def _row(row: Any) -> UserRow:
    return UserRow(
        id=row.id,
        name=row.name,
        role=row.role,
        role_name=role_name(row.role, row.role_name),
        active=bool(row.active),
        has_password=row.password_at is not None,
        by_provider=bool(row.oidc_subject),
        invited=bool(row.invited),
        seen="" if row.seen is None else when(row.seen),
        created=when(row.created_at),
        version=row.version,
    )


def when(value: int) -> str:
    return from_instant(value).isoformat(timespec="seconds")


_ROWS = text(f"""
    SELECT u.id, u.name, u.role, u.active, u.password_at, u.oidc_subject, u.created_at, u.version,
        r.name AS role_name,
        (SELECT max(seen_at) FROM session s WHERE s.user_id = u.id) AS seen,
        EXISTS (SELECT 1 FROM invitation i WHERE i.user_id = u.id AND i.used_at IS NULL
            AND i.expires_at > :at) AS invited
    FROM json_each(:ids) j JOIN user u ON u.id = j.value {ROLE_OF_USER} ORDER BY j.key""")
