"""Taking the selected items for an act: as they are now, each of them fit for it, or none."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.items.naming import Names
from ioninv.domain.items.possible import Circumstances, Obstacle, obstacle
from ioninv.domain.items.rows import item_label, part_label
from ioninv.domain.items.selection import Selection, refuse_stale, selected_ids
from ioninv.domain.items.writing import FACTS
from ioninv.errors import Conflict, NotFound, Problem
from ioninv.vocabulary import ActName, TrackingType

BY_HAND: Final = ("manual", "import")
"""The sources of holds that are released by hand."""

_PROBLEMS_SHOWN = 10

Claimed = dict[int, dict[str, Any]]
"""Items by id: their facts in stored values, their version, and what their names are made of."""


def claim(session: Session, selection: Selection, act: ActName) -> Claimed:
    """The selected items, if the act is possible on every one of them.

    Raises Conflict with a sentence for each that stands in the way or has changed meanwhile,
    NotFound when one does not exist, Invalid when nothing or too much is selected.
    """
    ids = selected_ids(session, selection)
    found = look_up(session, ids)
    if len(found) < len(ids):
        raise NotFound(
            "One of these items does not exist. It may come from an old link.",
            reasons={id_: "There is no such item." for id_ in ids if id_ not in found},
        )
    refuse_stale(session, selection.versions, {id_: item["version"] for id_, item in found.items()})
    refuse_impossible(session, found, act)
    return found


def look_up(session: Session, ids: Iterable[int]) -> Claimed:
    """The items of these ids that exist, in the order of the ids."""
    asked = list(ids)
    if not asked:
        return {}
    rows = session.execute(_ITEMS, {"ids": json.dumps(asked)}).mappings()
    return {row["id"]: dict(row) for row in rows}


def refuse_impossible(session: Session, found: Claimed, act: ActName) -> None:
    """Raises Conflict with a sentence for each item on which the act is not possible."""
    refuse(
        session,
        [
            (item, against)
            for item in found.values()
            if (against := obstacle(act, circumstances(item)))
        ],
    )


def refuse(session: Session, against: Sequence[tuple[dict[str, Any], Obstacle]]) -> None:
    """Raises Conflict with a sentence for each item that something stands against.

    Its `problems` are the first of them, its `reasons` all.
    """
    if not against:
        return
    names = Names(session)
    reasons = {item["id"]: _sentence(names, each, item) for item, each in against}
    said = [_sentence(names, each, item) for item, each in against[:_PROBLEMS_SHOWN]]
    problems = [Problem(each, "selection") for each in said]
    more = len(against) - len(problems)
    if more:
        problems.append(Problem(f"{more:,} more cannot be taken either.", "selection"))
    if len(against) > 1:
        first = problems[0].message
        others = len(against) - 1
        also = f"{others:,} other{'s' if others > 1 else ''} cannot be taken either."
        raise Conflict(f"{first} {also}", "selection", problems, reasons)
    raise Conflict(problems[0].message, "selection", problems, reasons)


def sentence(session: Session, against: Obstacle, item: Mapping[str, Any]) -> str:
    return _sentence(Names(session), against, item)


def _sentence(names: Names, against: Obstacle, item: Mapping[str, Any]) -> str:
    return against.sentence.format(
        item=label(item),
        parent=names.of("parent_id", item["parent_id"]),
        survivor=names.of("merged_into_id", item["merged_into_id"]),
        kit=names.of("kit_id", item["kit_id"]),
        location=names.of("location_id", item["location_id"]),
        order=item["purchase_order"],
    )


def label(item: Mapping[str, Any]) -> str:
    """What people call a claimed item."""
    return item_label(
        item["serial"], part_label(item["part_number"], item["revision"]), item["uid"]
    )


def circumstances(item: Mapping[str, Any]) -> Circumstances:
    """What decides which acts are possible on a claimed item."""
    return Circumstances(
        merged=item["merged_into_id"] is not None,
        voided=item["voided_at"] is not None,
        scrapped=item["scrapped_at"] is not None,
        shipped=item["shipped_at"] is not None,
        installed=item["parent_id"] is not None,
        in_progress=item["work_started_at"] is not None,
        kitted=item["kit_id"] is not None,
        received=item["received_at"] is not None,
        held=item["open_holds"] > 0,
        location_usable=bool(item["usable"]),
        empty=item["quantity"] == 0,
        serialised=item["serial"] is not None,
        pending=item["serial"] is None and item["tracking"] == TrackingType.SERIAL,
        releasable=item["own_holds"] > 0,
        has_children=bool(item["has_children"]),
        bought=item["purchase_line_id"] is not None and item["received_at"] is None,
        in_issue=item["open_issues"] > 0,
    )


_SOURCES = ", ".join(f"'{source}'" for source in BY_HAND)
_ITEMS = text(f"""
    SELECT i.id, i.version, {", ".join("i." + name for name in FACTS)},
        i.open_holds, i.status, p.part_number, p.revision, p.unit, p.tracking,
        coalesce(l.usable, 1) AS usable,
        EXISTS (SELECT 1 FROM inventory_item c WHERE c.parent_id = i.id) AS has_children,
        CASE WHEN i.open_holds > 0 THEN (
            SELECT count(*) FROM hold h WHERE h.item_id = i.id AND h.released_at IS NULL
                AND h.source IN ({_SOURCES})) ELSE 0 END AS own_holds,
        (SELECT count(*) FROM issue_item x WHERE x.item_id = i.id AND x.removed_at IS NULL
            AND x.outcome = '') AS open_issues
    FROM json_each(:ids) j
    JOIN inventory_item i ON i.id = j.value
    JOIN part p ON p.id = i.part_id
    LEFT JOIN location l ON l.id = i.location_id""")
