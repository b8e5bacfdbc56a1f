"""Make a large inventory to measure on: seeded, skewed as real ones are, with its history.

python -m bench.generate FOLDER [--items 100000]
"""

import argparse
import random
import time
from pathlib import Path
from typing import Any

from sqlmodel import Session

from ioninv.domain import history, locations, parts, suppliers, usage_types
from ioninv.domain.access import Actor
from ioninv.domain.accounts import first_user
from ioninv.domain.house import open_house
from ioninv.domain.items.writing import insert_items
from ioninv.vocabulary import MICRO, Source

CHUNK = 5_000
WORDS = (
    "Bracket",
    "Housing",
    "Shaft",
    "Bearing",
    "Resistor",
    "Capacitor",
    "Board",
    "Cable",
    "Valve",
    "Seal",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--items", type=int, default=100_000)
    given = parser.parse_args()
    began = time.perf_counter()
    generate(given.folder, given.items)
    print(f"{given.items:,} items in {time.perf_counter() - began:.1f} s")


def generate(folder: Path, count: int, seed: int = 1) -> None:
    """`count` items of up to 5,000 parts in 600 locations from 200 suppliers."""
    chance = random.Random(seed)
    database = open_house(folder)
    with database.writing() as session:
        named = _Named(session, first_user(session, Source.CLI), max(20, min(5_000, count // 20)))
    for start in range(0, count, CHUNK):
        with database.writing() as session:
            actor = first_user(session, Source.CLI)
            rows = [
                _row(chance, named, number) for number in range(start, min(start + CHUNK, count))
            ]
            with history.act(session, actor, "created") as act:
                insert_items(act, rows)
    database.close()


class _Named:
    """What items refer to."""

    def __init__(self, session: Session, actor: Actor, part_count: int) -> None:
        self.parts = [
            parts.create(
                session,
                actor,
                parts.PartForm(
                    part_number=f"{WORDS[n % 10][:3].upper()}-{n:05}",
                    name=f"{WORDS[n % 10]} {n // 10}",
                    tracking="serial" if n % 10 < 6 else "lot",
                ),
            ).id
            for n in range(part_count)
        ]
        self.locations = [
            locations.create_path(
                session, actor, f"Site {s} / Room {r} / Rack {k:02} / Bin {b:02}"
            ).id
            for s in range(1, 4)
            for r in range(1, 6)
            for k in range(1, 7)
            for b in range(1, 7)
        ]
        self.suppliers = [
            suppliers.create(session, actor, suppliers.SupplierForm(name=f"Supplier {n:03}")).id
            for n in range(200)
        ]
        self.usage_types = [usage.id for usage in usage_types.all(session, actor)]


def _row(chance: random.Random, named: _Named, number: int) -> dict[str, Any]:
    part = named.parts[min(int(chance.paretovariate(0.6)) - 1, len(named.parts) - 1)]
    serialised = chance.random() < 0.6
    return {
        "part_id": part,
        "serial": f"SN-{number:07}" if serialised else None,
        "lot": f"L-{chance.randrange(5_000):04}" if chance.random() < 0.5 else None,
        "quantity": MICRO if serialised else chance.randrange(1, 5_000) * MICRO,
        "location_id": chance.choice(named.locations[: 50 if chance.random() < 0.5 else None]),
        "supplier_id": chance.choice(named.suppliers),
        "usage_type_id": chance.choice(named.usage_types),
        "unit_cost": chance.randrange(1, 100_000_000),
        "currency": chance.choice(("USD", "EUR", "CNY")),
        "received_at": None if chance.random() < 0.1 else 1_700_000_000_000_000 + number,
        "scrapped_at": 1_750_000_000_000_000 if chance.random() < 0.05 else None,
        "work_started_at": 1_760_000_000_000_000 if chance.random() < 0.05 else None,
        "work_order": f"WO-{chance.randrange(500)}" if chance.random() < 0.05 else "",
        "purchase_order": f"PO-{chance.randrange(900):04}" if chance.random() < 0.3 else "",
    }


if __name__ == "__main__":
    main()
