"""Rows that have been checked, kept aside until all are: in memory while few, then on disk."""

import marshal
import tempfile
from collections.abc import Iterator
from typing import Any, Final

_IN_MEMORY: Final = 2**24
_LENGTH: Final = 8


class Spool:
    """Batches of plain values, read back in the order in which they came."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        self.rows = 0

    def add(self, batch: list[tuple[Any, ...]]) -> None:
        data = marshal.dumps(batch)
        self._file.write(len(data).to_bytes(_LENGTH, "big"))
        self._file.write(data)
        self.rows += len(batch)

    def batches(self) -> Iterator[list[tuple[Any, ...]]]:
        self._file.seek(0)
        while length := self._file.read(_LENGTH):
            yield marshal.loads(self._file.read(int.from_bytes(length, "big")))

    def close(self) -> None:
        self._file.close()
