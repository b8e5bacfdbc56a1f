"""Which SQLite serves: the one that `pysqlite3` carries, else Python's own if it is new enough."""

from types import ModuleType

from ioninv.errors import Invalid

OLDEST_SAFE = (3, 51, 3)
"""Before this, a WAL database with two or more connections can be corrupted."""


def driver() -> ModuleType:
    """The DB-API module to use.

    Raises Invalid, with the way out, when every SQLite at hand is older than `OLDEST_SAFE`.
    """
    for module in _candidates():
        if module.sqlite_version_info >= OLDEST_SAFE:
            return module
    raise Invalid(
        "SQLite 3.51.3 or newer is needed: older ones can corrupt a database under load. "
        "Install the package pysqlite3, or a Python built with a newer SQLite."
    )


def _candidates() -> list[ModuleType]:
    import sqlite3

    try:
        from pysqlite3 import dbapi2  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        return [sqlite3]
    return [dbapi2, sqlite3]
