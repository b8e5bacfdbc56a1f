"""Somebody else who holds the lock of the build."""

import fcntl
import threading
from collections.abc import Callable
from pathlib import Path

import pytest


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
