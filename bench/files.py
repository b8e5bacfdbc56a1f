"""Measure import and export: rows a second, and the memory it takes.

python -m bench.files [--items 100000] [--json]
"""

import argparse
import csv
import json
import resource
import tempfile
import time
from pathlib import Path

from ioninv.domain import exports, imports
from ioninv.domain.accounts import first_user
from ioninv.domain.house import open_house
from ioninv.domain.imports import FileGiven
from ioninv.vocabulary import Source

HEADER = (
    "ID", "Part Number", "Part Name", "Serial", "Lot", "Quantity", "Location", "Supplier",
    "Unit Cost", "Currency", "Purchase Order", "Received At", "Note",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder), given.items)
    if given.json:
        print(json.dumps(rows, indent=2))
        return
    for row in rows:
        print(f"{row['what']:<28} {row['rows_per_second']:>9,} rows/s   {row['peak_mib']:>5,} MiB")


def measure(folder: Path, items: int) -> list[dict[str, str | int]]:
    path = folder / "stock.csv"
    write(path, items)
    database = open_house(folder / "data")
    measured: list[dict[str, str | int]] = []

    def note(what: str, begun: float) -> None:
        speed = round(items / (time.perf_counter() - begun))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        measured.append({"what": what, "rows_per_second": speed, "peak_mib": peak})

    for what in ("import into an empty place", "import again, nothing new"):
        begun = time.perf_counter()
        with database.writing() as session:
            imports.run(session, first_user(session, Source.CLI), [FileGiven(path.name, path)])
        note(what, begun)
    begun = time.perf_counter()
    with database.reading() as session:
        for _ in exports.rows(session, first_user(session, Source.CLI), exports.Kind.ITEMS):
            pass
    note("export", begun)
    database.close()
    return measured


def write(path: Path, items: int) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(items):
            part, has_serial = number % 1_000, number % 2
            writer.writerow(
                (
                    number,
                    f"PN-{part:04}",
                    f"Widget {part}",
                    f"SN-{number:07}" if has_serial else "",
                    f"LOT-{number % 500}",
                    1 if has_serial else number % 5_000 + 1,
                    f"Factory / Room {number % 20} / Shelf {number % 100}",
                    f"Supplier {number % 30}",
                    f"{number % 977}.{number % 89:02}",
                    "EUR",
                    f"PO-{number // 50}",
                    f"2026-0{number % 9 + 1}-1{number % 10}T10:20:30Z",
                    "",
                )
            )


if __name__ == "__main__":
    main()
