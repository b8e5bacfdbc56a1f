"""Which items an act is for: ids, or everything that a filter lets through."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import TextClause, text
from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.conditions import conditions
from ioninv.domain.items.filter import ItemFilter
from ioninv.domain.items.rows import item_label, part_label
from ioninv.errors import Invalid, Stale
from ioninv.vocabulary import LARGEST_ACT, Entity, Permission

_SHOWN = 3
_FIELDS_SHOWN = 4
_LOOK = "Look at them as they are now, then try again."
_CHANGED_SINCE = "It was changed meanwhile."
_NOT_LET_THROUGH = "The filter no longer lets it through."


@dataclass(frozen=True)
class Selection:
    """Ids, or everything that a `filter` lets through.

    `as_of` is the change set number when a person saw them: an item that was changed, held or
    released since is a conflict. With ids and a filter, so is one that the filter no longer lets
    through: `select_all` makes such a selection, and ids may be taken out of it. With a filter
    alone, what was created since is left out. An item of `versions` that has another version now is
    a conflict too. `quantity` takes a part of a single item without a serial.
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
def select_all(session: Session, actor: Actor, filter: ItemFilter) -> Selection:
    """Everything that a filter lets through, as it is seen now: the ids are told, and stay what is meant.

    Raises Invalid when that is nothing, or more than one act takes.
    """
    ids = selected_ids(session, Selection(filter=filter))
    return Selection(ids=tuple(ids), filter=filter, as_of=history.latest(session))


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

    Raises Invalid when there is none or too many, Stale naming who changed what since `as_of`.
    """
    ids = meant_ids(session, selection)
    _refuse_changed(session, ids, selection)
    return ids


def meant_ids(session: Session, selection: Selection) -> list[int]:
    """The ids in the order given, each once, whatever happened to them since.

    Raises Invalid when there is none or too many.
    """
    ids = list(dict.fromkeys(selection.ids))
    if not ids and selection.filter is not None:
        ids = _matching(session, selection.filter)
        if selection.as_of is not None:
            new = _later(session, _CREATED, ids, selection.as_of)
            ids = [id_ for id_ in ids if id_ not in new]
    if not ids:
        raise Invalid("Nothing is selected any more. Select at least one item.", "selection")
    if len(ids) > LARGEST_ACT:
        raise Invalid(
            f"One act takes at most {LARGEST_ACT:,} items; more are selected. Narrow the filter.",
            "selection",
        )
    return ids


def refuse_stale(session: Session, versions: Mapping[int, int], now: Mapping[int, int]) -> None:
    """Raises Stale naming who changed what since these versions were seen."""
    stale = [id_ for id_, version in versions.items() if now.get(id_, version) != version]
    if stale:
        raise _stale(_meanwhile(session, stale, holds=False), stale)


def _matching(session: Session, filter: ItemFilter) -> list[int]:
    found = conditions(session, filter)
    indexed = f"INDEXED BY {found.driver}" if found.driver else ""
    rows = session.execute(
        text(
            f"SELECT i.id FROM inventory_item i {indexed} WHERE {found.where} "
            f"LIMIT {LARGEST_ACT * 2}"
        ),
        found.parameters,
    )
    return sorted(rows.scalars())


def _later(session: Session, query: TextClause, ids: list[int], as_of: int) -> set[int]:
    return set(session.execute(query, {"ids": json.dumps(ids), "as_of": as_of}).scalars())


def _refuse_changed(session: Session, ids: list[int], selection: Selection) -> None:
    """Raises Stale naming what is not as it was when it was seen."""
    as_of, filter = selection.as_of, selection.filter
    if as_of is None:
        return
    later = _later(session, _CHANGED, ids, as_of)
    if changed := [id_ for id_ in ids if id_ in later]:
        raise _stale(_meanwhile(session, changed), changed)
    left = _left(session, ids, filter) if filter is not None and selection.ids else []
    if left:
        raise _stale(_no_longer(session, left), left, _NOT_LET_THROUGH)


def _stale(message: str, ids: list[int], reason: str = _CHANGED_SINCE) -> Stale:
    return Stale(message, "selection", reasons=dict.fromkeys(ids, reason))


def _left(session: Session, ids: list[int], filter: ItemFilter) -> list[int]:
    """The ids that a filter no longer lets through though no event of theirs says why."""
    found = conditions(session, filter)
    rows = session.execute(
        text(
            "SELECT i.id FROM json_each(:seen) j CROSS JOIN inventory_item i ON i.id = j.value "
            f"WHERE {found.where}"
        ),
        {**found.parameters, "seen": json.dumps(ids)},
    )
    still = set(rows.scalars())
    return [id_ for id_ in ids if id_ not in still]


def _meanwhile(session: Session, ids: list[int], *, holds: bool = True) -> str:
    """Who changed what: of all that happened to an item, or to its holds too, the last."""
    rows = session.execute(_LAST, {"ids": json.dumps(ids[:_SHOWN]), "holds": holds}).all()
    said = [f"{row.actor} changed {_label(row)} meanwhile ({_what(row)})." for row in rows]
    more = len(ids) - len(rows)
    if more > 0:
        said.append(f"{more:,} more changed too.")
    return " ".join([*said, _LOOK])


def _no_longer(session: Session, ids: list[int]) -> str:
    rows = session.execute(_NAMED, {"ids": json.dumps(ids[:_SHOWN])}).all()
    more = f" and {len(ids) - len(rows):,} more" if len(ids) > len(rows) else ""
    named = ", ".join(_label(row) for row in rows)
    return f"The filter no longer lets {named}{more} through. {_LOOK}"


def _label(row: Any) -> str:
    return item_label(row.serial, part_label(row.part_number, row.revision), row.uid)


def _what(row: Any) -> str:
    if row.entity == Entity.HOLD:
        return "hold released" if json.loads(row.changes).get("released_at", [0, 0])[1] else "held"
    names = [name.removesuffix("_id").removesuffix("_at") for name in json.loads(row.changes)]
    return ", ".join(name.replace("_", " ") for name in names[:_FIELDS_SHOWN])


_VERSIONS = text("""
    SELECT i.id, i.version FROM json_each(:ids) j JOIN inventory_item i ON i.id = j.value""")

_CREATED = text("""
    SELECT j.value FROM json_each(:ids) j
    CROSS JOIN event e ON e.entity = 'item' AND e.entity_id = j.value AND e.version = 1
    WHERE e.change_set_id > :as_of""")

_CHANGED = text("""
    SELECT i.id FROM json_each(:ids) j
    CROSS JOIN inventory_item i ON i.id = j.value
    CROSS JOIN event e ON e.entity = 'item' AND e.entity_id = i.id AND e.version = i.version
    WHERE e.change_set_id > :as_of
    UNION ALL
    SELECT h.item_id FROM json_each(:ids) j
    CROSS JOIN hold h ON h.item_id = j.value
    CROSS JOIN event e ON e.entity = 'hold' AND e.entity_id = h.id AND e.version = h.version
    WHERE e.change_set_id > :as_of""")

_NAMED = text("""
    SELECT i.uid, i.serial, p.part_number, p.revision
    FROM json_each(:ids) j
    JOIN inventory_item i ON i.id = j.value
    JOIN part p ON p.id = i.part_id""")

_LAST = text("""
    SELECT i.uid, i.serial, p.part_number, p.revision, e.entity, e.changes, u.name AS actor
    FROM json_each(:ids) j
    JOIN inventory_item i ON i.id = j.value
    JOIN part p ON p.id = i.part_id
    CROSS JOIN event e ON e.id = max(
        (SELECT o.id FROM event o
         WHERE o.entity = 'item' AND o.entity_id = i.id AND o.version = i.version),
        coalesce((SELECT max(o.id) FROM hold h CROSS JOIN event o
            ON o.entity = 'hold' AND o.entity_id = h.id AND o.version = h.version
            WHERE h.item_id = i.id AND :holds), 0))
    CROSS JOIN change_set c ON c.id = e.change_set_id
    JOIN user u ON u.id = c.actor_id""")
