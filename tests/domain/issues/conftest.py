"""Items to raise issues on, and people who do."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from ioninv.domain import items
from ioninv.domain.access import Actor
from ioninv.domain.accounts import create_user
from ioninv.domain.items import Selection
from ioninv.vocabulary import PERMISSIONS, Role, Source


@pytest.fixture
def bracket(make) -> int:
    """A part tracked by serial."""
    return make.part("BRKT-001", tracking="serial")


@pytest.fixture
def person(session, keeper) -> Callable[[str, Role], Actor]:
    """person("anna", Role.BUYER) → somebody acting with that role."""

    def make(name: str, role: Role) -> Actor:
        user = create_user(session, keeper, name, role)
        return Actor(user.id, name, PERMISSIONS[role], Source.SCREEN, role)

    return make


@pytest.fixture
def operator(person) -> Actor:
    return person("Olga", Role.OPERATOR)


@pytest.fixture
def held(session: Session, keeper: Actor) -> Callable[[int], tuple[str, ...]]:
    """held(item_id) → the reasons why an item is on hold."""
    return lambda item_id: items.get(session, keeper, item_id).holds


@pytest.fixture
def pick() -> Callable[..., Selection]:
    return lambda *ids, **more: Selection(ids=ids, **more)
