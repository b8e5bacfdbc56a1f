"""One SQLite file: one writer at a time, many readers, no write that begins as a read."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from ioninv.db.driver import driver
from ioninv.db.migrate import migrate, schema_is_current
from ioninv.errors import Conflict, NotFound

P = ParamSpec("P")
T = TypeVar("T")

FILE_NAME = "ioninv.db"
BUSY_MILLISECONDS = 5_000
READERS = 4
WRITES = "writes"
"""In the `info` of a session that may write."""

_CHECKPOINT_SECONDS = 1.0


def open_database(folder: Path, *, create: bool = True) -> "Database":
    """Open the database in `folder`, migrating it as needed, and making it where `create` allows.

    Looks before it asks for the write lock, so that one who only reads waits for nobody. Raises
    NotFound when there is none and none may be made, Conflict when its schema is newer than this
    ioninv or somebody else keeps the lock while it must be migrated.
    """
    path = folder / FILE_NAME
    if not create and not path.exists():
        raise NotFound(f"There is no inventory in {folder}. Check --data, or start ioninv there.")
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(path)
    with database.reader.connect() as connection:
        is_current = schema_is_current(connection)
    if not is_current:
        with _told_when_locked():
            migrate(database.writer)
    return database


class Database:
    """Sessions on one file: `reading()` and `writing()` here, `read()` and `write()` off the loop."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer = _engine(path, begin="BEGIN IMMEDIATE", size=1)
        self.reader = _engine(path, begin="BEGIN", size=READERS, read_only=True)
        self._write_queue = ThreadPoolExecutor(1, "ioninv-writer")
        self._read_pool = ThreadPoolExecutor(READERS, "ioninv-reader")
        self._stopping = threading.Event()
        self._wrote = False

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on a snapshot; any attempt to write through it fails."""
        with Session(self.reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that holds the write lock from its first word; commits at the end, or nothing.

        Raises Conflict when another process kept the lock for `BUSY_MILLISECONDS`.
        """
        self._wrote = True
        with (
            _told_when_locked(),
            Session(self.writer, expire_on_commit=False, info={WRITES: True}) as session,
            session.begin(),
        ):
            yield session

    async def read(
        self, door: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a domain door on a reader thread, so that the event loop goes on."""

        def work() -> T:
            with self.reading() as session:
                return door(session, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._read_pool, work)

    async def write(
        self, door: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a domain door on the writer thread: first come, first served, one transaction each."""

        def work() -> T:
            with self.writing() as session:
                return door(session, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._write_queue, work)

    def keep_checkpointed(self) -> None:
        """Copy the write-ahead log back in the background, so that no writer has to wait for it."""
        threading.Thread(target=self._checkpoint, name="ioninv-checkpoint", daemon=True).start()

    def close(self) -> None:
        self._stopping.set()
        self._write_queue.shutdown()
        self._read_pool.shutdown()
        self.reader.dispose()
        if self._wrote:
            with self.writer.connect() as connection:
                driven: Any = connection.connection.driver_connection
                # Tidying up waits for nobody: the next one to close does it.
                driven.execute("PRAGMA busy_timeout = 0")
                driven.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.writer.dispose()

    def _checkpoint(self) -> None:
        connection = _connect(self.path)
        while not self._stopping.wait(_CHECKPOINT_SECONDS):
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        connection.close()


@contextmanager
def _told_when_locked() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error.orig) or "busy" in str(error.orig):
            raise Conflict(
                "Somebody else is writing a large change. Nothing was stored; try again in a moment."
            ) from error
        raise


def _engine(path: Path, *, begin: str, size: int, read_only: bool = False) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        module=driver(),
        pool_size=size,
        max_overflow=0,
        pool_timeout=30,
        # What is stored, hashes of passwords too, has no business in error messages.
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        _prepare(connection)
        if read_only:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _connect(path: Path) -> Any:
    connection = driver().connect(str(path), check_same_thread=False)
    _prepare(connection)
    return connection


def _prepare(connection: Any) -> None:
    # The driver must not begin transactions of its own: we say when, and how.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        # Without it INSERT OR REPLACE deletes rows behind the back of the DELETE triggers.
        "recursive_triggers = ON",
        "wal_autocheckpoint = 0",
        "journal_size_limit = 67108864",
        "mmap_size = 268435456",
        "cache_size = -32768",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
