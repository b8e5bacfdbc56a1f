"""Which act is possible from which status: the table of the manual, and what the doors do."""

from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

from ioninv.domain.items.possible import PERMISSION_OF, Circumstances, obstacle, possible
from ioninv.domain.items.status import derive
from ioninv.domain.items.table import BEGIN, END, OF_STATUS, as_markdown
from ioninv.vocabulary import PERMISSIONS, ActName, Permission, Role, Status

MANUAL = Path(__file__).parents[3] / "docs" / "status.md"
FACTS = {
    "merged": True, "voided": True, "scrapped": True, "shipped": True, "installed": True,
    "in_progress": True, "kitted": True, "received": False, "held": True,
    "location_usable": False, "empty": True,
}  # fmt: skip


def test_the_manual_shows_the_table_as_it_is():
    text = MANUAL.read_text(encoding="utf-8")

    shown = text.partition(BEGIN)[2].partition(END)[0].strip()
    assert shown == as_markdown(), "run: python -m ioninv acts --write docs/status.md"


def test_every_status_has_an_item_that_stands_for_it():
    assert {status: derive(facts) for status, facts in OF_STATUS.items()} == {s: s for s in Status}


def test_every_act_is_possible_from_some_status_and_impossible_from_merged():
    ways = [*OF_STATUS.values(), replace(OF_STATUS[Status.UNAVAILABLE], releasable=True)]
    ways.append(replace(OF_STATUS[Status.ON_ORDER], serialised=True))

    for act in ActName:
        assert any(act in possible(facts) for facts in ways), act
        assert act not in possible(OF_STATUS[Status.MERGED])


def test_a_second_fact_makes_nothing_possible_but_what_undoes_it():
    for act, pair in product(ActName, combinations(FACTS, 2)):
        both = Circumstances(**{name: FACTS[name] for name in pair})
        alone = [Circumstances(**{name: FACTS[name]}) for name in pair]

        if obstacle(act, both) is None:
            assert any(obstacle(act, each) is None for each in alone), (act, pair)


def test_every_act_has_its_permission_and_operators_do_the_daily_ones():
    assert set(PERMISSION_OF) == set(ActName)
    kept_from_operators = {
        act for act, needed in PERMISSION_OF.items() if needed not in PERMISSIONS[Role.OPERATOR]
    }
    assert kept_from_operators == {ActName.ADJUST, ActName.VOID, ActName.UNVOID}
    assert Permission.VOID in PERMISSIONS[Role.BUYER]
    assert not set(PERMISSION_OF.values()) & PERMISSIONS[Role.VIEWER]
