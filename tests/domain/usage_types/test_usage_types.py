"""What items are meant for."""

import pytest

from ioninv.domain import usage_types
from ioninv.errors import Conflict, Forbidden, Invalid, NotFound

pytestmark = pytest.mark.usefixtures("sound")


def names(session, keeper, **options) -> list[str]:
    return [row.name for row in usage_types.all(session, keeper, **options)]


def test_a_new_house_has_the_usual_three(session, keeper):
    assert names(session, keeper) == ["Development", "Production", "Test"]


def test_a_house_with_its_own_words_keeps_them(session, keeper):
    for row in usage_types.all(session, keeper):
        usage_types.archive(session, keeper, row.id, True)

    usage_types.seed(session, keeper)

    assert names(session, keeper) == []
    assert len(names(session, keeper, include_archived=True)) == 3


def test_names_are_cleaned_and_compared_without_case(session, keeper):
    made = usage_types.create(session, keeper, "  Flight\u200b ")

    assert made.name == "Flight"
    with pytest.raises(Conflict, match="Usage type Flight already exists") as refusal:
        usage_types.create(session, keeper, "FLIGHT")
    assert refusal.value.field == "name"


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 101])
def test_a_name_must_be_readable(session, keeper, name):
    with pytest.raises(Invalid) as refusal:
        usage_types.create(session, keeper, name)

    assert refusal.value.field == "name"


def test_it_can_be_renamed_also_in_case_alone(session, keeper):
    made = usage_types.create(session, keeper, "flight")

    renamed = usage_types.rename(session, keeper, made.id, "Flight", version=1)

    assert (renamed.name, renamed.version) == ("Flight", 2)
    assert [found.label for found in usage_types.suggest(session, keeper, "FLI")] == ["Flight"]


def test_a_stale_rename_is_refused_naming_who_was_faster(session, keeper):
    made = usage_types.create(session, keeper, "Flight")
    usage_types.rename(session, keeper, made.id, "Orbit")

    with pytest.raises(Conflict, match="keeper changed Orbit meanwhile"):
        usage_types.rename(session, keeper, made.id, "Moon", version=1)


def test_an_archived_one_is_not_offered_but_can_be_restored(session, keeper):
    made = usage_types.create(session, keeper, "Flight")
    usage_types.archive(session, keeper, made.id, True)

    assert usage_types.suggest(session, keeper, "fli") == []
    assert "Flight" not in names(session, keeper)
    with pytest.raises(Conflict, match="archived: restore it"):
        usage_types.create(session, keeper, "Flight")

    assert not usage_types.archive(session, keeper, made.id, False).archived
    assert "Flight" in names(session, keeper)


def test_a_double_tap_makes_one(session, keeper):
    once = usage_types.create(session, keeper, "Flight", key="k1")
    again = usage_types.create(session, keeper, "Flight", key="k1")

    assert once == again
    with pytest.raises(Conflict, match="already sent with other values"):
        usage_types.create(session, keeper, "Orbit", key="k1")


def test_it_tells_how_many_items_have_it(session, keeper, make):
    made = usage_types.create(session, keeper, "Flight")
    make.item(make.part(), usage_type_id=made.id)

    assert {row.name: row.items for row in usage_types.all(session, keeper)}["Flight"] == 1


def test_a_viewer_looks_and_does_not_touch(session, viewer):
    assert len(usage_types.all(session, viewer)) == 3
    with pytest.raises(Forbidden):
        usage_types.create(session, viewer, "Flight")


@pytest.mark.parametrize("id_", [0, -1, 99, 2**70])
def test_what_does_not_exist_is_not_found(session, keeper, id_):
    with pytest.raises(NotFound):
        usage_types.rename(session, keeper, id_, "x")
