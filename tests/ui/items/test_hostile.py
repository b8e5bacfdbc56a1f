"""Events that no screen sends: every one is refused with a sentence, none ends in a traceback."""

import inspect
from typing import Any

import pytest
import reflex as rx
from reflex.event import EventHandler

from ioninv.errors import Refused
from ioninv.ui.changes.state import ChangeState
from ioninv.ui.items import target
from ioninv.ui.items.act_state import ActState
from ioninv.ui.items.attributes_state import BulkAttributesState
from ioninv.ui.items.built_state import BuiltState
from ioninv.ui.items.cell_state import CellState
from ioninv.ui.items.edit_state import EditItemState
from ioninv.ui.items.filter_state import FilterState
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.new_item_state import NewItemState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.items.selection_state import SelectionState
from ioninv.ui.items.undo_state import UndoState
from tests.ui.items.acting import ask, pick, send, status

STATES = (
    ActState, BuiltState, BulkAttributesState, CellState, ChangeState, EditItemState, FilterState,
    GridState, NewItemState, PanelState, SelectionState, UndoState,
)  # fmt: skip
NONSENSE: tuple[Any, ...] = (
    None, "", "nonsense", "\ud800", "9" * 30_000, -1, 2**70, 1.5, float("nan"), True, [], [[]],
    ["\ud800"], [2**70], {}, {"a": {"b": 1}}, {"act": "scrap", "target": "{}"}, {"item": "1"},
    {"item": "1", "field": "quantity"}, {"item": "1", "field": "lot", "value": "\ud800"},
    {"act": "move", "target": '{"filter":{}}', "location": "1"}, {"act": "scrap", "target": "[" * 50_000},
    {"item": "1", "version": "1", "began": "[" * 15_000}, {"idempotency_key": "k" * 101},
)  # fmt: skip


def handlers(state: type[rx.State]) -> list[EventHandler]:
    own = [name for name in vars(state) if not name.startswith("_") and name != "setvar"]
    return [each for name in own if isinstance(each := getattr(state, name), EventHandler)]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_nonsense_is_refused(screen, gears, state):
    found = handlers(state)
    assert found
    for handler in found:
        asked = len(inspect.signature(handler.fn).parameters) - 1
        for given in NONSENSE if asked else ():
            try:
                screen.do(handler, *[given] * asked)
            except Refused:
                pass
            except Exception as error:  # Which one it was is what one needs to know.
                pytest.fail(f"{handler.fn.__name__}({given!r:.60}): {error!r:.300}")
    assert status(screen, gears[0]) == "available"


@pytest.mark.parametrize(
    "aim",
    [
        "", "[]", "{}", "null", '{"ids": ["x"], "versions": []}', '{"filter": {}}',
        '{"filter": {"q": "\\ud800"}, "as_of": 1}', '{"ids": [1], "versions": [], "ticked": true}',
        '{"ids": [1], "versions": [1]}', "[" * 100_000, '{"filter": [], "as_of": 1}',
    ],
)  # fmt: skip
def test_an_aim_that_no_form_has_is_refused(screen, gears, aim):
    pick(screen, gears[0])
    act = ask(screen, "scrap")
    send(screen, target=aim, reason="x")

    assert act.problem
    assert act.saving is False
    assert status(screen, gears[0]) == "available"


@pytest.mark.parametrize("name", ["assign_serials", "adjust", "split"])
def test_what_only_one_can_be_told_is_not_told_to_the_first_of_many(screen, gears, name):
    aim = target.Target(tuple(gears[:2])).text()
    ask_one = screen.state(ActState)
    pick(screen, gears[0])
    ask(screen, name)
    typed = {"serials": "X-1", "counted": "1", "quantities": "1", "reason": "x"}
    send(screen, target=aim, **typed)

    assert "one item at a time" in ask_one.problem


@pytest.mark.parametrize("text", ["\ud800", "ab\udfff"])
def test_half_a_character_is_refused_at_its_form(screen, gears, text):
    pick(screen, gears[0])
    act = ask(screen, "scrap")
    send(screen, reason=text)

    assert "half a character" in act.problem


def test_a_key_is_bounded(screen, gears):
    pick(screen, gears[0])
    act = ask(screen, "scrap")
    send(screen, reason="bent", idempotency_key="k" * 101)

    assert "too long" in act.problem
    assert status(screen, gears[0]) == "available"
