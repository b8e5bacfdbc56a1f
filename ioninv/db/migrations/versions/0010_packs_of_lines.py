"""What a line was bought in: packs of so many units, and what one of them costs."""

from alembic import op

revision = "0010"
down_revision = "0009"

PACKS = (
    "ALTER TABLE purchase_line ADD COLUMN pack_size INTEGER "
    "CHECK (pack_size IS NULL OR (typeof(pack_size) = 'integer' AND pack_size > 0))",
    "ALTER TABLE purchase_line ADD COLUMN pack_cost INTEGER "
    "CONSTRAINT only_what_is_bought_in_packs_has_a_cost_per_pack "
    "CHECK (pack_cost IS NULL OR (typeof(pack_cost) = 'integer' AND pack_cost >= 0 "
    "AND pack_size IS NOT NULL))",
)
FACTS = (
    "order_id, position, part_id, quantity, supplier_part_id, unit_cost, currency, expected_on, "
    "location_id, note, received_before, cancelled_at, pack_size, pack_cost"
)


def upgrade() -> None:
    for statement in PACKS:
        op.execute(statement)
    op.execute("DROP TRIGGER purchase_line_changes_with_its_event")
    op.execute(f"""
    CREATE TRIGGER purchase_line_changes_with_its_event
    BEFORE UPDATE OF version, {FACTS} ON purchase_line BEGIN
        SELECT raise(ABORT, 'purchase_line: a change needs the next version and its event')
        WHERE new.id <> old.id OR new.version <> old.version + 1 OR NOT EXISTS (
            SELECT 1 FROM event
            WHERE entity = 'purchase_line' AND entity_id = new.id AND version = new.version);
    END""")
