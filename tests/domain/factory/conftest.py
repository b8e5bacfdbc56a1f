"""A factory with two rooms, a shelf in one of them, and things that lie about."""

import pytest

from ioninv.domain import locations


@pytest.fixture
def site(make) -> int:
    return make.place("Factory")


@pytest.fixture
def room(site, make) -> int:
    return make.place("Factory / Room")


@pytest.fixture
def shelf(room, make) -> int:
    return make.place("Factory / Room / Shelf")


@pytest.fixture
def part(make) -> int:
    return make.part()


@pytest.fixture
def usable(session, keeper):
    """usable(location_id) → whether what lies there can be used."""
    return lambda location_id: locations.get(session, keeper, location_id).usable
