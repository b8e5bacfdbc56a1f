"""An act that is done where it can be."""

from importlib import import_module

import pytest

from ioninv.domain import items
from ioninv.domain.items import Selection
from ioninv.errors import Conflict, Forbidden, Invalid


@pytest.fixture
def three(make):
    part = make.part()
    return tuple(make.item(part, serial=str(number)) for number in range(3))


def hold(session, actor, reason="Look"):
    return lambda selection, key: items.hold(session, actor, selection, reason, key)


def test_it_is_done_where_it_can_be_in_one_act(session, keeper, three, status_of, sound):
    items.scrap(session, keeper, Selection(three[:1]), "Dropped")

    outcome = items.each(session, keeper, Selection((*three, 99)), hold(session, keeper))

    assert outcome.done.ids == three[1:]
    assert [*outcome.refused] == [three[0], 99]
    assert "scrapped" in outcome.refused[three[0]]
    assert [status_of(id_) for id_ in three] == ["scrapped", "unavailable", "unavailable"]


def test_what_a_door_does_not_tell_by_item_is_found_by_halves(session, keeper, three, monkeypatch):
    calls = []

    def act(selection, _key):
        calls.append(selection.ids)
        if three[1] in selection.ids:
            raise Conflict("One of them is odd.")
        return items.hold(session, keeper, selection, "Look")

    outcome = items.each(session, keeper, Selection(three), act)
    assert (outcome.done.ids, outcome.refused) == (three[::2], {three[1]: "One of them is odd."})

    monkeypatch.setattr(import_module("ioninv.domain.items.each"), "MOST_ATTEMPTS", 2)
    with pytest.raises(Conflict, match="odd"):
        items.each(session, keeper, Selection(three), act)


def test_where_nothing_can_be_done_nothing_is(session, keeper, viewer, three, status_of):
    items.scrap(session, keeper, Selection(three), "Dropped")

    outcome = items.each(session, keeper, Selection(three), hold(session, keeper))

    assert (outcome.done.change_set, outcome.done.ids) == (0, ())
    assert [*outcome.refused] == [*three]
    with pytest.raises(Invalid):
        items.each(session, keeper, Selection(three), hold(session, keeper, reason=""))
    with pytest.raises(Forbidden):
        items.each(session, viewer, Selection(three), hold(session, viewer))


def test_a_selection_as_it_was_seen_leaves_out_what_was_changed_since(session, keeper, make, three):
    seen = items.select_all(session, keeper, items.ItemFilter())
    items.move(session, keeper, Selection(three[:1]), make.place("Hall"))

    outcome = items.each(session, keeper, seen, hold(session, keeper))

    assert outcome.done.ids == three[1:]
    assert outcome.refused == {three[0]: "It was changed meanwhile."}
