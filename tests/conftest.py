"""A house for each test: a fresh database, a keeper who may do everything, a viewer who looks."""

import gc
import inspect
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event
from sqlmodel import Session

from ioninv.db import Database
from ioninv.db.engine import FILE_NAME
from ioninv.domain.access import Actor
from ioninv.domain.accounts import create_user, first_user, guessing, passwords, resolving
from ioninv.domain.accounts.first_user import FIRST_NAME
from ioninv.domain.house import open_house
from ioninv.vocabulary import PERMISSIONS, Role, Source
from tests.entering import KEEPERS, begin

T = TypeVar("T")
Stock = Callable[[Session, Actor], T]
Furnished = Callable[[Stock[Any]], tuple[Path, Any]]


# What is imported stays: looking through all of it for garbage would take seconds of every process.
gc.disable()

# rx.asset asks which module each frame is of, and looks through all modules for one without a file.
inspect.modulesbyfile["<frozen importlib._bootstrap>"] = "importlib._bootstrap"
inspect.modulesbyfile["<frozen importlib._bootstrap_external>"] = "importlib._bootstrap_external"


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first: a worker that begins one last would be waited for."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> None:
    """Hashes that cost nothing: what they cost on purpose is a test of its own."""
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def _nobody_came_before() -> None:
    """What this process keeps beside the database: guesses, and who was seen."""
    guessing.forget()
    resolving._seen.take()


@pytest.fixture(scope="session")
def empty_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database file of a house as it is set up, where the first user is signed in somewhere."""
    folder = tmp_path_factory.mktemp("house")
    database = open_house(folder)
    with database.writing() as session:
        begin(session, FIRST_NAME, KEEPERS)
    database.close()
    return folder / FILE_NAME


@pytest.fixture(scope="session")
def furnished(empty_house: Path, tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """furnished(stock) → the file of a house in which that was done, once, and what it gave."""

    @cache
    def once(stock: Stock[Any]) -> tuple[Path, Any]:
        folder = tmp_path_factory.mktemp("furnished")
        shutil.copy(empty_house, folder)
        database = Database(folder / FILE_NAME)
        without_waiting_for_the_disk(database)
        with database.writing() as session:
            given = stock(session, first_user(session, Source.SCREEN))
        database.close()
        return folder / FILE_NAME, given

    return once


@pytest.fixture(scope="session")
def new_house(empty_house: Path) -> Path:
    """The database file that each test begins with a copy of; a module may have its own."""
    return empty_house


class Engines:
    """One pair of engines for all tests, on the file of each in turn.

    SQLAlchemy keeps compiled statements by engine: new engines would compile all of them anew.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        first = Database(path)
        self.writer, self.reader = first.writer, first.reader
        for engine in (self.writer, self.reader):
            event.listen(engine, "do_connect", self._connect)

    def at(self, path: Path) -> Database:
        self.path = path
        database = Database(path)
        database.writer, database.reader = self.writer, self.reader
        return database

    def _connect(self, _dialect: Any, _record: Any, arguments: list[Any], _given: Any) -> None:
        arguments[0] = str(self.path)


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Engines:
    return Engines(tmp_path_factory.mktemp("engines") / FILE_NAME)


@pytest.fixture
def database(new_house: Path, engines: Engines, tmp_path: Path) -> Iterator[Database]:
    """A database of the test's own."""
    path = tmp_path / FILE_NAME
    shutil.copy(new_house, path)
    database = engines.at(path)
    without_waiting_for_the_disk(database)
    yield database
    database.close()


@pytest.fixture
def furnish(database: Database, furnished: Furnished) -> Callable[[Stock[T]], T]:
    """furnish(stock) → what that gave: the test's house, empty until now, is one where it was done."""

    def put(stock: Stock[T]) -> T:
        assert not database._wrote, "what the test stored itself would be lost"
        path, given = furnished(stock)
        for engine in (database.writer, database.reader):
            engine.dispose()
        for beside in ("-wal", "-shm"):
            database.path.with_name(FILE_NAME + beside).unlink(missing_ok=True)
        shutil.copy(path, database.path)
        without_waiting_for_the_disk(database)
        return given

    return put


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One write transaction over the test; its commit at the end must succeed."""
    with database.writing() as session:
        yield session


@pytest.fixture
def keeper(session: Session) -> Actor:
    """The first user, an administrator."""
    return first_user(session, Source.SCREEN)


@pytest.fixture
def viewer(session: Session, keeper: Actor) -> Actor:
    """Somebody who may look at everything and change nothing."""
    user = create_user(session, keeper, "viewer", Role.VIEWER)
    return Actor(user.id, user.name, PERMISSIONS[Role.VIEWER], Source.SCREEN, Role.VIEWER)


def without_waiting_for_the_disk(database: Database) -> None:
    """What a test stores need not outlive a power cut."""
    connection = database.writer.raw_connection()
    connection.cursor().execute("PRAGMA synchronous = OFF")
    connection.close()
