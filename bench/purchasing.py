"""How long the lists of orders, supply and issues take in a house that has bought for years.

python -m bench.purchasing [--orders 5000] [--rounds 20]
"""

import argparse
import csv
import io
import json
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlmodel import Session

from ioninv.db import Database
from ioninv.domain import imports, issues, parts, purchasing, suppliers
from ioninv.domain.access import Actor
from ioninv.domain.accounts import first_user
from ioninv.domain.house import open_house
from ioninv.domain.imports import FileGiven
from ioninv.domain.issues import IssueFilter, IssueForm
from ioninv.domain.items import Selection
from ioninv.domain.parts import PartForm
from ioninv.domain.purchasing import OrderFilter, SupplyFilter
from ioninv.domain.suppliers import SupplierForm
from ioninv.vocabulary import IssueState, PurchaseState, Source

FOLDER = Path(__file__).parents[1] / "data" / "bench-purchasing"
LINES_EACH = 4
LONG_ORDER = 500
PARTS = 2_000
BUDGET = 50.0
_COLUMNS = (
    "Order", "Order Status", "Supplier", "Issue Date", "Target Date", "Part", "Quantity",
    "Received", "Unit Price", "Currency",
)  # fmt: skip

Door = Callable[[Session, Actor], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--data", type=Path, default=FOLDER)
    given = parser.parse_args()
    database = made(given.data / str(given.orders), given.orders)
    results = measure(database, given.rounds)
    database.close()
    show(results, given.orders)


def made(folder: Path, count: int) -> Database:
    """A house with so many orders and as many issues, made once and kept."""
    whole = folder / "whole"
    if not whole.exists():
        for left in folder.glob("ioninv.db*"):
            left.unlink()
        print(f"Making {count:,} orders, once …", flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        database = open_house(folder)
        with database.writing() as session:
            fill(session, first_user(session, Source.CLI), count)
        database.close()
        whole.touch()
    return open_house(folder)


def fill(session: Session, actor: Actor, count: int) -> None:
    """Parts and suppliers, then orders as a file brings them, receipts, and an issue for each order."""
    chance = random.Random(1)
    named = [f"Supplier {number:03}" for number in range(200)]
    ids = [suppliers.create(session, actor, SupplierForm(name=name)).id for name in named]
    for number in range(PARTS):
        low = str(chance.randrange(1, 2_000)) if number % 10 == 0 else ""
        form = PartForm(f"BUY-{number:04}", reorder_min=low, supplier_id=chance.choice(ids))
        parts.create(session, actor, form)
    text = io.StringIO()
    csv.writer(text).writerows([_COLUMNS, *_lines(chance, named, count)])
    imports.run(session, actor, [FileGiven("lines.csv", text.getvalue().encode())])
    here = purchasing.orders(session, actor, OrderFilter(states=("ordered",)), "number", 1, 200)
    for order in here.rows:
        purchasing.receive_all(session, actor, order.id)
    for number in range(count):
        form = IssueForm(f"Odd {number}", severity=chance.choice(("minor", "major", "critical")))
        row = issues.create(session, actor, Selection(ids=(number + 1,)), form)
        if number % 3:
            issues.resolve(session, actor, row.id, "use_as_is")


def _lines(chance: random.Random, named: list[str], count: int) -> list[tuple[Any, ...]]:
    """Most orders are done, as they are in a house that has bought for years."""
    rows: list[tuple[Any, ...]] = []
    for number in range(count):
        supplier, year = chance.choice(named), 2016 + number * 10 // count
        status = chance.choices(("Complete", "Placed", "Pending", "Cancelled"), (70, 20, 6, 4))[0]
        day = f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        for _ in range(LONG_ORDER if number == count // 2 else LINES_EACH):
            quantity = chance.randrange(1, 500)
            came = {"Complete": quantity, "Placed": chance.choice((0, 0, quantity // 2))}
            placed = "" if status == "Pending" else day
            part = f"BUY-{chance.randrange(PARTS):04}"
            rows.append(
                (f"PO{number:05}", status, supplier, placed, day, part, quantity,
                 came.get(status, 0), chance.randrange(1, 900) / 100, "EUR")
            )  # fmt: skip
    return rows


def measure(database: Database, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each door on a session of its own, as a page calls it."""
    with database.reading() as session:
        actor = first_user(session, Source.CLI)
        found = purchasing.orders(session, actor, OrderFilter(), "number", 1, 200)
        middle = purchasing.orders(session, actor, OrderFilter(), "number", 1, 1).total // 2
        long = purchasing.orders(session, actor, OrderFilter(), "number", middle + 1, 1).rows[0]
        supplier = found.rows[0].supplier_id
    doors: dict[str, Door] = {
        "orders": lambda s, a: purchasing.orders(s, a, OrderFilter()),
        "orders, 200": lambda s, a: purchasing.orders(s, a, OrderFilter(), "-number", 3, 200),
        "orders by expected": lambda s, a: purchasing.orders(s, a, OrderFilter(), "expected"),
        "orders of a supplier": lambda s, a: purchasing.orders(
            s, a, OrderFilter(supplier_id=supplier)
        ),
        "orders by words": lambda s, a: purchasing.orders(s, a, OrderFilter(text="buy-0007")),
        "overdue": lambda s, a: purchasing.orders(s, a, OrderFilter(overdue=True), "expected"),
        "count by state": lambda s, a: purchasing.count_by_state(s, a, OrderFilter()),
        "count, overdue": lambda s, a: purchasing.count_by_state(s, a, OrderFilter(overdue=True)),
        "an order of 500": lambda s, a: purchasing.get(s, a, long.id),
        "its history": lambda s, a: purchasing.timeline(s, a, long.id),
        "next number": purchasing.propose_number,
        "supply": lambda s, a: purchasing.supply(s, a, SupplyFilter()),
        "supply by expected": lambda s, a: purchasing.supply(s, a, SupplyFilter(), "expected"),
        "supply, on order": lambda s, a: purchasing.supply(s, a, SupplyFilter(on_order=True)),
        "shortage": purchasing.shortage,
        "issues": lambda s, a: issues.issues(s, a, IssueFilter()),
        "issues by items": lambda s, a: issues.issues(s, a, IssueFilter(), "-items"),
        "issues by words": lambda s, a: issues.issues(s, a, IssueFilter(text="odd 77")),
    }
    for state in PurchaseState:
        doors[f"orders, {state.value}"] = lambda s, a, state=state: purchasing.orders(
            s, a, OrderFilter(states=(state.value,))
        )
    for unresolved in (IssueState.OPEN, IssueState.RESOLVED):
        doors[f"issues, {unresolved.value}"] = lambda s, a, state=unresolved: issues.issues(
            s, a, IssueFilter(states=(state,)), "-severity"
        )
    return {name: [timed(database, door) for _ in range(rounds)] for name, door in doors.items()}


def timed(database: Database, door: Door) -> float:
    with database.reading() as session:
        actor = first_user(session, Source.CLI)
        began = time.perf_counter()
        door(session, actor)
        return (time.perf_counter() - began) * 1000


def show(results: dict[str, list[float]], count: int) -> None:
    print(f"{count:,} orders and issues; milliseconds")
    print(f"{'door':<22} {'p50':>7} {'p95':>7} {'worst':>7}")
    told: dict[str, dict[str, float]] = {}
    for name, times in results.items():
        p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        told[name] = {"p50": statistics.median(times), "p95": p95, "worst": max(times)}
        print(f"{name:<22} " + " ".join(f"{value:7.1f}" for value in told[name].values()))
    late = [name for name, each in told.items() if each["p50"] > BUDGET]
    said = f"p50 over {BUDGET:.0f} ms: {', '.join(late)}"
    print(said if late else f"all within {BUDGET:.0f} ms")
    rounded = {n: {k: round(v, 1) for k, v in each.items()} for n, each in told.items()}
    print(json.dumps({"bench": "purchasing", "orders": count, "ms": rounded}))


if __name__ == "__main__":
    main()
