"""Who may sign in and how: passwords, roles, sessions, tokens, one-time links, known devices."""

from alembic import op

revision = "0008"
down_revision = "0007"

USER = (
    "ALTER TABLE user ADD COLUMN role_key TEXT NOT NULL DEFAULT 'viewer' CHECK (length(role_key) > 0)",
    "UPDATE user SET role_key = role",
    "ALTER TABLE user DROP COLUMN role",
    "ALTER TABLE user RENAME COLUMN role_key TO role",
    "ALTER TABLE user ADD COLUMN active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))",
    "ALTER TABLE user ADD COLUMN password_hash TEXT",
    "ALTER TABLE user ADD COLUMN password_at INTEGER "
    "CONSTRAINT a_password_was_set_some_time CHECK ((password_hash IS NULL) = (password_at IS NULL))",
    "ALTER TABLE user ADD COLUMN oidc_issuer TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE user ADD COLUMN oidc_subject TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE user ADD COLUMN version INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE user ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0",
    "UPDATE user SET updated_at = created_at",
    "CREATE UNIQUE INDEX user_of_provider ON user (oidc_issuer, oidc_subject) "
    "WHERE oidc_subject <> ''",
)
ROLE = """
CREATE TABLE role (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) > 0),
    name_key TEXT NOT NULL UNIQUE,
    permissions TEXT NOT NULL CHECK (json_valid(permissions)),
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
)"""
TOKEN = """
CREATE TABLE api_token (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) > 0),
    prefix TEXT NOT NULL UNIQUE CHECK (length(prefix) > 0),
    token_hash BLOB NOT NULL CHECK (length(token_hash) = 32),
    owner_id INTEGER NOT NULL REFERENCES user (id),
    role TEXT NOT NULL CHECK (length(role) > 0),
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    used_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
)"""
DEVICE = """
CREATE TABLE known_device (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL CHECK (length(token_hash) = 32),
    user_id INTEGER NOT NULL REFERENCES user (id),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    UNIQUE (token_hash, user_id)
)"""
SESSION = """
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    user_id INTEGER NOT NULL REFERENCES user (id),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    address TEXT NOT NULL DEFAULT '',
    browser TEXT NOT NULL DEFAULT '',
    ended_at INTEGER
)"""
LINK = """
CREATE TABLE invitation (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('set_up', 'invite', 'reset')),
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    user_id INTEGER NOT NULL REFERENCES user (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
)"""
LOG = """
CREATE TABLE sign_in (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    user_id INTEGER REFERENCES user (id),
    address TEXT NOT NULL DEFAULT '',
    browser TEXT NOT NULL DEFAULT '',
    times INTEGER NOT NULL DEFAULT 1 CHECK (times >= 1),
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL
)"""
INDEXES = (
    "CREATE INDEX token_of_owner ON api_token (owner_id)",
    "CREATE INDEX session_of_user ON session (user_id)",
    "CREATE INDEX device_of_user ON known_device (user_id)",
    "CREATE UNIQUE INDEX invitation_open ON invitation (user_id, kind) WHERE used_at IS NULL",
    "CREATE INDEX sign_in_order ON sign_in (last_at)",
)
VERSIONED = {
    "user": "name, role, active, password_at, oidc_issuer, oidc_subject",
    "role": "name, permissions, archived",
    "api_token": "name, prefix, token_hash, owner_id, role, expires_at, revoked_at",
}
ENTITIES = {"api_token": "token"}


def upgrade() -> None:
    for statement in (*USER, ROLE, TOKEN, DEVICE, SESSION, LINK, LOG, *INDEXES):
        op.execute(statement)
    for table, columns in VERSIONED.items():
        for trigger in guards(table, ENTITIES.get(table, table), columns):
            op.execute(trigger)
    for table in ("role", "api_token"):
        op.execute(f"""
    CREATE TRIGGER {table}_is_permanent BEFORE DELETE ON {table} BEGIN
        SELECT raise(ABORT, '{table}: nothing is ever deleted');
    END""")


def guards(table: str, entity: str, columns: str) -> list[str]:
    return [
        f"""
    CREATE TRIGGER {table}_begins_with_its_event BEFORE INSERT ON {table} BEGIN
        SELECT raise(ABORT, '{table}: a new row needs version 1 and its event')
        WHERE new.version <> 1 OR NOT EXISTS (
            SELECT 1 FROM event WHERE entity = '{entity}' AND entity_id = new.id AND version = 1);
    END""",
        f"""
    CREATE TRIGGER {table}_changes_with_its_event
    BEFORE UPDATE OF version, {columns} ON {table} BEGIN
        SELECT raise(ABORT, '{table}: a change needs the next version and its event')
        WHERE new.id <> old.id OR new.version <> old.version + 1 OR NOT EXISTS (
            SELECT 1 FROM event
            WHERE entity = '{entity}' AND entity_id = new.id AND version = new.version);
    END""",
    ]
