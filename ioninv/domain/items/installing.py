"""Assemblies: what is installed in what. An installed item lies where its root lies."""

from typing import Any

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.acting import Asked, change_all, read_location
from ioninv.domain.items.assembly import TOO_DEEP, ancestors, height, too_deep
from ioninv.domain.items.claiming import Claimed, circumstances, label, look_up, sentence
from ioninv.domain.items.possible import PARENT_AGAINST, first_of
from ioninv.domain.items.selection import Selection
from ioninv.errors import Conflict, Invalid
from ioninv.vocabulary import MICRO, ActName, Permission


@requires(Permission.INSTALL)
def install(
    session: Session,
    actor: Actor,
    selection: Selection,
    parent_id: int,
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Install every selected item, or the part of one, in another; what is in it comes along.

    It has no location of its own any more, and leaves its kit. Raises Conflict naming what cannot
    be installed; Invalid or Conflict with the field `parent` where nothing can be installed in it
    or it would be in itself.
    """
    asked = Asked(ActName.INSTALL, selection, reason, key=key, given=(parent_id,))
    return change_all(
        session,
        actor,
        asked,
        lambda _act, _item: {"parent_id": parent_id, "location_id": None, "kit_id": None},
        lambda found: _look_at_parent(session, parent_id, found),
    )


@requires(Permission.INSTALL)
def remove(
    session: Session,
    actor: Actor,
    selection: Selection,
    location_id: int | None,
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Take every selected item, or the part of one, out of its parent and put it into a location.

    What is installed in it comes along. Raises Conflict naming what is not installed, or left the
    house with its parent, Invalid or Conflict with the field `location`.
    """
    asked = Asked(ActName.REMOVE, selection, reason, key=key, given=(location_id,))
    return change_all(
        session,
        actor,
        asked,
        lambda _act, _item: {"parent_id": None, "location_id": location_id},
        lambda _found: read_location(session, location_id, required=True),
    )


def _look_at_parent(session: Session, parent_id: int, found: Claimed) -> None:
    parent = look_up(session, [parent_id]).get(parent_id)
    if parent is None:
        raise Invalid("Choose the item that they are installed in.", "parent")
    if said := against_parent(session, parent):
        raise Conflict(said, "parent")
    above = ancestors(session, parent_id)
    for id_, item in found.items():
        if id_ == parent_id:
            raise Conflict(f"{label(item)} cannot be installed in itself.", "parent")
        if id_ in above:
            raise Conflict(
                f"{label(parent)} is itself installed in {label(item)}. Remove it first.", "parent"
            )
    if too_deep(len(above) + 1, height(session, found)):
        raise Conflict(TOO_DEEP, "parent")


def against_parent(session: Session, parent: dict[str, Any]) -> str:
    """Why nothing can be installed in an item; empty when it can."""
    if against := first_of(PARENT_AGAINST, circumstances(parent)):
        return sentence(session, against, parent)
    if parent["quantity"] != MICRO:
        return f"{label(parent)} is not a single unit: split one off, and install in that."
    return ""
