"""Make the Python environment that the programs in this folder run in. Standard library only."""

# So that a Python that is too old reads this far, and can be told so.
from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

RUN = "requirements.lock"
DEVELOP = "requirements-dev.lock"

_OLDEST = (3, 11)


def ensure(lock: str = RUN) -> None:
    """Return when `.venv` holds what `lock` names, set up now if it does not.

    What needs less is content with an environment made for more.
    """
    if sys.version_info < _OLDEST:
        here = ".".join(map(str, sys.version_info[:2]))
        stop(f"ioninv needs Python 3.11 or newer; this is {here} ({sys.executable}).")
    if _is_ready(lock):
        return
    with (ROOT / ".venv.lock").open("w") as guard:
        try:
            fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up of this folder to end…")
            fcntl.flock(guard, fcntl.LOCK_EX)
        if not _is_ready(lock):
            _set_up(lock)


def say(sentence: str) -> None:
    """Tell what goes on, beside what the program itself prints."""
    print(sentence, file=sys.stderr, flush=True)


def stop(sentence: str) -> None:
    """Refuse: one sentence, and the exit status for it."""
    say(sentence)
    sys.exit(1)


def run_module(*words: str) -> None:
    """Become `python -m …` of the environment."""
    os.execv(PYTHON, [str(PYTHON), "-m", *words])


def _is_ready(lock: str) -> bool:
    enough = [lock] if lock == DEVELOP else [RUN, DEVELOP]
    return PYTHON.exists() and any(_mark(each).exists() for each in enough)


def _mark(lock: str) -> Path:
    """A file that exists once what `lock` says now is installed, by this Python, in this folder."""
    made_of = f"{(ROOT / lock).read_text()}\n{ROOT}\n{PYTHON.resolve()}"
    return VENV / f"{lock}.{hashlib.sha256(made_of.encode()).hexdigest()[:16]}"


def _set_up(lock: str) -> None:
    say("Setting up: Python environment (once, about a minute)…")
    for mark in VENV.glob("requirements*.lock.*"):
        mark.unlink()
    unfinished = VENV / "unfinished"
    if VENV.exists() and (unfinished.exists() or not _has_pip()):
        shutil.rmtree(VENV)
    _call([sys.executable, "-m", "venv", str(VENV)], _WITHOUT_VENV)
    unfinished.touch()
    # A checkout is not installed: its own folder is put where Python looks for packages.
    for packages in VENV.glob("lib/python*/site-packages"):
        (packages / "ioninv.pth").write_text(f"{ROOT}\n")
    say("Setting up: packages, as the lock names them…")
    _call(
        [
            *(str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--no-input", "--require-hashes", "--no-deps", "-r", str(ROOT / lock)),
        ],
        "The packages could not be installed. Is there a connection to a package index?",
    )
    unfinished.unlink()
    _mark(lock).touch()
    say("Setting up: done.")


_WITHOUT_VENV = (
    "Python cannot make virtual environments here. "
    "On Debian and Ubuntu, install the package python3-venv."
)


def _has_pip() -> bool:
    """Whether the environment can be gone on with: its Python is there, and is the one it had."""
    if not PYTHON.exists():
        return False
    asked = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False)
    return asked.returncode == 0


def _call(command: list[str], on_failure: str) -> None:
    if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode:
        stop(on_failure)
