"""The database: engine and transactions, column types, migrations."""

from ioninv.db.engine import Database, open_database

__all__ = ["Database", "open_database"]
