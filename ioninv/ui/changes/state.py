"""One change set: who did it, when and why, what it did to each of its items, and the way back."""

from collections.abc import AsyncIterator
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import undoing
from ioninv.domain.access import Actor, Session
from ioninv.domain.undoing import ChangeSetDetail
from ioninv.errors import Invalid, NotFound, Refused
from ioninv.ui import arguments
from ioninv.ui.forms import close_dialogs
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState
from ioninv.vocabulary import Entity

PATH = "/changes"
_PLACES = {
    Entity.ITEM: "/?item=",
    Entity.KIT: "/kits?kit=",
    Entity.PART: "/parts?part=",
    Entity.ATTRIBUTE: "/settings?attribute=",
    Entity.USER: "/settings?user=",
    Entity.ROLE: "/settings?role=",
    Entity.TOKEN: "/settings?token=",
}


class ChangedRow(TypedDict):
    """What the act did to one item."""

    key: str
    label: str
    text: str
    href: str


class ChangeState(AppState):
    """The change set that the address names."""

    change_set: int = 0
    loaded: bool = False
    missing: str = ""
    title: str = ""
    by: str = ""
    at: str = ""
    reason: str = ""
    rows: list[ChangedRow] = []
    more: str = ""
    undoes: str = ""
    undone_by: str = ""
    can_undo: bool = False
    against: list[str] = []
    saving: bool = False

    @rx.event
    async def enter(self) -> None:
        """The page is opened: show the change that its address names."""
        await close_dialogs(self)
        try:
            number = arguments.number(self.router.url.query_parameters.get("id"))
        except Invalid:
            number = 0
        await self._show(number)
        await self._load_frame()

    @rx.event
    async def undo(self, key: str = "") -> AsyncIterator[Any]:
        """Take all of it back, or say why that cannot be; `key` is that of the press."""
        key_ = arguments.key(key)
        self.saving = True
        yield
        try:
            done = await self._write(undoing.undo, self.change_set, key=key_)
        except Refused as refused:
            yield toast.error("Not undone.", " ".join(p.message for p in refused.problems))
        else:
            yield [toast.success("Undone."), rx.redirect(f"{PATH}?id={done.change_set}")]
        finally:
            self.saving = False
        await self._show(self.change_set)

    async def _show(self, number: int) -> None:
        self.change_set, self.missing = number, ""
        try:
            detail, against = await self._read(_look, number)
        except NotFound as refused:
            self.reset()
            self.missing, self.loaded = refused.message, True
            return
        self.title = _title(detail)
        self.by, self.at, self.reason = (
            f"{detail.actor} · {detail.source}",
            detail.when,
            detail.reason,
        )
        self.rows = [
            ChangedRow(
                key=str(number),
                label=each.label,
                text="; ".join((each.headline, *each.changes)),
                href=f"{_PLACES[each.entity]}{each.id}",
            )
            for number, each in enumerate(detail.items)
        ]
        hidden = detail.total - len(detail.items)
        self.more = f"and {hidden:,} more changes" if hidden > 0 and len(self.rows) >= 200 else ""
        self.undoes = str(detail.undoes or "")
        self.undone_by = str(detail.undone_by or "")
        self.can_undo, self.against = not against, against
        self.loaded = True


def _look(session: Session, actor: Actor, number: int) -> tuple[ChangeSetDetail, list[str]]:
    detail = undoing.change_set(session, actor, number)
    return detail, undoing.what_stands_against(session, actor, number)


def _title(detail: ChangeSetDetail) -> str:
    items = len({each.id for each in detail.items if each.entity is Entity.ITEM})
    if items and detail.total > len(detail.items):
        items = detail.total - sum(each.entity is not Entity.ITEM for each in detail.items)
    what = f": {items:,} {'item' if items == 1 else 'items'}" if items else ""
    return f"{detail.verb.capitalize()}{what}"
