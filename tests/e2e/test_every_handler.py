"""S1: every handler × anonymous, viewer, operator, buyer, administrator × forty values, raw."""

from collections.abc import Iterator
from typing import Any

import pytest

from ioninv.vocabulary import Role
from tests.serving import walking
from tests.serving.conftest import served  # noqa: F401
from tests.serving.hostile import VALUES


def payloads(full: str) -> Iterator[Any]:
    yield walking.plausible(full)
    yield from walking.hostile(full, VALUES)


@pytest.mark.parametrize("role", [None, Role.VIEWER, Role.OPERATOR, Role.BUYER])
def test_nobody_changes_what_they_may_not_with_forty_values(served, caplog, role):  # noqa: F811
    with served.tab(role) as tab:
        before = walking.dump(served.database)
        walking.walk(tab, served.database, payloads, one_by_one=False)

    after = walking.dump(served.database)
    assert walking.unauthorised(before, after, tab.somebody) == []
    assert walking.failures(caplog.records) == []


def test_an_administrator_fails_nowhere_with_forty_values(served, caplog):  # noqa: F811
    with served.tab(Role.ADMINISTRATOR) as tab:
        made = walking.walk(tab, served.database, payloads, one_by_one=True)

    assert len(made) > 10
    assert set(made) <= {name for name, changes in walking.table().items() if changes}
    assert walking.failures(caplog.records) == []
