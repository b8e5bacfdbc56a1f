"""What the database itself refuses, whatever the code above it does."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, SQLModel

from ioninv import models
from ioninv.db import Database, open_database
from ioninv.db.migrate import migrate
from ioninv.errors import Conflict

MODELS = [getattr(models, name) for name in models.__all__]
PERMANENT = (
    "user", "change_set", "event", "supplier", "usage_type", "location", "part", "inventory_item",
    "hold", "attribute", "attachment", "role", "api_token",
)  # fmt: skip
VERSIONED = (
    "supplier", "usage_type", "location", "part", "inventory_item", "hold", "attribute", "attachment", "user",
    "role", "api_token",
)  # fmt: skip
_FACT = {
    "inventory_item": "note",
    "hold": "reason",
    "attachment": "note",
    "user": "role",
    "api_token": "expires_at",
}


def refused(session: Session, statement: str, words: str) -> None:
    """The statement fails, with these words, and changes nothing."""
    before = session.execute(text("SELECT total_changes()")).scalar_one()
    with pytest.raises(IntegrityError, match=words):
        session.execute(text(statement))
    assert session.execute(text("SELECT total_changes()")).scalar_one() == before


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__tablename__)
def test_a_model_has_the_columns_of_its_table(session, model: type[SQLModel]):
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    stored = session.execute(text(f"PRAGMA table_info({table.name})")).all()

    assert {column.name for column in table.columns} == {row.name for row in stored}
    required = {column.name for column in table.columns if not column.nullable}
    assert required == {row.name for row in stored if row.notnull or row.pk}


def test_every_table_has_its_model(session):
    query = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    tables = set(session.execute(text(query)).scalars())

    assert tables - {"alembic_version", "sqlite_schema"} == {m.__tablename__ for m in MODELS}


@pytest.mark.parametrize("table", PERMANENT)
def test_nothing_is_ever_deleted(session, item, table):
    refused(session, f"DELETE FROM {table}", f"{table}: nothing is ever deleted")


@pytest.mark.parametrize("table", PERMANENT)
def test_nothing_is_replaced(session, item, table):
    statement = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"

    refused(session, statement, f"{table}: nothing is ever deleted")


@pytest.mark.parametrize("table", ["change_set", "event"])
def test_history_is_append_only(session, item, table):
    refused(session, f"UPDATE {table} SET occurred_at = 0", f"{table}: history is append-only")


@pytest.mark.parametrize("table", VERSIONED)
def test_a_row_does_not_change_without_its_event(session, item, table):
    words = f"{table}: a change needs the next version and its event"

    refused(session, f"UPDATE {table} SET version = version + 1", words)
    refused(session, f"UPDATE {table} SET id = id + 100, version = version + 1", words)
    column = _FACT.get(table, "archived")
    refused(session, f"UPDATE {table} SET {column} = {column}", words)


@pytest.mark.parametrize("table", VERSIONED)
def test_a_row_does_not_come_without_its_event(session, item, table):
    columns = [row.name for row in session.execute(text(f"PRAGMA table_info({table})"))]
    copied = ", ".join("id + 100" if name == "id" else name for name in columns)

    refused(
        session,
        f"INSERT INTO {table} SELECT {copied} FROM {table}",
        f"{table}: a new row needs version 1 and its event",
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("quantity = 2000000", "a_serial_means_one"),
        ("quantity = -1", "CHECK"),
        ("quantity = 1.5", "CHECK"),
        ("quantity = 'many'", "CHECK"),
        ("unit_cost = -1", "CHECK"),
        ("serial = ''", "CHECK"),
        ("serial_key = NULL", "a_serial_is_keyed"),
        ("status = 11", "CHECK"),
        ("part_id = 99", "FOREIGN KEY"),
        ("parent_id = id", "CHECK"),
    ],
)
def test_an_item_that_cannot_be_is_refused(session, item, change, words):
    # An event of the next version stands ready, so that nothing but the rule is in the way.
    session.execute(
        text("""
            INSERT INTO event
                (change_set_id, entity, entity_id, version, schema, kind, changes, occurred_at, hash)
            SELECT id, 'item', :item, 2, 1, 'edited', '{}', 0, x'00' FROM change_set LIMIT 1"""),
        {"item": item},
    )

    refused(session, f"UPDATE inventory_item SET {change}, version = 2 WHERE id = {item}", words)


def test_a_reading_session_cannot_write(database: Database):
    with (
        database.reading() as session,
        pytest.raises(OperationalError, match="readonly database"),
    ):
        session.execute(text("UPDATE user SET name = 'x'"))


def test_a_second_migration_does_nothing(database: Database):
    def look() -> list[object]:
        with database.writer.connect() as connection:
            return [
                connection.execute(text("PRAGMA schema_version")).scalar_one(),
                connection.execute(text("SELECT * FROM alembic_version")).all(),
                connection.execute(text("SELECT * FROM user")).all(),
            ]

    before = look()
    migrate(database.writer)

    assert look() == before


def test_a_newer_schema_is_refused_and_left_alone(database: Database):
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(Conflict, match="schema 9999, which this ioninv does not know"):
        open_database(database.path.parent)

    with database.reading() as session:
        version = session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        assert version == "9999"
        assert session.execute(text("SELECT count(*) FROM user")).scalar_one() == 1
