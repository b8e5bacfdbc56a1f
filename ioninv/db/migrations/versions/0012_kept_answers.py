"""What a request with a key was answered, for when it is sent again."""

from alembic import op

revision = "0012"
down_revision = "0011"

ANSWER = """
CREATE TABLE kept_answer (
    change_set_id INTEGER PRIMARY KEY REFERENCES change_set (id),
    answer TEXT NOT NULL CHECK (json_valid(answer))
)"""


def upgrade() -> None:
    op.execute(ANSWER)
