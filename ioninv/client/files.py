"""Files that go in and out: import, export, attachments."""

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

from ioninv.client.connection import Connection, Where, asked
from ioninv.client.reading import shaped
from ioninv.client.shapes import Attached, Imported

IMPORTED: Final = ("locations", "suppliers", "parts", "purchase-lines", "items")
"""What a file to import can hold, in the order in which they need each other."""

EXPORTED: Final = (*IMPORTED, "issues")
_LONG_SECONDS: Final = 900.0


class Files(Connection):
    """What a program does with files."""

    def import_file(
        self,
        file: str | Path,
        *,
        kind: str = "",
        mapping: Mapping[str, str] | None = None,
        system: str = "",
        dry_run: bool = False,
        key: str | None = None,
    ) -> Imported:
        """Import a CSV file: all that it says, or nothing. A second time changes nothing.

        Raises Invalid with a problem for each row and column that cannot be. Sent again because the
        first answer was lost, an import answers what it did the first time.
        """
        path = Path(file)
        said = {"name": path.name, "kind": kind, "system": system, "dry_run": str(dry_run).lower()}
        query = [(name, value) for name, value in said.items() if value]
        query += [("map", f"{header}={field}") for header, field in (mapping or {}).items()]
        headers = {"Content-Type": "text/csv", "Idempotency-Key": key or uuid4().hex}
        answer = self.send_file(
            "POST", "/imports", path, query=query, headers=headers, seconds=_LONG_SECONDS
        )
        return shaped(Imported, answer)

    def export(
        self, to: str | Path | BinaryIO, kind: str = "items", where: Where = "", sort: str = ""
    ) -> None:
        """Write what the grid would show as CSV, block by block, to a file or a stream.

        A file is there whole, or as it was before. Raises NoAnswer when the end did not come.
        """
        query = [*asked(where), *([("sort", sort)] if sort else [])]
        if not isinstance(to, str | Path):
            self._export(to, kind, query)
            return
        path = Path(to)
        handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                self._export(stream, kind, query)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise

    def attach(self, item_id: int, file: str | Path, *, key: str | None = None) -> Attached:
        """Attach a file to an item."""
        path = Path(file)
        headers = {
            "Content-Type": "application/octet-stream",
            "Idempotency-Key": key or uuid4().hex,
        }
        answer = self.send_file(
            "POST",
            f"/items/{item_id}/attachments",
            path,
            query=[("name", path.name)],
            headers=headers,
        )
        return shaped(Attached, answer)

    def _export(self, stream: BinaryIO, kind: str, query: list[tuple[str, str]]) -> None:
        with self.streamed(f"/export/{kind}.csv", query) as blocks:
            for block in blocks:
                stream.write(block)
        stream.flush()
