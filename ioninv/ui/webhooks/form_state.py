"""New webhook, and editing one: the same form; and the secret, which is shown once."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import reflex as rx

from ioninv.domain import webhooks
from ioninv.domain.webhooks import WebhookRow
from ioninv.errors import Conflict, Refused
from ioninv.ui import arguments
from ioninv.ui.forms import FormState
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState
from ioninv.ui.webhooks.list_state import WebhooksState
from ioninv.vocabulary import Entity

FIELDS = ("name", "address", "verbs", "entities")
KIND = "kind-"
"""What the name of a box begins with that chooses a kind of thing; the kind follows."""


class WebhookFormState(FormState, AppState):
    """What is typed lives in the browser until it is sent."""

    webhook_id: int = 0
    version: int = 0
    title: str = ""
    action: str = ""
    values: dict[str, str] = dict.fromkeys(("name", "address", "verbs"), "")
    kinds: dict[str, bool] = {each.value: False for each in Entity}
    shows: bool = False
    secret: str = ""
    made: str = ""

    @rx.event
    def start_new(self) -> None:
        """An empty form: it hears of everything, unless less is chosen."""
        self._fill(0, 0, {"name": "", "address": "", "verbs": ""}, ())
        self.title, self.action = "New webhook", "Create webhook"

    @rx.event
    async def start_edit(self, webhook_id: int) -> None:
        """The form with what is stored now."""
        row = await self._read(webhooks.get, arguments.number(webhook_id))
        self._fill(row.id, row.version, _values(row), row.entities)
        self.title, self.action = f"Edit {row.name}", "Save"

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Store what was typed. A new one shows its secret then."""
        self._begin(data)
        yield
        try:
            news = await self._store(arguments.form(data))
        except Refused as refused:
            self._refuse(refused, FIELDS)
            return
        finally:
            self.saving = False
        self._done()
        yield [*([toast.success(news)] if news else []), WebhooksState.refresh]

    @rx.event
    async def renew(self, webhook_id: int, key: str = "") -> AsyncIterator[Any]:
        """Another secret for one that is there, from now on; `key` is that of the press."""
        try:
            made = await self._write(
                webhooks.renew_secret, arguments.number(webhook_id), key=arguments.key(key)
            )
        except Refused as refused:
            yield toast.error(refused.message)
            return
        self._show_once(made)
        yield WebhooksState.refresh

    @rx.event
    def done(self) -> None:
        """The secret was copied."""
        self.shows, self.secret = False, ""

    async def _store(self, given: Mapping[str, str]) -> str:
        id_, key = arguments.number(given.get("id") or "0"), given.get("idempotency_key") or None
        name, address = given.get("name", ""), given.get("address", "")
        verbs = [
            each for each in given.get("verbs", "").replace("\n", ",").split(",") if each.strip()
        ]
        entities = [
            field.removeprefix(KIND) for field, on in given.items() if on and field.startswith(KIND)
        ]
        if id_:
            version = arguments.number(given.get("version") or "0")
            row = await self._write(
                webhooks.edit, id_, name, address, verbs, entities, version, key=key
            )
            return f"{row.name} saved."
        made = await self._write(webhooks.create, name, address, verbs, entities, key=key)
        if not made.secret:
            raise Conflict(
                f"{made.webhook.name} was made already, and its secret is told only once. "
                "Give it a new one."
            )
        self._show_once(made)
        return ""

    def _show_once(self, made: webhooks.NewWebhook) -> None:
        self.made, self.secret, self.shows = made.webhook.name, made.secret, bool(made.secret)

    def _fill(
        self, webhook_id: int, version: int, values: dict[str, str], entities: tuple[str, ...]
    ) -> None:
        self._start()
        self.webhook_id, self.version, self.values = webhook_id, version, values
        self.kinds = {each.value: each.value in entities for each in Entity}


def _values(row: WebhookRow) -> dict[str, str]:
    return {"name": row.name, "address": row.address, "verbs": ", ".join(row.verbs)}
