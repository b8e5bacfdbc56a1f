"""What went in and out of a kit is found by the kit."""

from alembic import op

revision = "0005"
down_revision = "0004"

SPEAKS_OF_A_KIT = "instr(changes, '\"kit_id\"') > 0"


def upgrade() -> None:
    for name, place in (("event_into_kit", 1), ("event_out_of_kit", 0)):
        op.execute(
            f"CREATE INDEX {name} ON event (json_extract(changes, '$.kit_id[{place}]')) "
            f"WHERE {SPEAKS_OF_A_KIT}"
        )
