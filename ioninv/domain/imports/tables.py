"""CSV as spreadsheets write it: which delimiter, which header, and rows that fit it."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from ioninv.domain.csv_cells import unguarded
from ioninv.domain.imports.files import FileGiven, encoding_of
from ioninv.errors import Invalid

DELIMITERS: Final = (",", ";", "\t")
MOST_COLUMNS: Final = 500
LONGEST_LINE: Final = 1_000_000

Row = tuple[int, list[str]]
"""Its number as a spreadsheet counts (the header is 1), and its cells."""


@dataclass(frozen=True)
class Table:
    """One file that can be read as a table, as often as needed."""

    file: FileGiven
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    _separator_line: bool

    @property
    def name(self) -> str:
        return self.file.name

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank, with as many cells as the header has.

        Raises Invalid where the text cannot be read as CSV, or a row does not fit its header.
        """
        width = len(self.header)
        with _reading(self.file, self.encoding) as stream:
            lines = _lines(stream, self.name)
            if self._separator_line:
                next(lines)
            records = _records(lines, self.delimiter, self.name)
            next(records)
            for number, cells in records:
                if not any(cells):
                    continue
                if len(cells) != width:
                    if len(cells) < width or any(cells[width:]):
                        raise Invalid(
                            f"{self.name}, row {number}: it has {len(cells):,} cells, "
                            f"the header has {width:,}."
                        )
                    cells = cells[:width]
                yield number, cells


def open_table(file: FileGiven, known: Callable[[str], bool]) -> Table:
    """Look at a file's encoding, delimiter and header. `known` says which headers mean something.

    Raises Invalid for what is no CSV, or has no usable header.
    """
    encoding = encoding_of(file)
    with _reading(file, encoding) as stream:
        lines = _lines(stream, file.name)
        first = next(lines, "")
        given = _given_delimiter(first)
        if given:
            first = next(lines, "")
        if not first.strip():
            raise Invalid(f"{file.name} has no header: its first row must name the columns.")
        delimiter = given or _delimiter(first, known)
        # A header may go on over several lines, in quotes.
        _, cells = next(_records(_chained(first, lines), delimiter, file.name))
    return Table(file, encoding, delimiter, _header(file.name, cells), bool(given))


def _header(name: str, cells: Sequence[str]) -> tuple[str, ...]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > MOST_COLUMNS:
        raise Invalid(f"{name} has {len(cells):,} columns, at most {MOST_COLUMNS:,} can be read.")
    return tuple(unguarded(cell).strip() for cell in cells)


def _given_delimiter(line: str) -> str:
    """What a first line such as `sep=;` names, as Excel writes and reads it."""
    text = line.strip("\r\n ").strip('"')
    return text[4:] if text[:4].casefold() == "sep=" and text[4:] in DELIMITERS else ""


def _delimiter(line: str, known: Callable[[str], bool]) -> str:
    def score(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([line], delimiter=delimiter), list[str]())
        return sum(map(known, cells)), len(cells)

    return max(DELIMITERS, key=score)


def _records(lines: Iterator[str], delimiter: str, name: str) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        raise Invalid(f"{name}, row {number + 1}: {_explained(str(error))}") from error
    except UnicodeDecodeError as error:
        raise Invalid(
            f"{name}, row {number + 1}: there are characters that cannot be read. "
            "Save it as “CSV UTF-8” and import that."
        ) from error


def _explained(said: str) -> str:
    if "field larger" in said:
        return (
            f"a cell has more than {csv.field_size_limit():,} characters, or a quote is not closed."
        )
    if "unexpected end" in said:
        return "a quote is opened here and never closed."
    if "expected after" in said:
        return "text follows a closing quote. Write a quote inside a cell twice."
    return f"it cannot be read as CSV ({said})."


@contextmanager
def _reading(file: FileGiven, encoding: str) -> Iterator[io.TextIOWrapper]:
    with file.open() as binary, io.TextIOWrapper(binary, encoding, newline="") as stream:
        yield stream


def _lines(stream: io.TextIOWrapper, name: str) -> Iterator[str]:
    """Lines with their ends, whichever they are; never more of one than may be held."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise Invalid(f"{name}, row {number}: it has more than {LONGEST_LINE:,} characters.")
        if "\0" in line:
            raise Invalid(f"{name}, row {number}: there is a NUL character: this is no CSV.")
        yield line


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
