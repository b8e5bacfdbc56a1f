"""Somebody else who holds the lock of the build, and a whole server to talk to."""

import fcntl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from ioninv.config import get_settings
from ioninv.db import Database
from ioninv.domain.accounts import first_user
from ioninv.domain.house import house
from ioninv.serving.rates import Rates
from ioninv.vocabulary import Role, Source
from tests.serving import walking
from tests.serving.tab import Tab, serve


@pytest.fixture
def run_beside(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, Callable[[], None]], None]:
    """Run something while the lock is held, and give the lock up once it waits."""

    def run(checkout: Path, work: Callable[[], None]) -> None:
        (checkout / ".build").mkdir()
        waits = threading.Event()
        flock = fcntl.flock

        def watched(file: object, how: int) -> None:
            if not how & fcntl.LOCK_NB:
                waits.set()
            flock(file, how)  # type: ignore[arg-type]

        with (checkout / ".build" / "lock").open("w") as held:
            flock(held, fcntl.LOCK_EX)
            monkeypatch.setattr(fcntl, "flock", watched)
            other = threading.Thread(target=work)
            other.start()
            assert waits.wait(10)
        other.join(10)
        assert not other.is_alive()

    return run


@dataclass
class Served:
    """The whole server in this process, on a house of its own with something of everything in it."""

    port: int
    database: Database

    @contextmanager
    def tab(self, role: Role | None) -> Iterator[Tab]:
        """Somebody's tab: of nobody who is signed in, without a role."""
        somebody = walking.come_in(self.database, role)
        with walking.acting_as(somebody):
            tab = Tab(self.port, somebody.headers, somebody=somebody)
            yield tab
            tab.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IONINV_DATA", str(tmp_path_factory.mktemp("data")))
        patch.setattr("ioninv.serving.events.event_rate", lambda: Rates(10**9, 10**9))
        patch.setattr("ioninv.ui.errors._QUIET_SECONDS", 0)
        patch.setattr("ioninv.domain.accounts.is_set_up", lambda _session: True)
        get_settings.cache_clear()
        house.cache_clear()
        with house().writing() as session:
            walking.furnish(session, first_user(session, Source.SCREEN))
        yield Served(serve(), house())
        house().close()
    get_settings.cache_clear()
    house.cache_clear()
