"""Opening a house: who only looks waits for nobody, and a wrong folder makes nothing."""

import time

import pytest
from sqlalchemy import text

from ioninv.db import Database, open_database
from ioninv.db.engine import BUSY_MILLISECONDS
from ioninv.domain.house import open_house
from ioninv.errors import Conflict, NotFound


def lock(session) -> None:
    """A write session takes the lock with its first word."""
    session.execute(text("SELECT 1"))


def test_a_house_opens_while_somebody_writes_for_long(database: Database):
    with database.writing() as session:
        lock(session)
        began = time.monotonic()
        opened = open_house(database.path.parent)
        opened.close()
        waited = time.monotonic() - began

    assert waited < BUSY_MILLISECONDS / 1000


def test_a_writer_that_waits_too_long_is_told_in_a_sentence(database: Database, monkeypatch):
    monkeypatch.setattr("ioninv.db.engine.BUSY_MILLISECONDS", 50)
    other = Database(database.path)
    with database.writing() as session:
        lock(session)
        with (
            pytest.raises(Conflict, match="Somebody else is writing"),
            other.writing() as second,
        ):
            lock(second)
    other.close()


def test_a_new_house_that_is_locked_is_told_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("ioninv.db.engine.BUSY_MILLISECONDS", 50)
    empty = Database(tmp_path / "ioninv.db")
    with empty.writing() as session:
        lock(session)
        with pytest.raises(Conflict, match="Somebody else is writing"):
            open_database(tmp_path)
    empty.close()


def test_a_wrong_folder_is_said_and_nothing_is_made(tmp_path):
    with pytest.raises(NotFound, match="There is no inventory in"):
        open_house(tmp_path / "typo", create=False)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["find", "X"], ["verify"], ["export"]])
def test_commands_that_look_make_no_house(tmp_path, capsys, command):
    from ioninv.cli.app import main

    with pytest.raises(SystemExit) as ended:
        main([*command, "--data", str(tmp_path / "typo")])

    assert ended.value.code == 1
    assert "There is no inventory in" in capsys.readouterr().err
    assert not (tmp_path / "typo").exists()
