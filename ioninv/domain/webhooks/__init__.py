"""Webhooks: addresses that hear of changes. What is sent, and when again, is in serving/courier.py."""

from ioninv.domain.webhooks.creation import NewWebhook, create
from ioninv.domain.webhooks.deliveries import DeliveryRow, deliveries, redeliver, send_test
from ioninv.domain.webhooks.editing import edit, renew_secret
from ioninv.domain.webhooks.listing import all, get
from ioninv.domain.webhooks.rows import WebhookRow
from ioninv.domain.webhooks.switching import archive, pause, restore, resume
from ioninv.domain.webhooks.words import timeline

__all__ = [
    "DeliveryRow",
    "NewWebhook",
    "WebhookRow",
    "all",
    "archive",
    "create",
    "deliveries",
    "edit",
    "get",
    "pause",
    "redeliver",
    "renew_secret",
    "restore",
    "resume",
    "send_test",
    "timeline",
]
