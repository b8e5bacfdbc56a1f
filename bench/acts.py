"""How long acts on a thousand items take in a large inventory.

python -m bench.acts [--items 1000000] [--rounds 20]
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from bench.generate import generate
from ioninv.db import Database
from ioninv.domain import history, items, undoing
from ioninv.domain.access import Actor
from ioninv.domain.accounts import first_user
from ioninv.domain.house import open_house
from ioninv.domain.items import ItemForm, Selection
from ioninv.vocabulary import Source, Status

FOLDER = Path(__file__).parents[1] / "data" / "bench"
AT_A_TIME = 1_000
BUDGET = 300.0

Door = Callable[[Session, Actor], history.Done]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    database = made(given.items)
    database.keep_checkpointed()
    results = measure(database, given.rounds)
    database.close()
    show(results, given.items)


def made(count: int) -> Database:
    """The inventory of so many items, made once and kept."""
    folder = FOLDER / str(count)
    whole = folder / "whole"
    if not whole.exists():
        for left in folder.glob("ioninv.db*"):
            left.unlink()
        print(f"Making {count:,} items, once …", flush=True)
        generate(folder, count)
        whole.touch()
    return open_house(folder)


def measure(database: Database, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each act, its transaction with it, on random items each time."""
    chance = random.Random(7)
    results: dict[str, list[float]] = {}
    for number in range(rounds):
        with database.reading() as session:
            ids = available(session, chance)
            places = list(session.execute(text("SELECT id FROM location")).scalars())
            part = session.execute(
                text("SELECT max(id) FROM part WHERE tracking = 'serial'")
            ).scalar_one()
        chosen, place = Selection(ids=tuple(ids)), chance.choice(places)
        first = f"B{time.time_ns()}-{number}-0001"
        acts: dict[str, Door] = {
            "hold": lambda s, a, c=chosen: items.hold(s, a, c, "benchmark"),
            "release": lambda s, a, c=chosen: items.release(s, a, c),
            "start work": lambda s, a, c=chosen: items.start_work(s, a, c, "WO-1"),
            "finish work": lambda s, a, c=chosen: items.finish_work(s, a, c),
            "move": lambda s, a, c=chosen, p=place: items.move(s, a, c, p),
            "scrap": lambda s, a, c=chosen: items.scrap(s, a, c, "benchmark"),
            "undo scrap": lambda s, a: undoing.undo(s, a, history.latest(s)),
            "create": lambda s, a, p=part, f=first: items.create(
                s, a, ItemForm(part_id=p, serials=f"{f}..{AT_A_TIME:04}")
            ),
        }
        for name, door in acts.items():
            results.setdefault(name, []).append(timed(database, door))
    return results


def available(session: Session, chance: random.Random) -> list[int]:
    last = session.execute(text("SELECT max(id) FROM inventory_item")).scalar_one()
    wanted = json.dumps(sorted(chance.sample(range(1, last + 1), min(last, 3 * AT_A_TIME))))
    rows = session.execute(
        text(
            "SELECT i.id FROM json_each(:ids) j CROSS JOIN inventory_item i ON i.id = j.value "
            "WHERE i.status = :available LIMIT :most"
        ),
        {"ids": wanted, "available": Status.AVAILABLE.code, "most": AT_A_TIME},
    )
    return list(rows.scalars())


def timed(database: Database, door: Door) -> float:
    began = time.perf_counter()
    with database.writing() as session:
        door(session, first_user(session, Source.CLI))
    return (time.perf_counter() - began) * 1000


def show(results: dict[str, list[float]], count: int) -> None:
    print(f"{AT_A_TIME:,} items per act, {count:,} items there; milliseconds with the commit")
    print(f"{'act':<12} {'p50':>7} {'p95':>7} {'worst':>7}")
    told: dict[str, dict[str, float]] = {}
    for name, times in results.items():
        p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        told[name] = {"p50": statistics.median(times), "p95": p95, "worst": max(times)}
        print(f"{name:<12} " + " ".join(f"{value:7.1f}" for value in told[name].values()))
    late = [name for name, each in told.items() if each["p95"] > BUDGET]
    print(
        f"p95 over {BUDGET:.0f} ms: {', '.join(late)}"
        if late
        else f"all p95 within {BUDGET:.0f} ms"
    )
    rounded = {n: {k: round(v, 1) for k, v in each.items()} for n, each in told.items()}
    print(json.dumps({"bench": "acts", "items": count, "at_a_time": AT_A_TIME, "ms": rounded}))


if __name__ == "__main__":
    main()
