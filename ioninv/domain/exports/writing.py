"""The one writer of CSV: UTF-8 with its mark, CRLF, quotes as in RFC 4180, no cell a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from ioninv.domain.csv_cells import MARK, TAKEN_FOR_FORMULAS

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel takes UTF-8 for the local code page."""

Batch = Iterable[Sequence[Any]]


def chunks(header: Sequence[str], batches: Iterable[Batch]) -> Iterator[str]:
    """The text of a file, batch by batch. Cells are texts, whole numbers, or None for a blank."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow(_guarded(header))
    for batch in batches:
        writer.writerows(map(_guarded, batch))
        yield _taken(buffer)
    if rest := _taken(buffer):
        yield rest


def _guarded(
    cells: Sequence[Any], *, dangerous: frozenset[str] = TAKEN_FOR_FORMULAS
) -> Sequence[Any]:
    """`csv_cells.guarded` for a whole row, which hardly ever has such a cell."""
    for cell in cells:
        if cell.__class__ is str and cell[:1] in dangerous:
            return [
                MARK + each if isinstance(each, str) and each[:1] in dangerous else each
                for each in cells
            ]
    return cells


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
