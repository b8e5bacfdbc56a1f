"""Issues, the items on them, and what was said about them."""

from alembic import op

revision = "0006"
down_revision = "0003"

ISSUE = """
CREATE TABLE issue (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE CHECK (number >= 1),
    title TEXT NOT NULL CHECK (length(title) > 0),
    text TEXT NOT NULL DEFAULT '',
    severity TEXT NOT NULL CHECK (severity IN ('minor', 'major', 'critical')),
    state TEXT NOT NULL CHECK (state IN ('open', 'in_progress', 'resolved')),
    disposition TEXT NOT NULL DEFAULT ''
        CHECK (disposition IN ('', 'use_as_is', 'rework', 'return', 'scrap')),
    assignee_id INTEGER REFERENCES user (id),
    holds INTEGER NOT NULL DEFAULT 0 CHECK (holds IN (0, 1)),
    resolved_at INTEGER,
    search_text TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT resolved_at_some_time CHECK ((state = 'resolved') = (resolved_at IS NOT NULL))
)"""
LINK = """
CREATE TABLE issue_item (
    id INTEGER PRIMARY KEY,
    issue_id INTEGER NOT NULL REFERENCES issue (id),
    item_id INTEGER NOT NULL REFERENCES inventory_item (id),
    outcome TEXT NOT NULL DEFAULT ''
        CHECK (outcome IN ('', 'use_as_is', 'rework', 'return', 'scrap')),
    removed_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (issue_id, item_id)
)"""
OF_ITEM = "CREATE INDEX issue_item_of_item ON issue_item (item_id)"
OPEN = """
CREATE INDEX issue_item_open ON issue_item (item_id)
WHERE removed_at IS NULL AND outcome = ''"""
COMMENT = """
CREATE TABLE issue_comment (
    id INTEGER PRIMARY KEY,
    issue_id INTEGER NOT NULL REFERENCES issue (id),
    author_id INTEGER NOT NULL REFERENCES user (id),
    text TEXT NOT NULL CHECK (length(text) > 0),
    mentions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(mentions)),
    removed_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
)"""
OF_ISSUE = "CREATE INDEX issue_comment_of_issue ON issue_comment (issue_id)"
VERSIONED = {
    "issue": ("number, title, text, severity, state, disposition, assignee_id, holds, resolved_at"),
    "issue_item": "issue_id, item_id, outcome, removed_at",
    "issue_comment": "issue_id, author_id, text, mentions, removed_at",
}


def upgrade() -> None:
    for statement in (ISSUE, LINK, OF_ITEM, OPEN, COMMENT, OF_ISSUE):
        op.execute(statement)
    for table, columns in VERSIONED.items():
        for trigger in guards(table, columns):
            op.execute(trigger)


def guards(table: str, columns: str) -> list[str]:
    return [
        f"""
    CREATE TRIGGER {table}_is_permanent BEFORE DELETE ON {table} BEGIN
        SELECT raise(ABORT, '{table}: nothing is ever deleted');
    END""",
        f"""
    CREATE TRIGGER {table}_begins_with_its_event BEFORE INSERT ON {table} BEGIN
        SELECT raise(ABORT, '{table}: a new row needs version 1 and its event')
        WHERE new.version <> 1 OR NOT EXISTS (
            SELECT 1 FROM event WHERE entity = '{table}' AND entity_id = new.id AND version = 1);
    END""",
        f"""
    CREATE TRIGGER {table}_changes_with_its_event
    BEFORE UPDATE OF version, {columns} ON {table} BEGIN
        SELECT raise(ABORT, '{table}: a change needs the next version and its event')
        WHERE new.id <> old.id OR new.version <> old.version + 1 OR NOT EXISTS (
            SELECT 1 FROM event
            WHERE entity = '{table}' AND entity_id = new.id AND version = new.version);
    END""",
    ]
