"""Many at once: one winner for each serial, and no recount is lost."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from ioninv.db import Database
from ioninv.db.engine import FILE_NAME
from ioninv.db.types import from_micro
from ioninv.domain import items, parts
from ioninv.domain.accounts import first_user
from ioninv.domain.items import ItemForm
from ioninv.domain.reports import verify
from ioninv.errors import Conflict
from ioninv.vocabulary import Source

WRITERS = 64
ROUNDS, ADJUSTMENTS = (50, 50) if os.environ.get("CI") == "true" else (3, 15)
ADJUSTERS = 8


@pytest.fixture
def doors(new_house: Path, tmp_path: Path) -> Iterator[list[Database]]:
    """Two databases on one file, as two processes have them."""
    path = tmp_path / FILE_NAME
    shutil.copy(new_house, path)
    both = [Database(path), Database(path)]
    for database in both:
        connection = database.writer.raw_connection()
        connection.cursor().execute("PRAGMA synchronous = OFF")
        connection.close()
    yield both
    with both[0].reading() as session:
        broken = [c for c in verify(session, first_user(session, Source.CLI)) if c.broken]
    for database in both:
        database.close()
    assert broken == []


def make_part(database: Database) -> int:
    with database.writing() as session:
        form = parts.PartForm(part_number="BRKT", tracking="serial")
        return parts.create(session, first_user(session, Source.CLI), form).id


@pytest.mark.slow
def test_of_many_who_want_one_serial_one_gets_it(doors):
    part = make_part(doors[0])

    def take(session, serial: str) -> int:
        form = ItemForm(part_id=part, serials=serial)
        return items.create(session, first_user(session, Source.CLI), form).ids[0]

    async def race(serial: str) -> list[object]:
        runners = [doors[n % 2].write(take, serial) for n in range(WRITERS)]
        return await asyncio.gather(*runners, return_exceptions=True)

    for number in range(ROUNDS):
        results = asyncio.run(race(f"SN-{number}"))
        assert sum(isinstance(result, int) for result in results) == 1
        refusals = [str(result) for result in results if isinstance(result, Conflict)]
        assert len(refusals) == WRITERS - 1
        assert all(said.startswith(f"Serial SN-{number} already exists") for said in refusals)


@pytest.mark.slow
def test_no_adjustment_is_lost(doors):
    """Each adds one to what it has seen, and looks again when somebody was faster."""
    part = make_part(doors[0])
    with doors[0].writing() as session:
        keeper = first_user(session, Source.CLI)
        (item,) = items.create(session, keeper, ItemForm(part_id=part, quantity="1")).ids

    def look(session) -> tuple[int, Decimal]:
        row = session.execute(
            text("SELECT version, quantity FROM inventory_item WHERE id = :id"), {"id": item}
        ).one()
        return row.version, from_micro(row.quantity)

    def add(session, version: int, quantity: Decimal) -> None:
        keeper = first_user(session, Source.CLI)
        items.adjust(session, keeper, item, str(quantity + 1), "one more", version)

    async def adjuster(database: Database) -> None:
        left = ADJUSTMENTS
        while left:
            with suppress(Conflict):
                await database.write(add, *await database.read(look))
                left -= 1

    async def all_of_them() -> None:
        await asyncio.gather(*(adjuster(doors[n % 2]) for n in range(ADJUSTERS)))

    asyncio.run(all_of_them())
    with doors[1].reading() as session:
        assert look(session)[1] == 1 + ADJUSTERS * ADJUSTMENTS
