"""What happened to a webhook, in words."""

import json
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.history import Happened, Told, changed, events_of, tell
from ioninv.domain.loading import load
from ioninv.domain.webhooks.creation import CREATED
from ioninv.models import Webhook
from ioninv.vocabulary import Entity, Permission


@requires(Permission.EDIT_WEBHOOKS)
def timeline(session: Session, actor: Actor, webhook_id: int) -> list[Told]:
    """What happened to a webhook, newest first. Raises NotFound when there is none."""
    load(session, Webhook, webhook_id, "webhook")
    events = events_of(session, Entity.WEBHOOK, [webhook_id])
    return tell(events, lambda event: told_of(session, event))


def name_of(session: Session, webhook_id: int) -> str:
    """What it is called today."""
    return session.execute(_NAME, {"id": webhook_id}).scalar() or f"#{webhook_id}"


def told_of(session: Session, event: Happened) -> list[str]:
    """One event in sentences, the first of them its headline."""
    if event.kind == CREATED:
        return [f"Created, to {event.fields['address'][1]}"]
    return [_sentence(session, field, *values) for field, values in event.fields.items()]


def _sentence(session: Session, field: str, before: Any, after: Any) -> str:
    match field:
        case "name":
            return f"Renamed from {before} to {after}"
        case "archived":
            return "Archived" if after else "Restored"
        case "paused":
            return "Paused" if after else "Resumed"
        case "secret_at":
            return "Given another secret"
        case "owner_id":
            return changed("Owner", _user(session, before), _user(session, after))
        case "verbs" | "entities":
            return changed(_HEARS[field], _list(before), _list(after))
        case _:
            return changed(field.capitalize(), before, after)


def _list(stored: str) -> str:
    return ", ".join(each.replace("_", " ") for each in json.loads(stored)) or "all"


def _user(session: Session, user_id: int) -> str:
    return session.execute(_USER, {"id": user_id}).scalar() or ""


_HEARS: Final = {"verbs": "Acts", "entities": "Kinds"}
_NAME = text("SELECT name FROM webhook WHERE id = :id")
_USER = text("SELECT name FROM user WHERE id = :id")
