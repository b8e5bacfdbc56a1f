"""Parts, locations, suppliers, usage types, items, holds, and the history of all of them."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'buyer', 'administrator')),
    created_at INTEGER NOT NULL
);

CREATE TABLE change_set (
    id INTEGER PRIMARY KEY,
    verb TEXT NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES user (id),
    source TEXT NOT NULL CHECK (source IN ('screen', 'rest', 'cli', 'import', 'system')),
    reason TEXT NOT NULL DEFAULT '',
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    idempotency_key TEXT,
    payload_hash BLOB,
    event_count INTEGER NOT NULL,
    hash BLOB NOT NULL
);
CREATE UNIQUE INDEX change_set_once ON change_set (actor_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    change_set_id INTEGER NOT NULL REFERENCES change_set (id) DEFERRABLE INITIALLY DEFERRED,
    entity TEXT NOT NULL,
    entity_id INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    schema INTEGER NOT NULL,
    kind TEXT NOT NULL,
    changes TEXT NOT NULL CHECK (json_valid(changes)),
    occurred_at INTEGER NOT NULL,
    hash BLOB NOT NULL
);
CREATE UNIQUE INDEX event_of_entity ON event (entity, entity_id, version);
CREATE INDEX event_of_change_set ON event (change_set_id);

CREATE TABLE supplier (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) > 0),
    name_key TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL DEFAULT '',
    contact TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    website TEXT NOT NULL DEFAULT '',
    currency TEXT NOT NULL DEFAULT '' CHECK (length(currency) IN (0, 3)),
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    search_text TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX supplier_order ON supplier (name_key, id);

CREATE TABLE usage_type (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) > 0),
    name_key TEXT NOT NULL UNIQUE,
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE TABLE location (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES location (id) CHECK (parent_id IS NULL OR parent_id <> id),
    name TEXT NOT NULL CHECK (length(name) > 0),
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    available INTEGER NOT NULL DEFAULT 1 CHECK (available IN (0, 1)),
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    merged_into_id INTEGER REFERENCES location (id),
    usable INTEGER NOT NULL CHECK (usable IN (0, 1)),
    path TEXT NOT NULL,
    path_sort TEXT NOT NULL,
    search_text TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (merged_into_id IS NULL OR archived = 1)
);
CREATE UNIQUE INDEX location_name_below ON location (parent_id, name_key)
    WHERE parent_id IS NOT NULL AND merged_into_id IS NULL;
CREATE UNIQUE INDEX location_name_at_root ON location (name_key)
    WHERE parent_id IS NULL AND merged_into_id IS NULL;
CREATE INDEX location_order ON location (path_sort, id);

CREATE TABLE part (
    id INTEGER PRIMARY KEY,
    part_number TEXT NOT NULL CHECK (length(part_number) > 0),
    revision TEXT NOT NULL DEFAULT '',
    number_key TEXT NOT NULL,
    revision_key TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    tracking TEXT NOT NULL CHECK (tracking IN ('serial', 'lot', 'none')),
    kind TEXT NOT NULL CHECK (kind IN ('part', 'tool')),
    unit TEXT NOT NULL DEFAULT '',
    cost INTEGER CHECK (cost IS NULL OR (typeof(cost) = 'integer' AND cost >= 0)),
    currency TEXT NOT NULL DEFAULT '' CHECK (length(currency) IN (0, 3)),
    lead_time_days INTEGER CHECK (lead_time_days IS NULL OR lead_time_days >= 0),
    reorder_min INTEGER CHECK (reorder_min IS NULL OR reorder_min >= 0),
    reorder_max INTEGER CHECK (reorder_max IS NULL OR reorder_max >= 0),
    supplier_id INTEGER REFERENCES supplier (id),
    location_id INTEGER REFERENCES location (id),
    predecessor_id INTEGER REFERENCES part (id),
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    sort TEXT NOT NULL,
    search_text TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX part_number ON part (number_key, revision_key);
CREATE INDEX part_order ON part (sort, id);

CREATE TABLE inventory_item (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE CHECK (length(uid) >= 8),
    part_id INTEGER NOT NULL REFERENCES part (id),
    serial TEXT CHECK (serial IS NULL OR length(serial) > 0),
    lot TEXT CHECK (lot IS NULL OR length(lot) > 0),
    quantity INTEGER NOT NULL CHECK (typeof(quantity) = 'integer' AND quantity >= 0),
    location_id INTEGER REFERENCES location (id),
    supplier_id INTEGER REFERENCES supplier (id),
    usage_type_id INTEGER REFERENCES usage_type (id),
    unit_cost INTEGER
        CHECK (unit_cost IS NULL OR (typeof(unit_cost) = 'integer' AND unit_cost >= 0)),
    currency TEXT NOT NULL DEFAULT '' CHECK (length(currency) IN (0, 3)),
    note TEXT NOT NULL DEFAULT '',
    purchase_order TEXT NOT NULL DEFAULT '',
    expires_on TEXT,
    received_at INTEGER,
    work_order TEXT NOT NULL DEFAULT '',
    work_started_at INTEGER,
    parent_id INTEGER REFERENCES inventory_item (id) DEFERRABLE INITIALLY DEFERRED
        CHECK (parent_id IS NULL OR parent_id <> id),
    shipped_at INTEGER,
    shipped_to TEXT NOT NULL DEFAULT '',
    scrapped_at INTEGER,
    voided_at INTEGER,
    merged_into_id INTEGER REFERENCES inventory_item (id) DEFERRABLE INITIALLY DEFERRED,
    origin_id INTEGER REFERENCES inventory_item (id) DEFERRABLE INITIALLY DEFERRED,
    open_holds INTEGER NOT NULL DEFAULT 0 CHECK (open_holds >= 0),
    status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 10),
    serial_key TEXT,
    serial_code TEXT,
    serial_sort TEXT,
    lot_code TEXT,
    lot_sort TEXT,
    order_code TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT a_serial_means_one CHECK (serial IS NULL OR quantity = 1000000),
    CONSTRAINT a_serial_is_keyed
        CHECK ((serial_key IS NULL) = (serial IS NULL OR voided_at IS NOT NULL)),
    CONSTRAINT installed_things_lie_where_their_parent_lies
        CHECK (parent_id IS NULL OR location_id IS NULL)
);
CREATE UNIQUE INDEX item_serial_once ON inventory_item (part_id, serial_key)
    WHERE serial_key IS NOT NULL;
CREATE INDEX item_updated ON inventory_item
    (updated_at, id, status, part_id, location_id, supplier_id, usage_type_id);
CREATE INDEX item_status ON inventory_item
    (status, updated_at, id, part_id, location_id, supplier_id, usage_type_id);
CREATE INDEX item_part ON inventory_item
    (part_id, id, location_id, supplier_id, usage_type_id, status);
CREATE INDEX item_location ON inventory_item
    (location_id, id, part_id, supplier_id, usage_type_id, status);
CREATE INDEX item_supplier ON inventory_item
    (supplier_id, id, part_id, location_id, usage_type_id, status);
CREATE INDEX item_usage ON inventory_item
    (usage_type_id, id, part_id, location_id, supplier_id, status);
CREATE INDEX item_serial ON inventory_item (serial_code) WHERE serial_code IS NOT NULL;
CREATE INDEX item_serial_sort ON inventory_item (serial_sort, id) WHERE serial_sort IS NOT NULL;
CREATE INDEX item_lot_sort ON inventory_item (lot_sort, id) WHERE lot_sort IS NOT NULL;
CREATE INDEX item_lot ON inventory_item (lot_code) WHERE lot_code IS NOT NULL;
CREATE INDEX item_quantity ON inventory_item (quantity, id);
CREATE INDEX item_cost ON inventory_item (unit_cost, id) WHERE unit_cost IS NOT NULL;
CREATE INDEX item_expires ON inventory_item (expires_on, id) WHERE expires_on IS NOT NULL;
CREATE INDEX item_work_order ON inventory_item (work_order, id) WHERE work_order <> '';
CREATE INDEX item_purchase_order ON inventory_item (purchase_order, id)
    WHERE purchase_order <> '';
CREATE INDEX item_parent ON inventory_item (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX item_origin ON inventory_item (origin_id) WHERE origin_id IS NOT NULL;
CREATE INDEX item_merged ON inventory_item (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE hold (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES inventory_item (id),
    source TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    released_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX hold_of_item ON hold (item_id);

CREATE TABLE source_ref (
    system TEXT NOT NULL,
    source_table TEXT NOT NULL,
    source_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id INTEGER NOT NULL,
    PRIMARY KEY (system, source_table, source_id)
) WITHOUT ROWID;
CREATE INDEX source_ref_of_entity ON source_ref (entity, entity_id);

CREATE VIRTUAL TABLE item_fts USING fts5 (
    code, content = '', contentless_delete = 1, tokenize = 'trigram'
);

CREATE TABLE tally (
    dimension INTEGER NOT NULL,
    key INTEGER NOT NULL,
    status INTEGER NOT NULL,
    items INTEGER NOT NULL CHECK (items >= 0),
    quantity INTEGER NOT NULL DEFAULT 0 CHECK (typeof(quantity) = 'integer' AND quantity >= 0),
    PRIMARY KEY (dimension, key, status)
) WITHOUT ROWID;
"""

KEPT = ("user", "change_set", "event", "supplier", "usage_type", "location", "part")
KEPT_TOO = ("inventory_item", "hold")

VERSIONED = {
    "supplier": "name, description, contact, email, phone, website, currency, archived",
    "usage_type": "name, archived",
    "location": "parent_id, name, kind, description, available, archived, merged_into_id",
    "part": (
        "part_number, revision, name, description, tracking, kind, unit, cost, currency, "
        "lead_time_days, reorder_min, reorder_max, supplier_id, location_id, predecessor_id, archived"
    ),
    "inventory_item": (
        "uid, part_id, serial, lot, quantity, location_id, supplier_id, usage_type_id, unit_cost, "
        "currency, note, purchase_order, expires_on, received_at, work_order, work_started_at, "
        "parent_id, shipped_at, shipped_to, scrapped_at, voided_at, merged_into_id, origin_id"
    ),
    "hold": "item_id, source, reason, released_at",
}
ENTITIES = {"inventory_item": "item"}

CODE = (
    "coalesce({row}.serial_code, '') || ' ' || coalesce({row}.lot_code, '') || ' ' || "
    "lower({row}.uid) || ' ' || {row}.order_code"
)

SEARCH = f"""
CREATE TRIGGER item_fts_insert AFTER INSERT ON inventory_item BEGIN
    INSERT INTO item_fts (rowid, code) VALUES (new.id, {CODE.format(row="new")});
END;
CREATE TRIGGER item_fts_update
AFTER UPDATE OF serial_code, lot_code, uid, order_code ON inventory_item
WHEN {CODE.format(row="new")} <> {CODE.format(row="old")} BEGIN
    UPDATE item_fts SET code = {CODE.format(row="new")} WHERE rowid = new.id;
END;
CREATE TRIGGER hold_insert AFTER INSERT ON hold WHEN new.released_at IS NULL BEGIN
    UPDATE inventory_item SET open_holds = open_holds + 1 WHERE id = new.item_id;
END;
CREATE TRIGGER hold_update AFTER UPDATE OF released_at ON hold
WHEN (old.released_at IS NULL) <> (new.released_at IS NULL) BEGIN
    UPDATE inventory_item
    SET open_holds = open_holds + CASE WHEN new.released_at IS NULL THEN 1 ELSE -1 END
    WHERE id = new.item_id;
END;
"""


def upgrade() -> None:
    for statement in statements(TABLES):
        op.execute(statement)
    for table in (*KEPT, *KEPT_TOO):
        op.execute(never_deleted(table))
    for table in ("change_set", "event"):
        op.execute(never_updated(table))
    for table, columns in VERSIONED.items():
        for trigger in with_its_event(table, columns):
            op.execute(trigger)
    for trigger in SEARCH.split("END;"):
        if trigger.strip():
            op.execute(trigger + "END;")


def statements(script: str) -> list[str]:
    return [part.strip() for part in script.split(";") if part.strip()]


def never_deleted(table: str) -> str:
    return f"""
    CREATE TRIGGER {table}_is_permanent BEFORE DELETE ON {table} BEGIN
        SELECT raise(ABORT, '{table}: nothing is ever deleted');
    END"""


def never_updated(table: str) -> str:
    return f"""
    CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table} BEGIN
        SELECT raise(ABORT, '{table}: history is append-only');
    END"""


def with_its_event(table: str, columns: str) -> list[str]:
    """No row comes or changes without its event: the event is written first, then the row."""
    entity = ENTITIES.get(table, table)
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
