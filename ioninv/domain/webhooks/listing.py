from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.loading import load
from ioninv.domain.webhooks.rows import WebhookRow, webhook_row, webhook_rows
from ioninv.models import Webhook
from ioninv.vocabulary import Permission


@requires(Permission.EDIT_WEBHOOKS)
def all(session: Session, actor: Actor, include_archived: bool = False) -> list[WebhookRow]:
    """Every webhook by name, archived ones last and only if asked for."""
    return webhook_rows(session, archived=include_archived)


@requires(Permission.EDIT_WEBHOOKS)
def get(session: Session, actor: Actor, webhook_id: int) -> WebhookRow:
    """One webhook. Raises NotFound."""
    load(session, Webhook, webhook_id, "webhook")
    return webhook_row(session, webhook_id)
