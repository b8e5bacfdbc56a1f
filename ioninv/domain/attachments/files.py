"""Files under the data folder, named by the SHA-256 of what is in them: the same content lies there once."""

import contextlib
import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from sqlalchemy import event, text
from sqlmodel import Session

from ioninv.errors import Conflict

FILES: Final = "files"
STAGING: Final = "staging"
THUMBNAILS: Final = "thumbnails"
_LOCK: Final = "lock"
_LEFT_BEHIND_SECONDS: Final = 3_600
_ON_ITS_WAY_SECONDS: Final = 600
_BLOCK: Final = 2**20
_KEPT_FREE: Final = 100 * 2**20
_FULL: Final = (28, 122)  # ENOSPC, EDQUOT


def folder_of(session: Session) -> Path:
    """The data folder: where the database file lies that this session has open."""
    opened = session.execute(text("SELECT file FROM pragma_database_list WHERE name = 'main'"))
    return Path(opened.scalar_one()).parent


def path_of(folder: Path, sha256: str) -> Path:
    return folder / FILES / sha256[:2] / sha256[2:]


def thumbnail_path(folder: Path, sha256: str, side: int) -> Path:
    return folder / THUMBNAILS / sha256[:2] / f"{sha256[2:]}-{side}.webp"


def stage(folder: Path) -> Path:
    """A new empty file beside the files, on the same file system."""
    staging = folder / FILES / STAGING
    with told_when_full():
        staging.mkdir(parents=True, exist_ok=True)
        handle, path = tempfile.mkstemp(dir=staging)
    os.close(handle)
    return Path(path)


def refuse_full_disk(folder: Path, needed: int) -> None:
    """Raises Conflict when `needed` bytes would leave the database too little room to go on."""
    disk = os.statvfs(folder)
    if disk.f_bavail * disk.f_frsize < needed + _KEPT_FREE:
        raise _disk_full()


@contextlib.contextmanager
def told_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise _disk_full() from error
        raise


def _disk_full() -> Conflict:
    return Conflict(
        "The disk of the server is full. Nothing was stored: make room on it, then try again.",
        "file",
    )


def sync(file: IO[bytes]) -> None:
    """On the disk, not only on its way there."""
    file.flush()
    os.fsync(file.fileno())


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def place(session: Session, staged: Path, sha256: str, size: int) -> None:
    """Put a staged file among the files, before the row that will speak of it is written.

    If the transaction of the session fails, it is gone again. The staged name stays until then: what
    a killed server leaves there says what to look for, see `sweep`.
    """
    target = path_of(folder_of(session), sha256)
    with told_when_full():
        _placing(session).put(staged, target, size)


def _placing(session: Session) -> "_Placing":
    placing = session.info.get(_Placing)
    if placing is None:
        placing = session.info[_Placing] = _Placing(folder_of(session) / FILES)
        if not event.contains(session, "after_commit", _keep):
            event.listen(session, "after_commit", _keep)
            event.listen(session, "after_rollback", _take_back)
    return placing


def _keep(session: Session) -> None:
    if placing := session.info.pop(_Placing, None):
        placing.end()


def _take_back(session: Session) -> None:
    if placing := session.info.pop(_Placing, None):
        placing.take_back()
        placing.end()


class _Placing:
    """What one transaction puts among the files, under a lock that other processes respect."""

    def __init__(self, folder: Path) -> None:
        self._new: list[Path] = []
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = (folder / _LOCK).open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def put(self, staged: Path, target: Path, size: int) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(staged, target)
            self._new.append(target)
        except FileExistsError:
            if target.stat().st_size == size:
                return
            # It was cut short by something. Here is the whole of it again.
            beside = target.with_suffix(".whole")
            os.link(staged, beside)
            beside.replace(target)
        _sync_folder(target.parent)

    def take_back(self) -> None:
        for path in self._new:
            path.unlink(missing_ok=True)

    def end(self) -> None:
        self._lock.close()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(session: Session) -> None:
    """Clear away what a killed server left in staging an hour ago or more.

    In a write transaction: a file that was placed, but whose row never came, goes too.
    """
    folder = folder_of(session)
    before = time.time() - _LEFT_BEHIND_SECONDS
    for staged in (folder / FILES / STAGING).glob("*"):
        there = staged.stat()
        if there.st_mtime > before:
            continue
        if there.st_nlink > 1:
            sha256 = digest(staged)
            if not session.execute(_IS_KNOWN, {"sha256": sha256}).scalar_one():
                path_of(folder, sha256).unlink(missing_ok=True)
        staged.unlink(missing_ok=True)


def broken_files(session: Session) -> Iterator[str]:
    """A sentence for each attachment whose file is not what it was, and each file without one."""
    folder = folder_of(session)
    known: set[str] = set()
    for row in session.execute(_CONTENTS):
        known.add(row.sha256)
        path = path_of(folder, row.sha256)
        if not path.is_file():
            yield f"attachment {row.id} ({row.name}): its file is missing"
        elif path.stat().st_size != row.size or digest(path) != row.sha256:
            yield f"attachment {row.id} ({row.name}): its file is not what was attached"
    for path in (folder / FILES).glob("[0-9a-f][0-9a-f]/*"):
        # What came a moment ago may belong to a row that this snapshot does not know yet.
        is_new = path.stat().st_mtime > time.time() - _ON_ITS_WAY_SECONDS
        if path.parent.name + path.name not in known and not is_new:
            yield f"the file {path.relative_to(folder)} belongs to no attachment"


_IS_KNOWN = text("SELECT EXISTS (SELECT 1 FROM attachment WHERE sha256 = :sha256)")
_CONTENTS = text(
    "SELECT min(id) AS id, name, sha256, size FROM attachment GROUP BY sha256, size ORDER BY 1"
)
