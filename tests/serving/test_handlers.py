"""Every handler of the screen is a public endpoint: called raw, by everybody, with nonsense.

S1 is every handler × anonymous, viewer, operator, administrator × forty values. All of that takes
a minute and stands in tests/e2e/test_every_handler.py; here each handler is called by a viewer with
what gets furthest.
"""

from collections.abc import Iterator
from typing import Any

from ioninv.ui import arguments
from ioninv.vocabulary import Role
from tests.serving import walking
from tests.serving.hostile import VALUES

NONSENSE = VALUES[38]


def payloads(full: str) -> Iterator[Any]:
    good = walking.plausible(full)
    yield good
    yield dict.fromkeys(good, NONSENSE)


def test_every_handler_is_in_the_table():
    assert set(walking.handlers()) == set(walking.table())


def test_every_handler_says_what_it_takes_in_a_way_that_is_checked():
    for full in walking.handlers().values():
        assert isinstance(arguments.checks(walking.function_of(full)), dict)


def test_who_may_only_look_changes_nothing(served, caplog):
    with served.tab(Role.VIEWER) as tab:
        before = walking.dump(served.database)
        walking.walk(tab, served.database, payloads, one_by_one=False)

    after = walking.dump(served.database)
    assert walking.unauthorised(before, after, tab.somebody) == []
    assert walking.failures(caplog.records) == []
