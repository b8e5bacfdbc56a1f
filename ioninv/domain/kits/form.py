"""A kit as it is typed, and how that is read."""

from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain.input import Reading
from ioninv.domain.matching import search_text
from ioninv.errors import Conflict

FACTS: Final = ("name", "reference", "destination_id", "closed_at")


def read_form(name: str, reference: str, destination_id: int | None) -> dict[str, Any]:
    """The facts that a form gives. Raises Invalid with every field that cannot be right."""
    reading = Reading({"name": name, "reference": reference})
    facts = {
        "name": reading.text("name", "Name", required=True),
        "reference": reading.text("reference", "Reference"),
        "destination_id": destination_id,
    }
    reading.finish()
    return facts


def derived(facts: dict[str, Any]) -> dict[str, Any]:
    """What a kit is compared and searched by."""
    return {
        "name_key": codes.key(facts["name"]),
        "search_text": search_text([facts["name"], facts["reference"]]),
    }


def refuse_taken(session: Session, name: str, itself: int | None = None) -> None:
    """Raises Conflict when another kit has this name, however it is written, open or closed."""
    row = session.execute(
        text("SELECT id, name, closed_at FROM kit WHERE name_key = :key"), {"key": codes.key(name)}
    ).first()
    if row and row.id != itself:
        state = "closed" if row.closed_at else "open"
        raise Conflict(f"A kit {row.name} exists already ({state}). Give another name.", "name")
