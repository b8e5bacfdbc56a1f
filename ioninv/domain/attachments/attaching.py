from dataclasses import replace
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, demand_visible, requires
from ioninv.domain.attachments.files import place
from ioninv.domain.attachments.incoming import Upload
from ioninv.domain.loading import load
from ioninv.errors import Conflict, Invalid
from ioninv.models import Attachment, InventoryItem, Part
from ioninv.vocabulary import Entity, Permission

FACTS: Final = (
    "entity", "entity_id", "purpose", "name", "media_type", "size", "sha256", "width", "height",
    "note", "removed_at",
)  # fmt: skip
ATTACHED: Final = "attached"
IMAGE_SET: Final = "image set"
REPLACED: Final = "replaced"
FILE: Final = "file"
IMAGE: Final = "image"
MOST: Final = 100
_THINGS: Final[dict[Entity, Any]] = {Entity.ITEM: InventoryItem, Entity.PART: Part}


@requires(Permission.EDIT_ATTACHMENTS)
def expect(session: Session, actor: Actor, entity: Entity, entity_id: int) -> None:
    """Nothing stands against one more file here: asked before somebody sends it.

    Raises NotFound when there is no such thing, Conflict when it has as many as it may.
    """
    load_thing(session, actor, entity, entity_id)
    refuse_many(session, entity, entity_id)


@requires(Permission.EDIT_ATTACHMENTS)
def expect_image(session: Session, actor: Actor, part_id: int) -> None:
    """Nothing stands against another image of this part. Raises NotFound."""
    load_thing(session, actor, Entity.PART, part_id)


@requires(Permission.EDIT_ATTACHMENTS)
def attach(
    session: Session,
    actor: Actor,
    entity: Entity,
    entity_id: int,
    upload: Upload,
    key: str | None = None,
) -> history.Done:
    """Attach a file to an item or a part; `ids` is the new attachment.

    The file is in its place before the row is, and gone again if the transaction fails.
    Raises NotFound, Conflict when there are as many as there may be.
    """
    payload = _payload(entity, entity_id, upload)
    if done := history.repeated(session, actor, ATTACHED, Entity.ATTACHMENT, key, payload):
        return done
    load_thing(session, actor, entity, entity_id)
    refuse_many(session, entity, entity_id)
    place(session, upload.path, upload.sha256, upload.size)
    with history.act(session, actor, ATTACHED, key=key, payload=payload) as act:
        id_ = history.create_row(
            act, Entity.ATTACHMENT, _row(entity, entity_id, FILE, upload), FACTS
        )
    return history.Done(act.id, (id_,))


@requires(Permission.EDIT_ATTACHMENTS)
def set_image(
    session: Session, actor: Actor, part_id: int, upload: Upload, key: str | None = None
) -> history.Done:
    """Give a part its image, in the place of the one it has; `ids` is the new one.

    Raises NotFound, Invalid when the upload was not written anew as an image.
    """
    payload = _payload(Entity.PART, part_id, upload)
    if done := history.repeated(session, actor, IMAGE_SET, Entity.ATTACHMENT, key, payload):
        # The events are in the order of the act: the image that was there goes first.
        return replace(done, ids=done.ids[-1:])
    if not upload.written_anew:
        raise Invalid("This is not an image.", "file")
    load_thing(session, actor, Entity.PART, part_id)
    place(session, upload.path, upload.sha256, upload.size)
    before = live_image(session, part_id)
    with history.act(session, actor, IMAGE_SET, key=key, payload=payload) as act:
        if before is not None:
            gone = {"removed_at": history.now()}
            history.change_row(act, Entity.ATTACHMENT, before, gone, kind=REPLACED)
        id_ = history.create_row(
            act, Entity.ATTACHMENT, _row(Entity.PART, part_id, IMAGE, upload), FACTS
        )
    return history.Done(act.id, (id_,))


def load_thing(session: Session, actor: Actor, entity: Entity, entity_id: int) -> None:
    """Raises NotFound when there is no such item or part, Forbidden where the actor sees none."""
    if entity not in _THINGS:
        raise Invalid("Files are attached to items and parts.")
    demand_visible(actor, entity)
    load(session, _THINGS[entity], entity_id, entity.value)


def refuse_many(session: Session, entity: Entity, entity_id: int, more: int = 1) -> None:
    there = session.execute(
        _COUNT, {"entity": entity.value, "id": entity_id, "purpose": FILE}
    ).scalar_one()
    if there + more > MOST:
        raise Conflict(
            f"This {entity.value} has {there} attachments, and {MOST} are the most. "
            "Remove one first.",
            "file",
        )


def live_image(session: Session, part_id: int) -> Attachment | None:
    id_ = session.execute(_IMAGE, {"part": part_id}).scalar()
    return None if id_ is None else load(session, Attachment, id_, "image")


def _payload(entity: Entity, entity_id: int, upload: Upload) -> dict[str, Any]:
    return {"entity": entity.value, "id": entity_id, "name": upload.name, "content": upload.given}


def _row(entity: Entity, entity_id: int, purpose: str, upload: Upload) -> Attachment:
    return Attachment(
        entity=entity.value,
        entity_id=entity_id,
        purpose=purpose,
        name=upload.name,
        media_type=upload.media_type,
        size=upload.size,
        sha256=upload.sha256,
        width=upload.width,
        height=upload.height,
    )  # pyright: ignore[reportCallIssue]


_COUNT = text("""
    SELECT count(*) FROM attachment
    WHERE entity = :entity AND entity_id = :id AND purpose = :purpose AND removed_at IS NULL""")
_IMAGE = text("""
    SELECT id FROM attachment
    WHERE entity = 'part' AND entity_id = :part AND purpose = 'image' AND removed_at IS NULL""")
