"""Who sends requests: browsers of people who are signed in."""

import pytest

from ioninv.api import caller
from ioninv.db import Database
from ioninv.domain.accounts import COOKIE
from ioninv.vocabulary import Role
from tests.entering import KEEPERS, enter


@pytest.fixture
def house_called(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The routes work on the test's house."""
    monkeypatch.setattr(caller, "house", lambda: database)


@pytest.fixture
def cookie(house_called: None) -> dict[str, str]:
    """The headers of the first user's browser."""
    return {"Cookie": f"{COOKIE}={KEEPERS}"}


@pytest.fixture
def cookie_of_viewer(database: Database, house_called: None) -> dict[str, str]:
    """The headers of the browser of somebody who may look only."""
    with database.writing() as session:
        return {"Cookie": f"{COOKIE}={enter(session, Role.VIEWER)}"}
