from sqlalchemy import text
from sqlmodel import Session


def with_below(session: Session, location_id: int) -> list[int]:
    """The ids of a location and of everything below it, archived ones too.

    Merged ones are left out: nothing lies there any more.
    """
    return list(session.execute(_WITH_BELOW, {"id": location_id}).scalars())


# "merged_into_id IS NULL" is also what lets SQLite use the index of names below a location.
_WITH_BELOW = text("""
    WITH RECURSIVE below (id) AS (
        SELECT id FROM location WHERE id = :id
        UNION
        SELECT l.id FROM below JOIN location l ON l.parent_id = below.id
        WHERE l.merged_into_id IS NULL)
    SELECT id FROM below""")
