from collections.abc import Collection
from typing import Final

from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.loading import load
from ioninv.domain.webhooks.creation import (
    NewWebhook,
    fresh_secret,
    read,
    refuse_hearing_more,
)
from ioninv.domain.webhooks.rows import WebhookRow, webhook_row
from ioninv.models import Webhook
from ioninv.vocabulary import Entity, Permission

EDITED: Final = "webhook edited"
RENEWED: Final = "webhook secret renewed"


@requires(Permission.EDIT_WEBHOOKS)
def edit(
    session: Session,
    actor: Actor,
    webhook_id: int,
    name: str,
    address: str,
    verbs: Collection[str] = (),
    entities: Collection[str] = (),
    version: int | None = None,
    key: str | None = None,
) -> WebhookRow:
    """Give it another name, address or choice of changes. It is the actor's from then on.

    So it never hears more than the one who last said what it hears may see. Raises as `create`,
    and Conflict where it was changed since.
    """
    row = load(session, Webhook, webhook_id, "webhook")
    payload = {
        "id": webhook_id,
        "name": name,
        "address": address,
        "verbs": sorted(verbs),
        "entities": sorted(entities),
    }
    if not history.repeated(session, actor, EDITED, Entity.WEBHOOK, key, payload):
        history.check_version(session, Entity.WEBHOOK, row, version, row.name)
        values = read(name, address, verbs, entities) | {"owner_id": actor.user_id}
        refuse_hearing_more(session, actor)
        with history.act(session, actor, EDITED, key=key, payload=payload) as act:
            history.change_row(act, Entity.WEBHOOK, row, values)
    return webhook_row(session, webhook_id)


@requires(Permission.EDIT_WEBHOOKS)
def renew_secret(
    session: Session,
    actor: Actor,
    webhook_id: int,
    version: int | None = None,
    key: str | None = None,
) -> NewWebhook:
    """Make another secret, told this once. From now on it alone signs. It is the actor's then.

    Raises as `edit`.
    """
    row = load(session, Webhook, webhook_id, "webhook")
    payload = {"id": webhook_id}
    if history.repeated(session, actor, RENEWED, Entity.WEBHOOK, key, payload):
        return NewWebhook("", webhook_row(session, webhook_id))
    history.check_version(session, Entity.WEBHOOK, row, version, row.name)
    refuse_hearing_more(session, actor)
    secret = fresh_secret()
    with history.act(session, actor, RENEWED, key=key, payload=payload) as act:
        values = {"secret_at": from_instant(act.at), "owner_id": actor.user_id}
        # The secret stands beside its event, never in it.
        history.change_row(act, Entity.WEBHOOK, row, values, derived={"secret": secret})
    return NewWebhook(secret, webhook_row(session, webhook_id))
