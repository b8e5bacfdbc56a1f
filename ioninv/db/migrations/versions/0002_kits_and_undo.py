"""Kits, the kit an item is in, and which change set another one undoes."""

from alembic import op

revision = "0002"
down_revision = "0001"

KIT = """
CREATE TABLE kit (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) > 0),
    name_key TEXT NOT NULL UNIQUE,
    reference TEXT NOT NULL DEFAULT '',
    destination_id INTEGER REFERENCES location (id),
    closed_at INTEGER,
    search_text TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
)"""
IN_A_KIT = "ALTER TABLE inventory_item ADD COLUMN kit_id INTEGER REFERENCES kit (id)"
ITEMS_OF_KIT = "CREATE INDEX item_kit ON inventory_item (kit_id) WHERE kit_id IS NOT NULL"
UNDOES = "ALTER TABLE change_set ADD COLUMN undoes_id INTEGER REFERENCES change_set (id)"
UNDONE_BY = "CREATE INDEX change_set_undoes ON change_set (undoes_id) WHERE undoes_id IS NOT NULL"

KIT_FACTS = "name, reference, destination_id, closed_at"
ITEM_FACTS = (
    "uid, part_id, serial, lot, quantity, location_id, supplier_id, usage_type_id, unit_cost, "
    "currency, note, purchase_order, expires_on, received_at, work_order, work_started_at, "
    "parent_id, kit_id, shipped_at, shipped_to, scrapped_at, voided_at, merged_into_id, origin_id"
)


def upgrade() -> None:
    for statement in (KIT, IN_A_KIT, ITEMS_OF_KIT, UNDOES, UNDONE_BY):
        op.execute(statement)
    op.execute("""
    CREATE TRIGGER kit_is_permanent BEFORE DELETE ON kit BEGIN
        SELECT raise(ABORT, 'kit: nothing is ever deleted');
    END""")
    op.execute("""
    CREATE TRIGGER kit_begins_with_its_event BEFORE INSERT ON kit BEGIN
        SELECT raise(ABORT, 'kit: a new row needs version 1 and its event')
        WHERE new.version <> 1 OR NOT EXISTS (
            SELECT 1 FROM event WHERE entity = 'kit' AND entity_id = new.id AND version = 1);
    END""")
    op.execute(changes_with_its_event("kit", "kit", KIT_FACTS))
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
