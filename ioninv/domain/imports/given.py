"""One row of a file: its cells by field, and what is wrong with them by column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ioninv import codes
from ioninv.db.types import to_instant
from ioninv.domain.csv_cells import MARK, unguarded
from ioninv.domain.imports.headers import Layout
from ioninv.domain.imports.report import Problems
from ioninv.domain.imports.tables import Table
from ioninv.domain.input import Reading
from ioninv.errors import Refused

# As spreadsheets in English, German, French, Spanish and Italian write them.
_YES = {"true", "yes", "y", "1", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "si", "vero"}
_NO = {"false", "no", "n", "0", "falsch", "nein", "faux", "non", "falso"}
# A long number, such as a bar code, as a spreadsheet shows and then saves it.
_SHORTENED = re.compile(r"[0-9]([.,][0-9]+)?[Ee]\+(1[1-9]|[2-9][0-9]|[0-9]{3})")
_CODES: Final = ("uid", "id", "part_number", "serial", "lot", "purchase_order", "work_order")


@dataclass(frozen=True)
class GivenRow:
    """The cells of one row that are not blank, by field name."""

    file: str
    number: int
    cells: dict[str, str]
    layout: Layout
    problems: Problems

    def reading(self) -> Reading:
        return Reading(self.cells)

    def get(self, field: str) -> str:
        return self.cells.get(field, "")

    def refuse(self, field: str, message: str) -> None:
        self.problems.add(self.file, self.number, self.layout.header(field), message)

    def refuse_all(self, refused: Refused, field: str = "") -> None:
        """Tell the problems of a form as this row's; of `field`, where it is given."""
        for problem in refused.problems:
            self.refuse(field or problem.field, problem.message)

    def passes(self, reading: Reading) -> bool:
        """Whether nothing was wrong; otherwise it is told."""
        for problem in reading.problems:
            self.refuse(problem.field, problem.message)
        return not reading.problems


def rows_of(table: Table, layout: Layout, problems: Problems) -> Iterator[GivenRow]:
    """Every row of a table, blank cells left out."""
    columns = [(place, field.name) for place, field in layout.columns]
    for number, cells in table.rows():
        given: dict[str, str] = {}
        for place, name in columns:
            cell = cells[place]
            if cell and not cell.isspace() and (cell.isprintable() or codes.clean(cell)):
                given[name] = unguarded(cell) if cell[0] == MARK else cell
        row = GivenRow(table.name, number, given, layout, problems)
        for name in _CODES:
            if "+" in given.get(name, ""):
                refuse_shortened(row, name)
        yield row


def refuse_shortened(row: GivenRow, field: str) -> bool:
    """Refuse what was a long number, such as a bar code, before a spreadsheet saved it."""
    given = row.get(field)
    if _SHORTENED.fullmatch(given.strip()) is None:
        return False
    row.refuse(
        field,
        f"“{given}” is a long number that a spreadsheet has shortened. "
        "Format the column as text there, and enter it anew.",
    )
    return True


def said_truth(word: str) -> bool | None:
    """Yes or no in the words of usual spreadsheets, as a key; None for any other word."""
    return True if word in _YES else False if word in _NO else None


def truth(reading: Reading, field: str, label: str) -> bool | None:
    """Yes or no in the words of usual spreadsheets; None when blank."""
    given = codes.key(reading.given(field))
    if not given:
        return None
    said = said_truth(given)
    if said is None:
        reading.refuse(field, f"{label} “{given[:40]}” is neither true nor false.")
    return said


def instant(reading: Reading, field: str, label: str) -> datetime | None:
    """A day or a time as in ISO 8601, in UTC where it does not say; None when blank."""
    given = codes.clean(reading.given(field))
    if not given:
        return None
    try:
        read = datetime.fromisoformat(given)
        aware = read if read.tzinfo else read.replace(tzinfo=UTC)
        to_instant(aware)
    except (ValueError, OverflowError):
        reading.refuse(
            field,
            f"{label} “{given[:40]}” is not a date. "
            "Write it like 2026-05-03 or 2026-05-03T14:30:00Z.",
        )
        return None
    return aware


def past(reading: Reading, field: str, label: str, now: datetime) -> datetime | None:
    """An instant that has been: when something happened."""
    at = instant(reading, field, label)
    if at and at > now:
        reading.refuse(field, f"{label} {codes.clean(reading.given(field))} lies in the future.")
        return None
    return at


def dated(reading: Reading, field: str, label: str, now: datetime) -> datetime | None:
    """An instant, or now where it would lie in the future."""
    at = instant(reading, field, label)
    return at and min(at, now)
