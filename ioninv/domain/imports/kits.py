from sqlalchemy import text
from sqlmodel import Session


def open_kits(session: Session) -> dict[str, int]:
    """The open kits by the key of their name."""
    rows = session.execute(text("SELECT name_key, id FROM kit WHERE closed_at IS NULL"))
    return {row.name_key: row.id for row in rows}
