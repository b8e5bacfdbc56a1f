"""Attachments of items and parts, and the image of a part."""

from alembic import op

revision = "0004"
down_revision = "0003"

ATTACHMENT = """
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    entity TEXT NOT NULL CHECK (entity IN ('item', 'part')),
    entity_id INTEGER NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('file', 'image')),
    name TEXT NOT NULL CHECK (length(name) > 0),
    media_type TEXT NOT NULL CHECK (length(media_type) > 0),
    size INTEGER NOT NULL CHECK (typeof(size) = 'integer' AND size > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    width INTEGER,
    height INTEGER,
    note TEXT NOT NULL DEFAULT '',
    removed_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT an_image_is_of_a_part CHECK (purpose = 'file' OR (entity = 'part' AND width > 0))
)"""
OF_A_THING = "CREATE INDEX attachment_of ON attachment (entity, entity_id, purpose, removed_at)"
ONE_IMAGE = """
CREATE UNIQUE INDEX attachment_image ON attachment (entity_id)
WHERE entity = 'part' AND purpose = 'image' AND removed_at IS NULL"""
BY_CONTENT = "CREATE INDEX attachment_content ON attachment (sha256)"

IS_PERMANENT = """
CREATE TRIGGER attachment_is_permanent BEFORE DELETE ON attachment BEGIN
    SELECT raise(ABORT, 'attachment: nothing is ever deleted');
END"""
BEGINS_WITH_ITS_EVENT = """
CREATE TRIGGER attachment_begins_with_its_event BEFORE INSERT ON attachment BEGIN
    SELECT raise(ABORT, 'attachment: a new row needs version 1 and its event')
    WHERE new.version <> 1 OR NOT EXISTS (
        SELECT 1 FROM event WHERE entity = 'attachment' AND entity_id = new.id AND version = 1);
END"""
CHANGES_WITH_ITS_EVENT = """
CREATE TRIGGER attachment_changes_with_its_event
BEFORE UPDATE OF version, entity, entity_id, purpose, name, media_type, size, sha256, width, height,
    note, removed_at ON attachment BEGIN
    SELECT raise(ABORT, 'attachment: a change needs the next version and its event')
    WHERE new.id <> old.id OR new.version <> old.version + 1 OR NOT EXISTS (
        SELECT 1 FROM event
        WHERE entity = 'attachment' AND entity_id = new.id AND version = new.version);
END"""
KEEPS_ITS_CONTENT = """
CREATE TRIGGER attachment_keeps_its_content
BEFORE UPDATE OF entity, entity_id, purpose, media_type, size, sha256, width, height ON attachment
BEGIN
    SELECT raise(ABORT, 'attachment: its content never changes');
END"""


def upgrade() -> None:
    for statement in (
        ATTACHMENT,
        OF_A_THING,
        ONE_IMAGE,
        BY_CONTENT,
        IS_PERMANENT,
        BEGINS_WITH_ITS_EVENT,
        CHANGES_WITH_ITS_EVENT,
        KEEPS_ITS_CONTENT,
    ):
        op.execute(statement)
