"""What is attached to the item or part that is open in a panel."""

import secrets
from typing import Any, TypedDict

import reflex as rx

from ioninv.config import get_settings
from ioninv.domain import attachments
from ioninv.domain.attachments import AttachmentRow
from ioninv.errors import Refused
from ioninv.ui import arguments
from ioninv.ui.kit import toast
from ioninv.ui.seeing import where_seen
from ioninv.ui.state import AppState
from ioninv.ui.undoing import undo
from ioninv.vocabulary import Entity

_ICONS = {"application/pdf": "text", "application/zip": "archive", "application/gzip": "archive"}
_ICONS_BY_BEGINNING = {"text/": "text", "image/": "picture", "model/": "model", "video/": "film"}
_LONGEST_NAME = 400
_MEGABYTE = 1_000_000


class FileShown(TypedDict):
    """An attachment as its line shows it; `pictured` where there is a picture to show."""

    id: int
    name: str
    size: str
    who: str
    when: str
    note: str
    icon: str
    pictured: bool
    href: str


class AttachmentsState(AppState):
    """The files of one thing; `entity` is empty while there is none."""

    entity: str = ""
    thing: int = 0
    files: list[FileShown] = []
    image: int = 0
    cap: int = 0
    cap_text: str = ""

    @rx.event
    async def show_item(self, item_id: int) -> None:
        await self._show(Entity.ITEM, item_id)

    @rx.event
    async def show_part(self, part_id: int) -> None:
        await self._show(Entity.PART, part_id)

    @rx.event
    def sent(self, change_set: int, name: str) -> list[Any]:
        """The browser sent a file, and the server has stored it."""
        name = arguments.text(name, _LONGEST_NAME)
        return [_told(f"{name} attached.", arguments.number(change_set)), self._refresh()]

    @rx.event
    def image_sent(self, change_set: int, _name: str) -> list[Any]:
        return [_told("Image set.", arguments.number(change_set)), self._refresh()]

    @rx.event
    async def remove(self, attachment_id: int, key: str = "") -> list[Any]:
        """Take one off its thing; the toast brings it back. `key` is that of the press."""
        id_, key_ = arguments.number(attachment_id), arguments.key(key)
        try:
            done = await self._write(attachments.remove, id_, key=key_)
        except Refused as refused:
            return [toast.error("Not removed.", refused.message), self._refresh()]
        if done.repeated:
            return [self._refresh()]
        names = [each["name"] for each in self.files if each["id"] == attachment_id]
        said = f"{names[0] if names else 'Image'} removed."
        return [_told(said, done.change_set), self._refresh()]

    @rx.event
    async def undo(self, change_set: str, key: str = "") -> list[Any]:
        return [await undo(self, change_set, key), self._refresh()]

    async def _show(self, entity: Entity, thing: int) -> None:
        thing = arguments.number(thing)
        rows = await self._read(where_seen, attachments.of, entity, thing) if thing else []
        megabytes = get_settings().largest_upload
        self.cap, self.cap_text = megabytes * _MEGABYTE, f"{megabytes} MB"
        self.entity, self.thing = entity.value if thing else "", thing
        self.files = [_shown(row) for row in rows if not row.is_image]
        self.image = next((row.id for row in rows if row.is_image), 0)

    def _refresh(self) -> Any:
        """The page around the panel, which shows this panel anew."""
        # These pages open this panel: they cannot be known before it.
        from ioninv.ui.items.grid_state import GridState
        from ioninv.ui.parts.grid_state import PartsState

        return PartsState.refresh if self.entity == Entity.PART else GridState.refresh


def _told(text: str, change_set: int) -> rx.event.EventSpec:
    back = AttachmentsState.undo(str(change_set), secrets.token_hex(8))
    return toast.success(text, action="Undo", on_action=back)


def _shown(row: AttachmentRow) -> FileShown:
    return FileShown(
        id=row.id,
        name=row.name,
        size=row.size_text,
        who=row.who,
        when=row.when,
        note=row.note,
        icon=_icon(row.media_type),
        pictured=row.pictured,
        href=f"/api/v1/attachments/{row.id}",
    )


def _icon(media_type: str) -> str:
    if media_type.endswith(("sheet", "/csv")):
        return "table"
    for beginning, icon in _ICONS_BY_BEGINNING.items():
        if media_type.startswith(beginning):
            return icon
    return _ICONS.get(media_type, "file")
