"""Signing in with a password, in three steps: look up, compare, begin a session.

Only the first and the last touch the database; comparing is slow on purpose, and happens between.
"""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from ioninv.db import Database
from ioninv.domain.accounts import passwords
from ioninv.domain.accounts.guessing import guess, worth_noting
from ioninv.domain.accounts.living_sessions import SignedIn, device_of, open_session
from ioninv.domain.accounts.log import Entrance, note
from ioninv.domain.accounts.naming import fold
from ioninv.domain.accounts.visitor import Visitor
from ioninv.domain.loading import load
from ioninv.errors import Invalid, TooMany
from ioninv.models import User

LONGEST_NAME = 200
_WRONG = "The name or the password is wrong."


@dataclass(frozen=True)
class Claim:
    """What somebody says who they are, and what is known of that; nobody knows whether it is so."""

    name_key: str
    user_id: int | None
    device_id: int | None
    password_hash: str | None = field(default=None, repr=False)


async def sign_in(database: Database, name: str, password: str, visitor: Visitor) -> SignedIn:
    """Begin a session, with a new token whatever the browser had before.

    Raises Invalid with one sentence whatever was wrong, after the same time; TooMany before it has
    looked at the password.
    """
    claim = await database.read(look_up, name, visitor)
    known = f"device {claim.device_id}" if claim.device_id else ""
    new_hash = None
    try:
        with guess(claim.name_key, visitor.address, known) as trying:
            # Also when nobody waits for the answer any more.
            trying.failed = True
            right = await passwords.apart(passwords.matches, claim.password_hash, password)
            trying.failed = not right
    except TooMany:
        if worth_noting(claim.name_key, visitor.address):
            await database.write(note, Entrance.REFUSED, claim.user_id, visitor)
        raise
    if not right:
        await database.write(note, Entrance.FAILED, claim.user_id, visitor)
        raise Invalid(_WRONG, "password")
    if claim.password_hash and passwords.is_outdated(claim.password_hash):
        new_hash = await passwords.apart(passwords.hash_again, password)
    return await database.write(enter, claim, visitor, new_hash)


def look_up(session: Session, name: str, visitor: Visitor) -> Claim:
    """What is known of a name, for `sign_in`. A deactivated user has no password."""
    key = fold(name[:LONGEST_NAME])
    user = session.exec(select(User).where(col(User.name_key) == key)).first()
    if user is None or not user.active:
        return Claim(key, user and user.id, None)
    device = device_of(session, user.id, visitor.device)
    return Claim(key, user.id, device, user.password_hash)


def enter(
    session: Session, claim: Claim, visitor: Visitor, new_hash: str | None = None
) -> SignedIn:
    """Begin the session of somebody whose password was right.

    Raises Invalid when the user was deactivated, or got another password, meanwhile.
    """
    user = load(session, User, claim.user_id or 0, "user")
    if not user.active or user.password_hash != claim.password_hash:
        raise Invalid(_WRONG, "password")
    if new_hash is not None:
        user.password_hash = new_hash
        session.add(user)
    note(session, Entrance.SIGNED_IN, user.id, visitor)
    return open_session(session, user, visitor)
