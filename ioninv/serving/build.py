"""Build the page once for each state of the files it depends on.

A build happens on a copy of those files, so editing meanwhile cannot mix two states, and is
moved into place whole under the stamp of what it was made from. What is there is complete.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ioninv.config import ROOT
from ioninv.errors import Conflict

_SOURCES = ("ioninv", "assets", "reflex.lock", "rxconfig.py", "requirements.lock")
_MADE_BY_RUNNING = {"__pycache__", "external"}
_KEPT_BUILDS = 4
_LINES_SHOWN = 40


def ready_page(say: Callable[[str], None], root: Path = ROOT) -> Path:
    """The folder of the page as the files are now, built first if need be.

    Raises Conflict with the end of the log when it cannot be built.
    """
    page = root / ".build" / stamp(root)
    if page.is_dir():
        return page
    with _alone(root / ".build", say):
        return _build(root, say)


def is_built(root: Path = ROOT) -> bool:
    """Whether the next start need not build."""
    return (root / ".build" / stamp(root)).is_dir()


def stamp(root: Path = ROOT) -> str:
    """A name for the content of every file the page depends on."""
    digest = hashlib.sha256()
    for path in _sources(root):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:20]


def _sources(root: Path) -> list[Path]:
    found: list[Path] = []
    for name in _SOURCES:
        for folder, folders, files in os.walk(root / name):
            folders[:] = [each for each in folders if each not in _MADE_BY_RUNNING]
            found += [Path(folder, each) for each in files]
        if (root / name).is_file():
            found.append(root / name)
    return sorted(found)


@contextmanager
def _alone(folder: Path, say: Callable[[str], None]) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another build of the page to end…")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(root: Path, say: Callable[[str], None]) -> Path:
    work = root / ".build" / "work"
    _copy_sources(root, work)
    page = root / ".build" / stamp(work)
    if page.is_dir():
        return page
    say("Building the page (once after each change, about 20 s)…")
    _export(work)
    _write_one_way(work / "reflex.lock" / "package.json")
    if stamp(work) != page.name:
        # Reflex resolved packages that the lock did not name yet.
        _return_lock(work, root, say)
        page = page.with_name(stamp(work))
    _keep(work / ".web", page)
    _forget_old(root / ".build", page)
    return page


def _copy_sources(root: Path, work: Path) -> None:
    """Make `work` hold exactly the sources, beside what earlier builds may reuse."""
    for name in _SOURCES:
        old = work / name
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink(missing_ok=True)
    for path in _sources(root):
        target = work / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    # With its own files, Reflex does not try out registries, and the user's settings count.
    (work / "bunfig.toml").write_text("[install]\n")
    (work / ".npmrc").write_text("fund=false\n")


def _export(work: Path) -> None:
    log = work / "build.log"
    with log.open("w") as output:
        done = subprocess.run(
            [sys.executable, "-m", "reflex", "export", "--no-zip", "--frontend-only"],
            cwd=work,
            env=_environment(work),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0 or not _is_whole(work / ".web"):
        end = "\n".join(log.read_text(errors="replace").splitlines()[-_LINES_SHOWN:])
        raise Conflict(f"The page could not be built. The end of {log}:\n{end}")


def _environment(work: Path) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if "REFLEX_" not in k}
    return inherited | {
        # The copy, not the checkout, is what gets imported.
        "PYTHONPATH": str(work),
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_DIR": str(work / ".reflex"),
        "REFLEX_TELEMETRY_ENABLED": "false",
        "TERM": "dumb",
    }


def _is_whole(web: Path) -> bool:
    return (web / "build" / "client" / "index.html").is_file()


def _keep(web: Path, page: Path) -> None:
    """Move what serving needs to its place in one step, so that it is there whole or not at all."""
    coming = page.with_suffix(".coming")
    shutil.rmtree(coming, ignore_errors=True)
    shutil.copytree(web / "build" / "client", coming / "build" / "client")
    shutil.copytree(web / "backend", coming / "backend")
    coming.rename(page)


def _write_one_way(path: Path) -> None:
    """Reflex writes this file now on one line, now on many: a change must be a change."""
    path.write_text(json.dumps(json.loads(path.read_text()), indent=2) + "\n")


def _return_lock(work: Path, root: Path, say: Callable[[str], None]) -> None:
    shutil.copytree(work / "reflex.lock", root / "reflex.lock", dirs_exist_ok=True)
    say("The packages of the page changed: reflex.lock/ is to be committed.")


def _forget_old(builds: Path, newest: Path) -> None:
    older = [each for each in builds.iterdir() if _is_whole(each) and each != newest]
    older.sort(key=lambda each: each.stat().st_mtime, reverse=True)
    for each in older[_KEPT_BUILDS - 1 :]:
        shutil.rmtree(each, ignore_errors=True)


if __name__ == "__main__":
    ready_page(print)
