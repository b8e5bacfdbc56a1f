from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain.access import Actor, demand_visible, requires
from ioninv.domain.attachments import pictures
from ioninv.domain.attachments.attaching import IMAGE
from ioninv.domain.attachments.files import folder_of, path_of
from ioninv.domain.attachments.incoming import MIDDLE, SMALL, make_thumbnail
from ioninv.domain.attachments.naming import size_text
from ioninv.domain.loading import load
from ioninv.errors import NotFound
from ioninv.models import Attachment
from ioninv.vocabulary import Entity, Permission

SIZES: Final = {"64": SMALL, "256": MIDDLE, "full": pictures.FULL}
"""The pictures there are of an image, by what they are called in an address."""


@dataclass(frozen=True)
class AttachmentRow:
    """A file on a thing. `pictured`: it can be shown. `when` is ISO 8601 in UTC."""

    id: int
    name: str
    media_type: str
    size: int
    size_text: str
    sha256: str
    width: int | None
    height: int | None
    pictured: bool
    is_image: bool
    note: str
    who: str
    when: str
    version: int


@dataclass(frozen=True)
class Stored:
    """A file to read, after its permission was looked at."""

    path: Path
    name: str
    media_type: str
    size: int
    sha256: str
    is_image: bool
    pictured: bool
    folder: Path

    def thumbnail(self, size: str) -> Path:
        """The file of its picture: `64`, `256` or `full`. Decodes where that was not done before,
        so not on the event loop. Raises NotFound where there is nothing to show.
        """
        if size not in SIZES or not self.pictured:
            raise NotFound(f"There is no picture of {self.name}.")
        if self.is_image and size == "full":
            return self.path
        try:
            return make_thumbnail(self.folder, self.sha256, self.path, self.media_type, SIZES[size])
        except Exception as error:
            raise NotFound(f"{self.name} cannot be shown. Download it instead.") from error


@requires(Permission.VIEW_ATTACHMENTS)
def of(session: Session, actor: Actor, entity: Entity, entity_id: int) -> list[AttachmentRow]:
    """What is attached to an item or a part, the newest first; the image of a part is among them."""
    demand_visible(actor, entity)
    rows = session.execute(_OF, {"entity": entity.value, "id": entity_id})
    return [_row(row) for row in rows]


@requires(Permission.VIEW_ATTACHMENTS)
def open(session: Session, actor: Actor, attachment_id: int) -> Stored:
    """The file of an attachment. Raises NotFound when there is none, or it was removed."""
    row = load(session, Attachment, attachment_id, "attachment")
    demand_visible(actor, Entity(row.entity))
    folder = folder_of(session)
    path = path_of(folder, row.sha256)
    if row.removed_at is not None:
        raise NotFound(f"{row.name} was removed. Undo that in the history to have it back.")
    if not path.is_file():
        raise NotFound(f"The file of {row.name} is missing on the server. Restore a backup of it.")
    return Stored(
        path=path,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        is_image=row.purpose == IMAGE,
        pictured=row.width is not None,
        folder=folder,
    )


def _row(row: Any) -> AttachmentRow:
    return AttachmentRow(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        size_text=size_text(row.size),
        sha256=row.sha256,
        width=row.width,
        height=row.height,
        pictured=row.width is not None,
        is_image=row.purpose == IMAGE,
        note=row.note,
        who=row.who,
        when=from_instant(row.created_at).isoformat(timespec="seconds"),
        version=row.version,
    )


IMAGE_OF_PART: Final = """
    LEFT JOIN attachment image ON image.entity = 'part' AND image.entity_id = p.id
        AND image.purpose = 'image' AND image.removed_at IS NULL"""
"""Joins the image of a part `p` as `image`."""

_OF = text("""
    SELECT a.*, u.name AS who FROM attachment a
    JOIN event e ON e.entity = 'attachment' AND e.entity_id = a.id AND e.version = 1
    JOIN change_set c ON c.id = e.change_set_id
    JOIN user u ON u.id = c.actor_id
    WHERE a.entity = :entity AND a.entity_id = :id AND a.removed_at IS NULL
    ORDER BY a.id DESC""")
