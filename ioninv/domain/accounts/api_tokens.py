"""API tokens: what programs sign in with. The secret is told once, and only its hash is kept."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant, to_instant
from ioninv.domain import history
from ioninv.domain.access import Actor, demand, demand_person, requires, signed_in
from ioninv.domain.accounts.permitted import CUSTOM, permitted, refuse_more, role_name, role_to_give
from ioninv.domain.accounts.resolving import TOKEN_PREFIX
from ioninv.domain.accounts.rows import when
from ioninv.domain.accounts.secret import hashed, new_secret
from ioninv.domain.history import now
from ioninv.domain.input import Reading
from ioninv.domain.loading import load
from ioninv.errors import Conflict, Forbidden, Invalid, NotFound
from ioninv.models import ApiToken, User
from ioninv.vocabulary import Entity, Permission

FACTS: Final = ("name", "prefix", "owner_id", "role", "expires_at", "revoked_at")
CREATED: Final = "token created"
REVOKED: Final = "token revoked"
USUAL_DAYS: Final = 90
MOST_DAYS: Final = 365
LOOKS: Final = re.compile(rf"{TOKEN_PREFIX}[0-9a-z]{{8}}_[A-Za-z0-9_-]{{43}}")
"""What a token looks like, for those who keep it out of logs."""

_PREFIX_LETTERS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_PREFIX_LENGTH: Final = 8


@dataclass(frozen=True)
class TokenRow:
    """A token without its secret; times are ISO 8601 in UTC, empty where there was none.

    `living`: not revoked, not expired, and its owner is active.
    """

    id: int
    name: str
    prefix: str
    owner_id: int
    owner: str
    role: str
    role_name: str
    living: bool
    expires: str
    revoked: str
    used: str
    created: str
    version: int


@dataclass(frozen=True)
class NewToken:
    """A token with its secret, which is told this once. Empty where the same key made it before."""

    secret: str = field(repr=False)
    token: TokenRow


@requires(Permission.OWN_TOKENS)
def create_token(
    session: Session,
    actor: Actor,
    name: str,
    role: str | None = None,
    days: int = USUAL_DAYS,
    owner_id: int | None = None,
    key: str | None = None,
) -> NewToken:
    """Make a token of one's own, or with `tokens.edit` one of somebody with less rights.

    `role` is the owner's where none is given. Raises Invalid for an expiry that cannot be,
    Forbidden for a role that permits more than the owner's or the actor's, and to tokens.
    """
    demand_person(actor)
    payload = {"name": name, "role": role, "days": days, "owner": owner_id}
    if done := history.repeated(session, actor, CREATED, Entity.TOKEN, key, payload):
        return NewToken("", _row(session, done.ids[0]))
    reading = Reading({"name": name})
    cleaned = reading.text("name", "Name", required=True)
    if not 1 <= days <= MOST_DAYS:
        reading.refuse("days", f"A token lasts from 1 to {MOST_DAYS} days.")
    reading.finish()
    owner = _owner(session, actor, owner_id)
    given = role_to_give(session, actor, role or owner.role)
    if more := permitted(session, given) - permitted(session, owner.role):
        raise Forbidden(f"{owner.name} may not do that themselves ({min(more).value}).", "role")
    prefix = "".join(secrets.choice(_PREFIX_LETTERS) for _ in range(_PREFIX_LENGTH))
    secret = f"{TOKEN_PREFIX}{prefix}_{new_secret()}"
    token = ApiToken(
        name=cleaned,
        prefix=prefix,
        token_hash=hashed(secret),
        owner_id=owner.id or 0,
        role=given,
        expires_at=now() + timedelta(days=days),
    )  # pyright: ignore[reportCallIssue]
    with history.act(session, actor, CREATED, key=key, payload=payload) as act:
        id_ = history.create_row(act, Entity.TOKEN, token, FACTS)
    return NewToken(secret, _row(session, id_))


@signed_in
def tokens(session: Session, actor: Actor, everybodys: bool = False) -> list[TokenRow]:
    """The actor's own tokens, or with `tokens.edit` everybody's, the newest first."""
    if everybodys:
        demand(actor, Permission.EDIT_TOKENS)
    asked = {"owner": None if everybodys else actor.user_id, "id": None}
    return [_told(row) for row in session.execute(_ROWS, asked)]


@signed_in
def revoke_token(
    session: Session,
    actor: Actor,
    token_id: int,
    version: int | None = None,
    key: str | None = None,
) -> TokenRow:
    """End a token of one's own, or with `tokens.edit` anybody's. It stays in the list.

    A token ends itself, or others of its owner where its role has `tokens.own`. Raises NotFound for a
    token of somebody else, Forbidden for one of somebody who may do more than the actor, Conflict when
    it is revoked already.
    """
    if actor.token_id not in {None, token_id}:
        demand(actor, Permission.OWN_TOKENS)
    row = load(session, ApiToken, token_id, "token")
    if row.owner_id != actor.user_id and not actor.may(Permission.EDIT_TOKENS):
        raise NotFound("There is no such token. It may have been opened from an old link.")
    if row.owner_id != actor.user_id:
        refuse_more(actor, permitted(session, load(session, User, row.owner_id, "user").role))
    payload = {"id": token_id}
    if not history.repeated(session, actor, REVOKED, Entity.TOKEN, key, payload):
        history.check_version(session, Entity.TOKEN, row, version, row.name)
        if row.revoked_at is not None:
            raise Conflict(f"{row.name} is revoked already.")
        with history.act(session, actor, REVOKED, key=key, payload=payload) as act:
            history.change_row(act, Entity.TOKEN, row, {"revoked_at": from_instant(act.at)})
    return _row(session, token_id)


def _owner(session: Session, actor: Actor, owner_id: int | None) -> User:
    """Whose token it will be."""
    owner = load(session, User, owner_id or actor.user_id, "user")
    if owner.id != actor.user_id:
        demand(actor, Permission.EDIT_TOKENS)
        refuse_more(actor, permitted(session, owner.role))
    if not owner.active:
        raise Invalid(f"{owner.name} is deactivated.", "owner")
    return owner


def _row(session: Session, token_id: int) -> TokenRow:
    return _told(session.execute(_ROWS, {"owner": None, "id": token_id}).one())


def _told(row: Any) -> TokenRow:
    return TokenRow(
        id=row.id,
        name=row.name,
        prefix=f"{TOKEN_PREFIX}{row.prefix}",
        owner_id=row.owner_id,
        owner=row.owner,
        role=row.role,
        role_name=role_name(row.role, row.role_name),
        living=bool(row.active and row.revoked_at is None and row.expires_at > to_instant(now())),
        expires=when(row.expires_at),
        revoked="" if row.revoked_at is None else when(row.revoked_at),
        used="" if row.used_at is None else when(row.used_at),
        created=when(row.created_at),
        version=row.version,
    )


_ROWS = text(f"""
    SELECT t.*, u.name AS owner, u.active, r.name AS role_name
    FROM api_token t JOIN user u ON u.id = t.owner_id
    LEFT JOIN role r ON '{CUSTOM}' || r.id = t.role
    WHERE (:owner IS NULL OR t.owner_id = :owner) AND (:id IS NULL OR t.id = :id)
    ORDER BY t.id DESC""")
