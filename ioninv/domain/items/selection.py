"""Which items an act is for: ids, or everything that a filter lets through."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.items.conditions import conditions
from ioninv.domain.items.filter import ItemFilter
from ioninv.domain.items.rows import item_label, part_label
from ioninv.errors import Conflict, Invalid
from ioninv.vocabulary import LARGEST_ACT, Permission

_SHOWN = 3
_FIELDS_SHOWN = 4


@dataclass(frozen=True)
class Selection:
    """Ids; or a `filter`, as of the change set number when the user saw what it lets through.

    What was created since then is left out; what was changed since then and still matches is a
    conflict, and so is an item of `versions` that has another version now. `quantity` takes a part
    of a single item without a serial.
    """

    ids: tuple[int, ...] = ()
    filter: ItemFilter | None = None
    as_of: int | None = None
    versions: Mapping[int, int] = field(default_factory=dict[int, int])
    quantity: str = ""

    def payload(self) -> dict[str, Any]:
        """What an idempotency key stands for."""
        return {**asdict(self), "versions": {str(k): v for k, v in self.versions.items()}}


@requires(Permission.VIEW_INVENTORY)
def selected_count(session: Session, actor: Actor, selection: Selection) -> int:
    """How many items an act on this selection would be for.

    Raises Invalid when they are more than one act takes, Conflict when some changed meanwhile.
    """
    return len(selected_ids(session, selection))


@requires(Permission.VIEW_INVENTORY)
def selected(session: Session, actor: Actor, selection: Selection) -> dict[int, int]:
    """The selected items by id, each with the version it has now.

    Raises Invalid and Conflict as `selected_count` does.
    """
    ids = json.dumps(selected_ids(session, selection))
    return {row.id: row.version for row in session.execute(_VERSIONS, {"ids": ids})}


def selected_ids(session: Session, selection: Selection) -> list[int]:
    """The ids in the order given, each once.

    Raises Invalid when there is none or too many, Conflict naming who changed what since `as_of`.
    """
    if selection.filter is None:
        ids = list(dict.fromkeys(selection.ids))
    else:
        ids = _matching(session, selection.filter, selection.as_of)
    if not ids:
        raise Invalid("Nothing is selected any more. Select at least one item.", "selection")
    if len(ids) > LARGEST_ACT:
        raise Invalid(
            f"One act takes at most {LARGEST_ACT:,} items; more are selected. Narrow the filter.",
            "selection",
        )
    return ids


def refuse_stale(session: Session, versions: Mapping[int, int], now: Mapping[int, int]) -> None:
    """Raises Conflict naming who changed what since these versions were seen."""
    stale = [id_ for id_, version in versions.items() if now.get(id_, version) != version]
    if stale:
        raise Conflict(_meanwhile(session, stale), "selection")


def _matching(session: Session, filter: ItemFilter, as_of: int | None) -> list[int]:
    found = conditions(session, filter)
    indexed = f"INDEXED BY {found.driver}" if found.driver else ""
    ids = list(
        session.execute(
            text(
                f"SELECT i.id FROM inventory_item i {indexed} WHERE {found.where} "
                f"LIMIT {LARGEST_ACT * 2}"
            ),
            found.parameters,
        ).scalars()
    )
    if as_of is None:
        return sorted(ids)
    later = {row.entity_id: row.first for row in session.execute(_LATER, {"as_of": as_of})}
    changed = [id_ for id_ in ids if later.get(id_, 1) > 1]
    if changed:
        raise Conflict(_meanwhile(session, changed), "selection")
    return sorted(id_ for id_ in ids if id_ not in later)


def _meanwhile(session: Session, ids: list[int]) -> str:
    rows = session.execute(_LAST, {"ids": json.dumps(ids[:_SHOWN])}).all()
    said = [f"{row.actor} changed {_label(row)} meanwhile ({_what(row.changes)})." for row in rows]
    more = len(ids) - len(rows)
    if more > 0:
        said.append(f"{more:,} more changed too.")
    return " ".join([*said, "Look at them as they are now, then try again."])


def _label(row: Any) -> str:
    return item_label(row.serial, part_label(row.part_number, row.revision), row.uid)


def _what(changes: str) -> str:
    names = [name.removesuffix("_id").removesuffix("_at") for name in json.loads(changes)]
    return ", ".join(name.replace("_", " ") for name in names[:_FIELDS_SHOWN])


_VERSIONS = text("""
    SELECT i.id, i.version FROM json_each(:ids) j JOIN inventory_item i ON i.id = j.value""")

_LATER = text("""
    SELECT entity_id, min(version) AS first FROM event
    WHERE change_set_id > :as_of AND entity = 'item' GROUP BY entity_id""")

_LAST = text("""
    SELECT i.uid, i.serial, p.part_number, p.revision, e.changes, u.name AS actor
    FROM json_each(:ids) j
    JOIN inventory_item i ON i.id = j.value
    JOIN part p ON p.id = i.part_id
    CROSS JOIN event e ON e.entity = 'item' AND e.entity_id = i.id AND e.version = i.version
    CROSS JOIN change_set c ON c.id = e.change_set_id
    JOIN user u ON u.id = c.actor_id""")
