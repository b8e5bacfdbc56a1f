"""Lots as autocomplete offers them."""

import pytest
from sqlalchemy import text

from ioninv.domain import items
from tests.domain.conftest import Make


@pytest.fixture(scope="module")
def new_house(furnished):
    return furnished(lots)[0]


def lots(session, keeper) -> None:
    """Every seventh of 2,000 lots, one of them with many items."""
    make = Make(session, keeper)
    part = make.part("GLUE", tracking="lot")
    for number in range(0, 2_000, 7):
        make.item(part, lot=f"LOT-{number:04}")
    for _ in range(30):
        make.item(part, lot="LOT-0700")
    make.item(part, lot="other")


def test_every_lot_is_found_by_its_beginning(session, keeper):
    assert items.suggest_lots(session, keeper, "LOT-0700") == ["LOT-0700"]
    assert items.suggest_lots(session, keeper, "lot 19")[0] == "LOT-1904"
    assert items.suggest_lots(session, keeper, "oth") == ["other"]
    assert items.suggest_lots(session, keeper, "700") == []


def test_no_more_are_offered_than_asked_for_in_the_order_people_count(session, keeper):
    offered = items.suggest_lots(session, keeper, "", limit=5)

    assert offered == ["LOT-0000", "LOT-0007", "LOT-0014", "LOT-0021", "LOT-0028"]


def test_the_hops_use_the_index(session, keeper):
    plan = session.execute(
        text(
            "EXPLAIN QUERY PLAN SELECT min(lot_code) FROM inventory_item "
            "WHERE lot_code > 'a' AND lot_code < 'b'"
        )
    ).all()

    assert "USING COVERING INDEX item_lot " in str(plan)
