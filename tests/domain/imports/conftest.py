"""Files to import, and what is there afterwards."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain import imports
from ioninv.domain.access import Actor
from ioninv.domain.imports import FileGiven, Report


@pytest.fixture
def load(session: Session, keeper: Actor) -> Callable[..., Report]:
    """load(items="Part Number,Quantity\\nA,1") → the report; texts or bytes by name of the file."""

    def run(*given: FileGiven, options: dict | None = None, **texts: str | bytes) -> Report:
        made = [
            FileGiven(f"{name}.csv", data if isinstance(data, bytes) else data.encode())
            for name, data in texts.items()
        ]
        return imports.run(session, keeper, [*given, *made], **(options or {}))

    return run


@pytest.fixture
def there(session: Session) -> Callable[..., list]:
    """there("SELECT …") → its rows, single columns as plain values."""

    def query(sql: str) -> list:
        rows = session.execute(text(sql)).all()
        return [row[0] if len(row) == 1 else tuple(row) for row in rows]

    return query
