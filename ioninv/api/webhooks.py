"""Webhooks, and what they were told. A secret is told once."""

from ioninv import codes
from ioninv.api.doors import Doors
from ioninv.domain import webhooks
from ioninv.domain.listing import Place
from ioninv.domain.webhooks import WebhookRow

routes = Doors("webhooks")


def _by_name(row: WebhookRow) -> Place:
    return row.archived, codes.key(row.name), row.id


routes.door("GET /webhooks", webhooks.all, along=_by_name)
routes.door("POST /webhooks", webhooks.create, version="webhook.version")
routes.door("GET /webhooks/{webhook_id}", webhooks.get, summary="A webhook")
routes.door("PUT /webhooks/{webhook_id}", webhooks.edit)
routes.door("POST /webhooks/{webhook_id}/pause", webhooks.pause)
routes.door("POST /webhooks/{webhook_id}/resume", webhooks.resume)
routes.door("POST /webhooks/{webhook_id}/archive", webhooks.archive)
routes.door("POST /webhooks/{webhook_id}/restore", webhooks.restore)
routes.door("POST /webhooks/{webhook_id}/secret", webhooks.renew_secret, version="webhook.version")
routes.door("POST /webhooks/{webhook_id}/test", webhooks.send_test)
routes.door("GET /webhooks/{webhook_id}/deliveries", webhooks.deliveries)
routes.door("GET /webhooks/{webhook_id}/timeline", webhooks.timeline)
routes.door("POST /webhook-deliveries/{delivery_id}/redeliver", webhooks.redeliver)
