"""The roles that somebody may give: those that permit no more than their own."""

from typing import TypedDict

from ioninv.domain import accounts
from ioninv.domain.access import Actor, Session


class RoleChoice(TypedDict):
    """A role as an option of a select."""

    value: str
    label: str


def roles_to_give(session: Session, actor: Actor) -> list[RoleChoice]:
    return [
        RoleChoice(value=row.key, label=row.name)
        for row in accounts.roles(session, actor)
        if actor.permissions.issuperset(row.permissions)
    ]
