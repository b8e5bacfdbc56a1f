"""The webhooks, and the one that is open beside them with its deliveries."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import webhooks
from ioninv.domain.access import Actor, Session
from ioninv.domain.webhooks import DeliveryRow, WebhookRow
from ioninv.errors import Invalid, NotFound, Refused
from ioninv.ui import address, arguments
from ioninv.ui.forms import close_dialogs
from ioninv.ui.history import entries
from ioninv.ui.kit import toast
from ioninv.ui.kit.timeline import TimelineEntry
from ioninv.ui.settings.sections import WEBHOOKS
from ioninv.ui.state import AppState
from ioninv.vocabulary import DeliveryState

PATH = WEBHOOKS
GIVEN_UP = "given-up"
FAILING = "failing"
"""The tones of badges: red, and a warning."""


class ShownWebhook(TypedDict):
    """A webhook as its row shows it. `trouble` is empty where all is well."""

    id: int
    name: str
    address: str
    hears: str
    state: str
    trouble: str
    tone: str
    answered: str


class ShownDelivery(TypedDict):
    """A delivery as its row shows it; times are ISO 8601 in UTC."""

    id: int
    what: str
    href: str
    state: str
    tone: str
    attempts: int
    at: str
    next: str
    said: str
    answer: str


class WebhooksState(AppState):
    """The section of the settings. Which webhook is open is in the address."""

    webhooks_loaded: bool = False
    rows: list[ShownWebhook] = []
    with_archived: bool = False
    opened: int = 0
    missing: str = ""
    shown: int = 0
    version: int = 0
    name: str = ""
    target: str = ""
    hears: str = ""
    owner: str = ""
    paused: bool = False
    archived: bool = False
    given_up: str = ""
    dropped: str = ""
    last_dropped: str = ""
    waiting: str = ""
    deliveries: list[ShownDelivery] = []
    history: list[TimelineEntry] = []
    busy: bool = False

    @rx.event
    async def enter(self) -> list[Any]:
        """The page is opened, reloaded or gone back to."""
        await close_dialogs(self)
        query = dict(self.router.url.query_parameters)
        self.opened, self.with_archived = 0, query.get("archived") == "1"
        events: list[Any] = []
        try:
            self.opened = address.number(query, "webhook")
        except Invalid as refused:
            events = [toast.error(refused.message)]
        await self._look()
        await self._load_frame()
        return events

    @rx.event
    async def show_archived(self, on: bool) -> Any:
        self.with_archived = arguments.flag(on)
        await self._look()
        return address.push(self._address())

    @rx.event
    async def open_row(self, webhook_id: int) -> Any:
        """Open one beside the list."""
        self.opened = arguments.number(webhook_id)
        await self._look()
        return address.push(self._address())

    @rx.event
    def close_row(self) -> Any:
        self.opened = self.shown = 0
        return address.push(self._address())

    @rx.event
    async def refresh(self) -> None:
        """Look again: what was sent may have been answered."""
        await self._look()

    @rx.event
    async def pause(self) -> AsyncIterator[Any]:
        async for step in self._switch(webhooks.pause, "paused"):
            yield step

    @rx.event
    async def resume(self) -> AsyncIterator[Any]:
        async for step in self._switch(webhooks.resume, "resumed"):
            yield step

    @rx.event
    async def archive(self) -> AsyncIterator[Any]:
        async for step in self._switch(webhooks.archive, "archived"):
            yield step

    @rx.event
    async def restore(self) -> AsyncIterator[Any]:
        async for step in self._switch(webhooks.restore, "restored, and paused"):
            yield step

    @rx.event
    async def send_test(self, key: str = "") -> AsyncIterator[Any]:
        """Queue a test; `key` is that of the press."""
        async for step in self._send(webhooks.send_test, self.opened, arguments.key(key)):
            yield step

    @rx.event
    async def redeliver(self, delivery_id: int, key: str = "") -> AsyncIterator[Any]:
        """Send a delivery once more; `key` is that of the press."""
        id_ = arguments.number(delivery_id)
        async for step in self._send(webhooks.redeliver, id_, arguments.key(key)):
            yield step

    async def _switch(self, door: Callable[..., WebhookRow], done: str) -> AsyncIterator[Any]:
        self.busy = True
        yield
        opened, key = self.opened, f"webhook-{self.opened}-{self.version}-{done}"
        try:
            row = await self._write(lambda s, a: door(s, a, opened, key=key))
        except Refused as refused:
            yield toast.error(refused.message)
        else:
            yield toast.success(f"{row.name} {done}.")
        finally:
            self.busy = False
        await self._look()

    async def _send(
        self, door: Callable[..., DeliveryRow], id_: int, key: str | None
    ) -> AsyncIterator[Any]:
        self.busy = True
        yield
        try:
            await self._write(lambda s, a: door(s, a, id_, key=key))
        except Refused as refused:
            yield toast.error(refused.message)
        else:
            yield toast.success("It is being sent.", "Refresh shows what was answered.")
        finally:
            self.busy = False
        await self._look()

    async def _look(self) -> None:
        rows, opened = await self._read(_look_up, self.with_archived, self.opened)
        self.rows = [_shown(row) for row in rows]
        self.webhooks_loaded = True
        self.shown, self.missing = self.opened, ""
        if opened is None:
            self.missing = "There is no such webhook." if self.opened else ""
            return
        row, sent, history = opened
        self.version, self.name, self.target = row.version, row.name, row.address
        self.hears, self.owner = hears(row), row.owner
        self.paused, self.archived = row.paused, row.archived
        self.waiting = f"{row.waiting:,}" if row.waiting else ""
        self.given_up = f"{row.given_up:,}" if row.given_up else ""
        self.dropped, self.last_dropped = (
            f"{row.dropped:,}" if row.dropped else "",
            row.last_dropped,
        )
        self.deliveries = [_sent(each) for each in sent]
        self.history = history

    def _address(self) -> str:
        return address.address(
            PATH,
            {
                "archived": "1" if self.with_archived else "",
                "webhook": str(self.opened) if self.opened else "",
            },
        )


_Opened = tuple[WebhookRow, list[DeliveryRow], list[TimelineEntry]]


def _look_up(
    session: Session, actor: Actor, archived: bool, opened: int
) -> tuple[Sequence[WebhookRow], _Opened | None]:
    rows = webhooks.all(session, actor, include_archived=archived)
    if not opened:
        return rows, None
    try:
        row = webhooks.get(session, actor, opened)
    except NotFound:
        return rows, None
    told = entries(webhooks.timeline(session, actor, opened))
    return rows, (row, webhooks.deliveries(session, actor, opened), told)


def hears(row: WebhookRow) -> str:
    """What it hears of, in a few words."""
    kinds = ", ".join(each.replace("_", " ") for each in row.entities) or "everything"
    return f"{kinds}: {', '.join(row.verbs)}" if row.verbs else kinds


def _shown(row: WebhookRow) -> ShownWebhook:
    lost = [
        f"{count:,} {what}"
        for count, what in ((row.given_up, "given up"), (row.dropped, "dropped"))
        if count
    ]
    trouble = ", ".join(lost) or row.failing
    return ShownWebhook(
        id=row.id,
        name=row.name,
        address=row.address,
        hears=hears(row),
        state="Archived" if row.archived else "Paused" if row.paused else "",
        trouble="" if row.archived else trouble,
        tone=GIVEN_UP if lost else FAILING,
        answered=row.answered,
    )


def _sent(row: DeliveryRow) -> ShownDelivery:
    return ShownDelivery(
        id=row.id,
        what=f"{row.verb.capitalize()} (#{row.change_set})" if row.change_set else "Test",
        href=f"/changes?id={row.change_set}" if row.change_set else "",
        state=row.state.label,
        tone=GIVEN_UP
        if row.state is DeliveryState.GIVEN_UP
        else FAILING
        if row.next_attempt and row.attempts
        else "",
        attempts=row.attempts,
        at=row.attempted or row.created,
        next=row.next_attempt if row.attempts else "",
        said=row.problem or (f"Answered {row.code}." if row.code else ""),
        answer=row.answer,
    )
