"""Walking the house: what every door of the domain must have."""

import importlib
import inspect
import pkgutil
from dataclasses import replace

import pytest

from ioninv import domain
from ioninv.domain import history
from ioninv.domain.access import is_for_everybody, permission_of
from ioninv.errors import Forbidden
from ioninv.vocabulary import PERMISSIONS, Permission, Role

NO_DOORS = {
    "access": "who acts is decided here",
    "history": "what doors write with",
    "house": "opens the database",
}
WITHOUT_ACTOR = {
    "address_of", "by_session", "by_token", "change_password", "counted", "file_name", "first_user",
    "has_been_seen", "invitation", "is_set_up", "is_trusted",
    "note_seen", "possible", "provider_name", "read_day", "read_quantities", "read_serials", "seed", "set_up_link",
    "sign_in", "sign_in_by_provider", "sign_out", "sweep", "use_invitation", "with_below",
}  # fmt: skip
"""Public functions of features that are no doors: rules without a database, what is for set-up, and
what happens before there is an actor."""
ASKED_INSIDE = {Permission.EDIT_TOKENS}
"""What a door asks for beside its own, where the affairs are those of somebody else."""


def functions() -> list[tuple[str, object]]:
    found = []
    for package in pkgutil.iter_modules(domain.__path__):
        if not package.ispkg or package.name in NO_DOORS:
            continue
        module = importlib.import_module(f"ioninv.domain.{package.name}")
        for name in module.__all__:
            member = getattr(module, name)
            if inspect.isfunction(member) and name not in WITHOUT_ACTOR:
                found.append((f"{package.name}.{name}", member))
    return found


@pytest.mark.parametrize(("name", "door"), functions(), ids=[name for name, _ in functions()])
def test_every_door_takes_session_and_actor_names_a_permission_and_says_what_it_does(name, door):
    parameters = list(inspect.signature(door).parameters)

    assert parameters[:2] == ["session", "actor"]
    assert is_for_everybody(door) or permission_of(door) in Permission
    assert door.__doc__ or name.endswith(("suggest", "get", "all")), f"{name} has no docstring"


def test_a_door_is_closed_to_every_role_that_lacks_its_permission(session, keeper):
    """Before it looks at anything: what it is given here could not even be read."""
    closed = 0
    for name, door in functions():
        for role, permissions in PERMISSIONS.items():
            if permission_of(door) in permissions or is_for_everybody(door):
                continue
            actor = replace(keeper, permissions=permissions)
            needed = len(inspect.signature(door).parameters) - 2
            with pytest.raises(Forbidden, match="Your role does not allow this"):
                door(session, actor, *[object()] * needed)
            closed += 1
            assert role != Role.ADMINISTRATOR, name

    assert closed > 150


def test_there_are_doors_and_the_walk_finds_them():
    assert {"items.create", "parts.create", "factory.merge", "imports.run"} <= {
        n for n, _ in functions()
    }


def test_every_permission_opens_a_door():
    used = {permission_of(door) for _, door in functions()} - {None}

    assert set(Permission) == used | ASKED_INSIDE


def test_features_without_doors_are_known():
    assert history.__doc__
