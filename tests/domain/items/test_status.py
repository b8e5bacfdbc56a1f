"""The status rule: every pair of facts, in Python and in SQL."""

from itertools import combinations
from typing import Any

from sqlalchemy import text

from ioninv.domain.items.status import RULE, STATUS_SQL, Facts, derive
from ioninv.vocabulary import Status

FACTS: dict[str, tuple[Status, dict[str, Any]]] = {
    "merged": (Status.MERGED, {"merged_into_id": 7}),
    "voided": (Status.VOIDED, {"voided_at": 1}),
    "scrapped": (Status.SCRAPPED, {"scrapped_at": 1}),
    "shipped": (Status.SHIPPED, {"shipped_at": 1}),
    "installed": (Status.INSTALLED, {"parent_id": 7, "location_id": None}),
    "in_progress": (Status.IN_PROGRESS, {"work_started_at": 1}),
    "kitted": (Status.KITTED, {"kit_id": 3}),
    "received": (Status.ON_ORDER, {"received_at": None}),
    "held": (Status.UNAVAILABLE, {"open_holds": 1}),
    "location_usable": (Status.UNAVAILABLE, {"location_id": 2}),
    "empty": (Status.UNAVAILABLE, {"quantity": 0}),
}
"""Each fact: the status it makes alone, and the columns that say it (location 2 is not usable)."""

FALSE_WHEN_TRUE = {"received", "location_usable"}
NEUTRAL = {
    "merged_into_id": None, "voided_at": None, "scrapped_at": None, "shipped_at": None,
    "parent_id": None, "kit_id": None, "work_started_at": None, "received_at": 1, "open_holds": 0,
    "location_id": 1, "quantity": 5,
}  # fmt: skip


def facts(*names: str) -> Facts:
    return Facts(**{name: name not in FALSE_WHEN_TRUE for name in names})


def test_each_fact_alone_makes_its_status():
    assert {name: derive(facts(name)) for name in FACTS} == {
        name: status for name, (status, _) in FACTS.items()
    }


def test_without_any_of_them_an_item_is_available():
    assert derive(Facts()) is Status.AVAILABLE


def test_of_two_facts_the_one_higher_in_the_rule_decides():
    order = [line.status for line in RULE]

    for first, second in combinations(FACTS, 2):
        expected = min(FACTS[first][0], FACTS[second][0], key=order.index)
        assert derive(facts(first, second)) is expected, (first, second)


def test_sql_derives_what_python_derives(session):
    columns = ", ".join(f":{name} AS {name}" for name in NEUTRAL)
    query = text(
        "WITH location (id, usable) AS (VALUES (1, 1), (2, 0)), "
        f"i AS (SELECT {columns}) SELECT {STATUS_SQL} FROM i"
    )

    for pair in [(), *((name,) for name in FACTS), *combinations(FACTS, 2)]:
        row = dict(NEUTRAL)
        for name in pair:
            row |= FACTS[name][1]
        code = session.execute(query, row).scalar_one()
        installed_drops_location = "installed" in pair and "location_usable" in pair
        assert Status.from_code(code) is derive(facts(*pair)) or installed_drops_location, pair
