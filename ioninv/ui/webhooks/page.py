"""Settings › Webhooks."""

import reflex as rx

from ioninv.ui.settings.sections import WEBHOOKS, settings_frame
from ioninv.ui.webhooks.form import webhook_dialog, webhook_secret
from ioninv.ui.webhooks.list import new_webhook, webhooks_section
from ioninv.ui.webhooks.list_state import WebhooksState


def add_to(app: rx.App) -> None:
    app.add_page(
        webhooks_page, route=WEBHOOKS, title="Webhooks · ioninv", on_load=WebhooksState.enter
    )


def webhooks_page() -> rx.Component:
    return settings_frame(
        webhooks_section(),
        section=WEBHOOKS,
        acts=(new_webhook(),),
        dialogs=(webhook_dialog(), webhook_secret()),
    )
