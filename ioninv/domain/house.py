"""The opened house: its database, migrated and seeded, once per process."""

from functools import cache
from pathlib import Path

from ioninv.config import get_settings
from ioninv.db import Database, open_database
from ioninv.domain import usage_types
from ioninv.domain.accounts import first_user
from ioninv.domain.accounts.first_user import is_seeded, seed_users
from ioninv.vocabulary import Source


def open_house(folder: Path, *, create: bool = True) -> Database:
    """The database in a folder, migrated and seeded as needed, and made where `create` allows.

    Raises NotFound when there is none and none may be made, and Conflict when its schema is newer
    than this ioninv.
    """
    database = open_database(folder, create=create)
    with database.reading() as session:
        seeded = is_seeded(session)
    if not seeded:
        with database.writing() as session:
            seed_users(session)
            usage_types.seed(session, first_user(session, Source.SYSTEM))
    return database


@cache
def house(create: bool = True) -> Database:
    """The house of this process, in the folder that the settings name."""
    return open_house(get_settings().data, create=create)
