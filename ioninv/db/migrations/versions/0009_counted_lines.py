"""A purchase line keeps how much of it came in and how much is on order, counted by its items."""

from alembic import op

revision = "0009"
down_revision = "0008"

COLUMNS = (
    "ALTER TABLE purchase_line ADD COLUMN came_in INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE purchase_line ADD COLUMN due INTEGER NOT NULL DEFAULT 0",
)
INDEXES = (
    "CREATE INDEX purchase_line_due ON purchase_line (order_id, expected_on) WHERE due > 0",
    "CREATE INDEX purchase_line_due_of_part ON purchase_line (part_id, order_id) WHERE due > 0",
)


def upgrade() -> None:
    for statement in COLUMNS:
        op.execute(statement)
    op.execute(count())
    for statement in INDEXES:
        op.execute(statement)
    op.execute(f"""
    CREATE TRIGGER inventory_item_counts_on_its_line AFTER INSERT ON inventory_item
    WHEN new.purchase_line_id IS NOT NULL BEGIN
        {counted("new", "+")}
    END""")
    op.execute(f"""
    CREATE TRIGGER inventory_item_counts_anew_on_its_line
    AFTER UPDATE OF quantity, received_at, received_quantity, voided_at, merged_into_id,
        purchase_line_id ON inventory_item
    WHEN old.purchase_line_id IS NOT NULL OR new.purchase_line_id IS NOT NULL BEGIN
        {counted("old", "-")}
        {counted("new", "+")}
    END""")


def count() -> str:
    """What the items of every line say, for lines that were there before."""
    of_line = "FROM inventory_item i WHERE i.purchase_line_id = purchase_line.id"
    return (
        "UPDATE purchase_line SET "
        f"came_in = coalesce((SELECT sum(i.received_quantity) {of_line}), 0), "
        f"due = coalesce((SELECT sum({due('i')}) {of_line}), 0)"
    )


def counted(row: str, sign: str) -> str:
    return (
        f"UPDATE purchase_line SET came_in = came_in {sign} coalesce({row}.received_quantity, 0), "
        f"due = due {sign} {due(row)} WHERE id = {row}.purchase_line_id;"
    )


def due(row: str) -> str:
    return (
        f"iif({row}.received_at IS NULL AND {row}.voided_at IS NULL "
        f"AND {row}.merged_into_id IS NULL, {row}.quantity, 0)"
    )
