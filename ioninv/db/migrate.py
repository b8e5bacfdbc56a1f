"""Bring a database to the newest schema, and refuse one from the future."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from ioninv.errors import Conflict

_FOLDER = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps what it is doing in globals."""


def migrate(engine: Engine) -> None:
    """Apply what is missing, in one transaction.

    Raises Conflict when the database was made by a newer ioninv.
    """
    with engine.begin() as connection:
        if schema_is_current(connection):
            return
        config = _config()
        config.attributes["connection"] = connection
        with _ONE_AT_A_TIME:
            command.upgrade(config, "head")


def schema_is_current(connection: Connection) -> bool:
    """Whether there is nothing to migrate.

    Raises Conflict when the database was made by a newer ioninv.
    """
    script = ScriptDirectory.from_config(_config())
    current = MigrationContext.configure(connection).get_current_revision()
    if current and current not in {revision.revision for revision in script.walk_revisions()}:
        raise Conflict(
            f"This database has schema {current}, which this ioninv does not know. "
            "It was made by a newer one: install that, or restore an older backup."
        )
    return current == script.get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config
