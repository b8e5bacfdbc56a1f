"""Purchase orders, their lines, what suppliers call parts, and which line an item was bought on."""

from alembic import op

revision = "0005"
down_revision = "0003"

ORDER = """
CREATE TABLE purchase_order (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL CHECK (length(number) > 0),
    supplier_id INTEGER REFERENCES supplier (id),
    supplier_reference TEXT NOT NULL DEFAULT '',
    currency TEXT NOT NULL DEFAULT '' CHECK (length(currency) IN (0, 3)),
    note TEXT NOT NULL DEFAULT '',
    location_id INTEGER REFERENCES location (id),
    expected_on TEXT,
    placed_at INTEGER,
    cancelled_at INTEGER,
    number_key TEXT NOT NULL UNIQUE,
    number_sort TEXT NOT NULL,
    search_text TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
)"""
SUPPLIER_PART = """
CREATE TABLE supplier_part (
    id INTEGER PRIMARY KEY,
    supplier_id INTEGER NOT NULL REFERENCES supplier (id),
    part_id INTEGER NOT NULL REFERENCES part (id),
    sku TEXT NOT NULL DEFAULT '',
    pack_size INTEGER NOT NULL DEFAULT 1000000
        CHECK (typeof(pack_size) = 'integer' AND pack_size > 0),
    supplier_unit TEXT NOT NULL DEFAULT '',
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    sku_key TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (supplier_id, part_id, sku_key)
)"""
LINE = """
CREATE TABLE purchase_line (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES purchase_order (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    part_id INTEGER NOT NULL REFERENCES part (id),
    quantity INTEGER NOT NULL CHECK (typeof(quantity) = 'integer' AND quantity > 0),
    supplier_part_id INTEGER REFERENCES supplier_part (id),
    unit_cost INTEGER
        CHECK (unit_cost IS NULL OR (typeof(unit_cost) = 'integer' AND unit_cost >= 0)),
    currency TEXT NOT NULL DEFAULT '' CHECK (length(currency) IN (0, 3)),
    expected_on TEXT,
    location_id INTEGER REFERENCES location (id),
    note TEXT NOT NULL DEFAULT '',
    received_before INTEGER NOT NULL DEFAULT 0
        CHECK (typeof(received_before) = 'integer' AND received_before >= 0),
    cancelled_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (order_id, position)
)"""
INDEXES = (
    "CREATE INDEX purchase_order_order ON purchase_order (number_sort, id)",
    "CREATE INDEX purchase_order_supplier ON purchase_order (supplier_id)",
    "CREATE INDEX supplier_part_part ON supplier_part (part_id)",
    "CREATE INDEX purchase_line_part ON purchase_line (part_id)",
)
OF_ITEM = (
    "ALTER TABLE inventory_item ADD COLUMN purchase_line_id INTEGER REFERENCES purchase_line (id)",
    "ALTER TABLE inventory_item ADD COLUMN received_quantity INTEGER "
    "CONSTRAINT only_what_was_bought_and_came_in_has_a_received_quantity "
    "CHECK (received_quantity IS NULL OR (typeof(received_quantity) = 'integer' "
    "AND received_quantity >= 0 AND received_at IS NOT NULL AND purchase_line_id IS NOT NULL))",
    "CREATE INDEX item_line ON inventory_item (purchase_line_id, received_at) "
    "WHERE purchase_line_id IS NOT NULL",
)

FACTS = {
    "purchase_order": (
        "number, supplier_id, supplier_reference, currency, note, location_id, expected_on, "
        "placed_at, cancelled_at"
    ),
    "purchase_line": (
        "order_id, position, part_id, quantity, supplier_part_id, unit_cost, currency, "
        "expected_on, location_id, note, received_before, cancelled_at"
    ),
    "supplier_part": "supplier_id, part_id, sku, pack_size, supplier_unit, archived",
}
ITEM_FACTS = (
    "uid, part_id, serial, lot, quantity, location_id, supplier_id, usage_type_id, unit_cost, "
    "currency, note, purchase_order, expires_on, received_at, work_order, work_started_at, "
    "parent_id, kit_id, shipped_at, shipped_to, scrapped_at, voided_at, merged_into_id, origin_id, "
    "attributes, purchase_line_id, received_quantity"
)


def upgrade() -> None:
    for statement in (ORDER, SUPPLIER_PART, LINE, *INDEXES, *OF_ITEM):
        op.execute(statement)
    for table, facts in FACTS.items():
        op.execute(f"""
    CREATE TRIGGER {table}_is_permanent BEFORE DELETE ON {table} BEGIN
        SELECT raise(ABORT, '{table}: nothing is ever deleted');
    END""")
        op.execute(f"""
    CREATE TRIGGER {table}_begins_with_its_event BEFORE INSERT ON {table} BEGIN
        SELECT raise(ABORT, '{table}: a new row needs version 1 and its event')
        WHERE new.version <> 1 OR NOT EXISTS (
            SELECT 1 FROM event WHERE entity = '{table}' AND entity_id = new.id AND version = 1);
    END""")
        op.execute(changes_with_its_event(table, table, facts))
    op.execute("DROP TRIGGER inventory_item_changes_with_its_event")
    op.execute(changes_with_its_event("inventory_item", "item", ITEM_FACTS))


def changes_with_its_event(table: str, entity: str, columns: str) -> str:
    return f"""
    CREATE TRIGGER {table}_changes_with_its_event
    BEFORE UPDATE OF version, {columns} ON {table} BEGIN
        SELECT raise(ABORT, '{table}: a change needs the next version and its event')
        WHERE new.id <> old.id OR new.version <> old.version + 1 OR NOT EXISTS (
            SELECT 1 FROM event
            WHERE entity = '{entity}' AND entity_id = new.id AND version = new.version);
    END"""
