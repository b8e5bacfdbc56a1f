"""Signing in by a provider (OpenID Connect), after the edge has proved who comes from there."""

from typing import Final

from sqlmodel import Session, col, select

from ioninv.config import get_settings
from ioninv.domain import history
from ioninv.domain.access import Actor, demand_person, signed_in
from ioninv.domain.access.storable import refuse_unstorable
from ioninv.domain.accounts.creation import CREATED, insert_user
from ioninv.domain.accounts.first_user import first_user
from ioninv.domain.accounts.links import claim_link, themselves
from ioninv.domain.accounts.living_sessions import SignedIn, open_session
from ioninv.domain.accounts.log import Entrance, note
from ioninv.domain.accounts.naming import LONGEST, fold, read_name
from ioninv.domain.accounts.rows import UserRow, user_rows
from ioninv.domain.accounts.visitor import Visitor
from ioninv.domain.loading import load
from ioninv.errors import Conflict, Forbidden, Invalid
from ioninv.models import User
from ioninv.vocabulary import Entity, Source

LINKED: Final = "provider linked"
UNLINKED: Final = "provider unlinked"
_LONGEST_SUBJECT: Final = 255
_UNKNOWN: Final = (
    "Nobody here is linked with this account. Ask an administrator for an invitation, and open it."
)


def provider_name() -> str | None:
    """What the provider is called, where one can sign in by one."""
    settings = get_settings()
    return settings.oidc_name if settings.oidc_issuer and settings.oidc_client_id else None


def sign_in_by_provider(
    session: Session,
    issuer: str,
    subject: str,
    name: str,
    visitor: Visitor,
    invitation: str = "",
) -> SignedIn:
    """Begin a session of the user whom a provider's `subject` is linked with.

    Somebody new comes in with the token of an `invitation`, which it uses up; or, where the setting
    `oidc_new_users` names a role, as a new user who has it. A name alone never links anybody: it is
    what the provider's user says. Raises Forbidden for who may not come in, NotFound for an
    invitation that is used or too old, Conflict for one of somebody who is linked already.
    """
    _check(issuer, subject)
    user = _linked(session, issuer, subject)
    if user is None and invitation:
        user = claim_link(session, invitation)
        _link(session, themselves(session, user, Source.SCREEN), user, issuer, subject)
    role = get_settings().oidc_new_users
    if user is None and role:
        user = _new(session, name, role, issuer, subject)
    if user is None:
        raise Forbidden(_UNKNOWN)
    if not user.active:
        raise Forbidden(f"{user.name} is deactivated. Ask an administrator.")
    note(session, Entrance.BY_PROVIDER, user.id, visitor)
    return open_session(session, user, visitor)


@signed_in
def link_provider(
    session: Session, actor: Actor, issuer: str, subject: str, key: str | None = None
) -> UserRow:
    """Link the actor with what the provider has proved to be theirs; for the edge that saw the proof.

    Raises Conflict where either of them is linked with another already.
    """
    _check(issuer, subject)
    user = load(session, User, actor.user_id, "user")
    payload = {"issuer": issuer, "subject": subject}
    if not history.repeated(session, actor, LINKED, Entity.USER, key, payload):
        demand_person(actor)
        _link(session, actor, user, issuer, subject, key, payload)
    return user_rows(session, [actor.user_id])[0]


@signed_in
def unlink_provider(session: Session, actor: Actor, key: str | None = None) -> UserRow:
    """Raises Conflict for somebody without a password, who could not sign in any more; Forbidden to
    tokens."""
    user = load(session, User, actor.user_id, "user")
    if not history.repeated(session, actor, UNLINKED, Entity.USER, key, {}):
        demand_person(actor)
        if user.password_hash is None:
            raise Conflict("You have no password. Ask for a link to set one first.")
        with history.act(session, actor, UNLINKED, key=key, payload={}) as act:
            gone = {"oidc_issuer": "", "oidc_subject": ""}
            history.change_row(act, Entity.USER, user, gone)
    return user_rows(session, [actor.user_id])[0]


def _check(issuer: str, subject: str) -> None:
    if not issuer or not subject or max(len(issuer), len(subject)) > _LONGEST_SUBJECT:
        raise Invalid("The provider did not say who this is.")
    refuse_unstorable((issuer, subject), "subject")


def _linked(session: Session, issuer: str, subject: str) -> User | None:
    return session.exec(
        select(User).where(col(User.oidc_issuer) == issuer, col(User.oidc_subject) == subject)
    ).first()


def _link(
    session: Session,
    actor: Actor,
    user: User,
    issuer: str,
    subject: str,
    key: str | None = None,
    payload: object = None,
) -> None:
    if user.oidc_subject and (user.oidc_issuer, user.oidc_subject) != (issuer, subject):
        raise Conflict(f"{user.name} is linked with another account already.")
    other = _linked(session, issuer, subject)
    if other and other.id != user.id:
        raise Conflict("This account is linked with another user already.")
    with history.act(session, actor, LINKED, key=key, payload=payload) as act:
        linked = {"oidc_issuer": issuer, "oidc_subject": subject}
        history.change_row(act, Entity.USER, user, linked)


def _new(session: Session, name: str, role: str, issuer: str, subject: str) -> User:
    called = _free_name(session, name)
    with history.act(session, first_user(session, Source.SYSTEM), CREATED) as act:
        id_ = insert_user(act, name=called, role=role, oidc_issuer=issuer, oidc_subject=subject)
    return load(session, User, id_, "user")


def _free_name(session: Session, name: str) -> str:
    """What the provider says somebody is called, or something like it that nobody is called yet."""
    try:
        wanted = read_name(name[: LONGEST - 4].strip())
    except Invalid:
        wanted = "User"
    taken = {fold(each) for each in session.exec(select(User.name))}
    tries = (wanted if number == 1 else f"{wanted} {number}" for number in range(1, len(taken) + 2))
    return next(each for each in tries if fold(each) not in taken)
