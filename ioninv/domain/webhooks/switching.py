from typing import Any, Final

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.loading import load
from ioninv.domain.webhooks.rows import WebhookRow, webhook_row
from ioninv.models import Webhook
from ioninv.vocabulary import Entity, Permission

PAUSED: Final = "webhook paused"
RESUMED: Final = "webhook resumed"
ARCHIVED: Final = "webhook archived"
RESTORED: Final = "webhook restored"


@requires(Permission.EDIT_WEBHOOKS)
def pause(
    session: Session,
    actor: Actor,
    webhook_id: int,
    version: int | None = None,
    key: str | None = None,
) -> WebhookRow:
    """Send it nothing. What waits goes on waiting; what is done meanwhile it is not told."""
    return _switch(session, actor, PAUSED, webhook_id, {"paused": True}, version, key)


@requires(Permission.EDIT_WEBHOOKS)
def resume(
    session: Session,
    actor: Actor,
    webhook_id: int,
    version: int | None = None,
    key: str | None = None,
) -> WebhookRow:
    """Go on sending, beginning with what waits."""
    return _switch(session, actor, RESUMED, webhook_id, {"paused": False}, version, key)


@requires(Permission.EDIT_WEBHOOKS)
def archive(
    session: Session,
    actor: Actor,
    webhook_id: int,
    version: int | None = None,
    key: str | None = None,
) -> WebhookRow:
    """Send it nothing any more. It stays in the list of archived ones, with its history."""
    return _switch(session, actor, ARCHIVED, webhook_id, {"archived": True}, version, key)


@requires(Permission.EDIT_WEBHOOKS)
def restore(
    session: Session,
    actor: Actor,
    webhook_id: int,
    version: int | None = None,
    key: str | None = None,
) -> WebhookRow:
    """Take it out of the archive. It comes back paused, so that it can be looked at first."""
    values = {"archived": False, "paused": True}
    return _switch(session, actor, RESTORED, webhook_id, values, version, key)


def _switch(
    session: Session,
    actor: Actor,
    verb: str,
    webhook_id: int,
    values: dict[str, Any],
    version: int | None,
    key: str | None,
) -> WebhookRow:
    row = load(session, Webhook, webhook_id, "webhook")
    payload = {"id": webhook_id}
    if not history.repeated(session, actor, verb, Entity.WEBHOOK, key, payload):
        history.check_version(session, Entity.WEBHOOK, row, version, row.name)
        with history.act(session, actor, verb, key=key, payload=payload) as act:
            history.change_row(act, Entity.WEBHOOK, row, values)
    return webhook_row(session, webhook_id)
