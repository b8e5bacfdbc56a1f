"""How many deliveries a webhook lost because too many waited, and when it last did."""

from alembic import op

revision = "0013"
down_revision = "0012"

COLUMNS = (
    "ALTER TABLE webhook ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped >= 0)",
    "ALTER TABLE webhook ADD COLUMN dropped_at INTEGER",
)


def upgrade() -> None:
    for statement in COLUMNS:
        op.execute(statement)
