"""Attributes: the fields that people define for parts and items, and their values."""

from alembic import op

revision = "0003"
down_revision = "0002"

ATTRIBUTE = """
CREATE TABLE attribute (
    id INTEGER PRIMARY KEY,
    applies_to TEXT NOT NULL CHECK (applies_to IN ('part', 'item')),
    name TEXT NOT NULL CHECK (length(name) > 0),
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('text', 'number', 'choice', 'date', 'yes_no', 'link')),
    choices TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(choices)),
    unit TEXT NOT NULL DEFAULT '',
    hint TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL CHECK (position >= 1),
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    used INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (applies_to, name_key)
)"""
VALUE = """
CREATE TABLE attribute_value (
    attribute_id INTEGER NOT NULL REFERENCES attribute (id),
    entity_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    sort NOT NULL,
    PRIMARY KEY (attribute_id, entity_id)
) WITHOUT ROWID"""
BY_CODE = "CREATE INDEX attribute_value_code ON attribute_value (attribute_id, code, entity_id)"
BY_SORT = "CREATE INDEX attribute_value_sort ON attribute_value (attribute_id, sort, entity_id)"
OF_ITEM = "ALTER TABLE inventory_item ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}'"
OF_PART = "ALTER TABLE part ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}'"

ATTRIBUTE_FACTS = "applies_to, name, kind, choices, unit, hint, position, archived"
ITEM_FACTS = (
    "uid, part_id, serial, lot, quantity, location_id, supplier_id, usage_type_id, unit_cost, "
    "currency, note, purchase_order, expires_on, received_at, work_order, work_started_at, "
    "parent_id, kit_id, shipped_at, shipped_to, scrapped_at, voided_at, merged_into_id, origin_id, "
    "attributes"
)
PART_FACTS = (
    "part_number, revision, name, description, tracking, kind, unit, cost, currency, "
    "lead_time_days, reorder_min, reorder_max, supplier_id, location_id, predecessor_id, archived, "
    "attributes"
)


def upgrade() -> None:
    for statement in (ATTRIBUTE, VALUE, BY_CODE, BY_SORT, OF_ITEM, OF_PART):
        op.execute(statement)
    op.execute("""
    CREATE TRIGGER attribute_is_permanent BEFORE DELETE ON attribute BEGIN
        SELECT raise(ABORT, 'attribute: nothing is ever deleted');
    END""")
    op.execute("""
    CREATE TRIGGER attribute_begins_with_its_event BEFORE INSERT ON attribute BEGIN
        SELECT raise(ABORT, 'attribute: a new row needs version 1 and its event')
        WHERE new.version <> 1 OR NOT EXISTS (
            SELECT 1 FROM event WHERE entity = 'attribute' AND entity_id = new.id AND version = 1);
    END""")
    op.execute(changes_with_its_event("attribute", "attribute", ATTRIBUTE_FACTS))
    op.execute("DROP TRIGGER inventory_item_changes_with_its_event")
    op.execute(changes_with_its_event("inventory_item", "item", ITEM_FACTS))
    op.execute("DROP TRIGGER part_changes_with_its_event")
    op.execute(changes_with_its_event("part", "part", PART_FACTS))


def changes_with_its_event(table: str, entity: str, columns: str) -> str:
    return f"""
    CREATE TRIGGER {table}_changes_with_its_event
    BEFORE UPDATE OF version, {columns} ON {table} BEGIN
        SELECT raise(ABORT, '{table}: a change needs the next version and its event')
        WHERE new.id <> old.id OR new.version <> old.version + 1 OR NOT EXISTS (
            SELECT 1 FROM event
            WHERE entity = '{entity}' AND entity_id = new.id AND version = new.version);
    END"""
