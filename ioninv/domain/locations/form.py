"""A location as it is typed, and how that is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ioninv.domain.input import Reading

FACTS: Final = (
    "parent_id", "name", "kind", "description", "available", "archived", "merged_into_id",
)  # fmt: skip


@dataclass(frozen=True)
class LocationForm:
    """What is typed about a location. `kind` is a free tag: site, room, rack, bin.

    `parent_id` is the location it lies in, None for one that lies in no other.
    """

    name: str = ""
    parent_id: int | None = None
    kind: str = ""
    description: str = ""


def read_texts(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The name, kind and description given, whichever of them are.

    Raises Invalid with every field that cannot be right.
    """
    reading = Reading(raw)
    facts: dict[str, Any] = {}
    if "name" in raw:
        facts["name"] = _name(reading)
    if "kind" in raw:
        facts["kind"] = reading.text("kind", "Kind")
    if "description" in raw:
        facts["description"] = reading.lines("description", "Description")
    reading.finish()
    return facts


def _name(reading: Reading) -> str:
    name = reading.text("name", "Name", required=True)
    if "/" in name:
        reading.refuse("name", "A name cannot hold “/”, which stands between the places of a path.")
    return name
