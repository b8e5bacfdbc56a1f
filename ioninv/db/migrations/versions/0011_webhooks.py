"""Webhooks, and the outbox of what they are still to be told. Comes after 0010 and 0011, which were first."""

from alembic import op

revision = "0011"
down_revision = "0010"

WEBHOOK = """
CREATE TABLE webhook (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) > 0),
    address TEXT NOT NULL CHECK (length(address) > 0),
    verbs TEXT NOT NULL CHECK (json_valid(verbs)),
    entities TEXT NOT NULL CHECK (json_valid(entities)),
    owner_id INTEGER NOT NULL REFERENCES user (id),
    secret TEXT NOT NULL CHECK (length(secret) > 0),
    secret_at INTEGER NOT NULL,
    paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
)"""
DELIVERY = """
CREATE TABLE webhook_delivery (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
    webhook_id INTEGER NOT NULL REFERENCES webhook (id),
    change_set_id INTEGER REFERENCES change_set (id),
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'delivered', 'given_up', 'skipped')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempted_at INTEGER,
    code INTEGER,
    problem TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '' CHECK (length(answer) <= 500)
)"""
LEASE = """
CREATE TABLE webhook_lease (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    holder TEXT NOT NULL,
    until INTEGER NOT NULL
)"""
INDEXES = (
    "CREATE INDEX delivery_waiting ON webhook_delivery (webhook_id, id, due_at) "
    "WHERE state = 'waiting'",
    "CREATE INDEX delivery_of_webhook ON webhook_delivery (webhook_id, id)",
)
PERMANENT = """
CREATE TRIGGER webhook_is_permanent BEFORE DELETE ON webhook BEGIN
    SELECT raise(ABORT, 'webhook: nothing is ever deleted');
END"""
BORN = """
CREATE TRIGGER webhook_begins_with_its_event BEFORE INSERT ON webhook BEGIN
    SELECT raise(ABORT, 'webhook: a new row needs version 1 and its event')
    WHERE new.version <> 1 OR NOT EXISTS (
        SELECT 1 FROM event WHERE entity = 'webhook' AND entity_id = new.id AND version = 1);
END"""
CHANGED = """
CREATE TRIGGER webhook_changes_with_its_event BEFORE UPDATE OF
    version, name, address, verbs, entities, owner_id, secret, secret_at, paused, archived
ON webhook BEGIN
    SELECT raise(ABORT, 'webhook: a change needs the next version and its event')
    WHERE new.id <> old.id OR new.version <> old.version + 1 OR NOT EXISTS (
        SELECT 1 FROM event
        WHERE entity = 'webhook' AND entity_id = new.id AND version = new.version);
END"""


def upgrade() -> None:
    for statement in (WEBHOOK, DELIVERY, LEASE, *INDEXES, PERMANENT, BORN, CHANGED):
        op.execute(statement)
