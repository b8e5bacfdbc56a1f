"""The database: engine and transactions, column types, migrations."""

from ioninv.db.engine import Database, open_database
from ioninv.db.many import execute_many
from ioninv.db.rehearsing import rehearsing

__all__ = ["Database", "execute_many", "open_database", "rehearsing"]
