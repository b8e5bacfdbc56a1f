"""What happened to users, roles and tokens, in words."""

import json
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain.access import Actor, demand_visible, requires
from ioninv.domain.accounts.permitted import CUSTOM, role_name
from ioninv.domain.accounts.resetting import LINK_MADE
from ioninv.domain.history import Happened, Told, changed, day_text, events_of, tell
from ioninv.domain.loading import load
from ioninv.models import CustomRole, User
from ioninv.vocabulary import Entity, Permission

_NAMED: Final = {
    Entity.USER: "SELECT name FROM user WHERE id = :id",
    Entity.ROLE: "SELECT name FROM role WHERE id = :id",
    Entity.TOKEN: "SELECT name FROM api_token WHERE id = :id",
}


@requires(Permission.VIEW_HISTORY)
def timeline(session: Session, actor: Actor, user_id: int) -> list[Told]:
    """What happened to a user, newest first. Raises NotFound when there is none."""
    demand_visible(actor, Entity.USER)
    load(session, User, user_id, "user")
    return tell(events_of(session, Entity.USER, [user_id]), lambda event: told_of(session, event))


@requires(Permission.VIEW_HISTORY)
def role_timeline(session: Session, actor: Actor, role_id: int) -> list[Told]:
    """What happened to a role of one's own, newest first. Raises NotFound when there is none."""
    demand_visible(actor, Entity.ROLE)
    load(session, CustomRole, role_id, "role")
    return tell(events_of(session, Entity.ROLE, [role_id]), lambda event: told_of(session, event))


def name_of(session: Session, event: Happened) -> str:
    """What the user, role or token of an event is called today."""
    asked = {"id": event.entity_id}
    return session.execute(text(_NAMED[event.entity]), asked).scalar() or f"#{event.entity_id}"


def told_of(session: Session, event: Happened) -> list[str]:
    """One event in sentences, the first of them its headline."""
    if event.kind == LINK_MADE:
        return ["Given a link to set a password"]
    if event.version == 1:
        return [_born(session, event)]
    return [_sentence(session, field, *values) for field, values in event.fields.items()]


def _born(session: Session, event: Happened) -> str:
    role = event.fields.get("role", (None, None))[1]
    if event.entity is Entity.TOKEN:
        until = day_text(from_instant(event.fields["expires_at"][1]))
        return f"Token made, {_role(session, role)}, until {until}"
    return "Role made" if role is None else f"Created as {_role(session, role)}"


def _sentence(session: Session, field: str, before: Any, after: Any) -> str:
    match field:
        case "name":
            return f"Renamed from {before} to {after}"
        case "role":
            return changed("Role", _role(session, before), _role(session, after))
        case "active":
            return "Activated" if after else "Deactivated"
        case "archived":
            return "Archived" if after else "Restored"
        case "password_at":
            return "Password changed" if before else "Password set"
        case "revoked_at":
            return "Revoked"
        case "permissions":
            return _permissions(set(json.loads(before)), set(json.loads(after)))
        case "oidc_subject":
            return "Linked with the provider" if after else "Unlinked from the provider"
        case _:
            return changed(field.replace("_", " ").capitalize(), before, after)


def _permissions(before: set[str], after: set[str]) -> str:
    more, less = sorted(after - before), sorted(before - after)
    said = [f"may also {', '.join(more)}"] * bool(more)
    said += [f"may no longer {', '.join(less)}"] * bool(less)
    return " and ".join(said).capitalize()


def _role(session: Session, key: str) -> str:
    name = session.execute(_ROLE_NAME, {"key": key}).scalar()
    return role_name(key, name)


_ROLE_NAME = text(f"SELECT name FROM role WHERE '{CUSTOM}' || id = :key")
