"""What stands against taking a change set back: later changes, and the rules of the inverse act."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor
from ioninv.domain.attributes.reading import no_longer
from ioninv.domain.issues import withdrawing
from ioninv.domain.items.claiming import Claimed, circumstances, label, look_up, sentence
from ioninv.domain.items.holds import open_holds
from ioninv.domain.items.installing import against_parent, ancestors
from ioninv.domain.items.issue_links import SOURCE, open_links
from ioninv.domain.items.possible import obstacle
from ioninv.domain.items.taken import said_of_taken
from ioninv.domain.undoing.inverse import UNDONE, Inverse
from ioninv.vocabulary import LARGEST_ACT, ActName, AppliesTo, Entity

SHOWN: Final = 20
_HOLDS: Final = (ActName.HOLD, ActName.RELEASE)


def reasons(session: Session, actor: Actor, undoing: Inverse) -> Iterator[str]:
    """Each reason as a sentence. Only while nothing has changed since are the rules looked at."""
    yield from _of_kind(actor, undoing)
    changed = list(_changed_since(session, undoing))
    yield from changed
    if not changed:
        yield from _against_rules(session, undoing)


def _of_kind(actor: Actor, undoing: Inverse) -> Iterator[str]:
    if undoing.permission is None:
        yield f"What was {undoing.root_verb} cannot be undone as a whole. Correct it by hand."
    elif not actor.may(undoing.permission):
        yield f"Your role does not allow this ({undoing.permission.value})."
    if undoing.others:
        yield f"It changed more than items ({', '.join(sorted(undoing.others))})."
    if undoing.new_kits:
        yield "A kit cannot be unmade. Close it instead."
    if undoing.truncated or len(undoing.item_versions) > 2 * LARGEST_ACT:
        yield f"It touched more than the {LARGEST_ACT:,} items that one act takes."


def _changed_since(session: Session, undoing: Inverse) -> Iterator[str]:
    for entity, versions in (
        ("item", undoing.item_versions),
        ("hold", undoing.hold_versions),
        ("kit", undoing.kit_versions),
        *((entity.value, each.versions) for entity, each in undoing.issues.items()),
    ):
        rows = session.execute(
            _LATER,
            {"entity": entity, "seen": json.dumps(list(versions.items())), "most": SHOWN},
        ).all()
        named = look_up(session, [row.item_id for row in rows if row.item_id])
        for row in rows:
            called = label(named[row.item_id]) if row.item_id else row.kit or row.issue
            did = "undid this already" if row.undoes_id == undoing.id else f"changed {called} since"
            what = "" if row.verb == UNDONE and row.undoes_id == undoing.id else f" ({row.kind})"
            yield f"{row.actor} {did}{what}."


def _against_rules(session: Session, undoing: Inverse) -> Iterator[str]:
    items = look_up(session, undoing.item_versions)
    yield from _against_act(session, undoing, items)
    yield from _against_merging_back(session, undoing, items)
    yield from _against_places(session, undoing, items)
    yield from _against_parents(session, undoing, items)
    yield from _against_serials(session, undoing, items)
    yield from _against_issues(session, undoing)
    stored = {was["attributes"] for was in undoing.items.values() if "attributes" in was}
    yield from no_longer(session, AppliesTo.ITEM, stored)


def _against_act(session: Session, undoing: Inverse, items: Claimed) -> Iterator[str]:
    """The preconditions of the inverse act, on each item as it is."""
    act = undoing.act
    if act is None:
        return
    whole = [id_ for id_ in undoing.items if id_ not in undoing.parted]
    if act in _HOLDS:
        whole = _held_items(session, undoing)
        items = look_up(session, whole)
    for id_ in [*whole, *undoing.born]:
        if against := obstacle(act, circumstances(items[id_])):
            yield sentence(session, against, items[id_])


def _against_merging_back(session: Session, undoing: Inverse, items: Claimed) -> Iterator[str]:
    """What depends on the quantity or the presence of an item without being in its own history."""
    for id_ in undoing.made_whole:
        if _holds_of_others(session, id_) > _own_holds(session, undoing, id_):
            yield f"{label(items[id_])} is on hold. Release it first."
        if items[id_]["open_issues"] > _own_issues(session, undoing, id_):
            yield f"{label(items[id_])} has an open issue. Resolve that first."
    for id_, was in [
        *undoing.items.items(),
        *((id_, {"quantity": 0}) for id_ in undoing.made_whole),
    ]:
        item = items[id_]
        less = was.get("received_at", 1) is None or was.get("merged_into_id") is not None
        if item["has_children"] and (less or "quantity" in was):
            yield f"Other items are installed in {label(item)}. Remove them first."
        elif was.get("merged_into_id") is not None and item["open_holds"]:
            yield f"{label(item)} is on hold. Release it first."
        elif was.get("merged_into_id") is not None and item["open_issues"]:
            yield f"{label(item)} has an open issue. Resolve that first."


def _against_places(session: Session, undoing: Inverse, items: Claimed) -> Iterator[str]:
    for table, column, gone, word in (
        ("location", "location_id", "archived = 1", "archived"),
        ("kit", "kit_id", "closed_at IS NOT NULL", "closed"),
    ):
        wanted = {was[column] for was in undoing.items.values() if was.get(column)}
        if column == "kit_id":
            wanted -= {kit for kit, closed in undoing.kits.items() if closed is None}
        rows = session.execute(
            text(
                f"SELECT {'path' if table == 'location' else 'name'} FROM {table} "
                f"WHERE {gone} AND id IN (SELECT value FROM json_each(:ids))"
            ),
            {"ids": json.dumps(list(wanted))},
        )
        for name in rows.scalars():
            yield f"{'The kit ' if table == 'kit' else ''}{name} is {word} now."


def _against_parents(session: Session, undoing: Inverse, items: Claimed) -> Iterator[str]:
    wanted: dict[int, list[int]] = {}
    for id_, was in undoing.items.items():
        if was.get("parent_id"):
            wanted.setdefault(was["parent_id"], []).append(id_)
    for parent in look_up(session, wanted).values():
        if said := against_parent(session, parent):
            yield said
        inside = set(wanted[parent["id"]]) & {parent["id"], *ancestors(session, parent["id"])}
        for id_ in inside:
            yield f"{label(parent)} is itself installed in {label(items[id_])} now."


def _against_serials(session: Session, undoing: Inverse, items: Claimed) -> Iterator[str]:
    wanted: list[tuple[int, str, int]] = []
    for id_, was in undoing.items.items():
        after: Mapping[str, Any] = {**items[id_], **was}
        again = "serial" in was or ("voided_at" in was and was["voided_at"] is None)
        if again and after["serial"] and after["voided_at"] is None:
            wanted.append((after["part_id"], after["serial"], id_))
    if said := said_of_taken(session, wanted):
        yield said


def _held_items(session: Session, undoing: Inverse) -> list[int]:
    ids = json.dumps([*undoing.holds, *undoing.new_holds])
    held = session.execute(_ITEMS_OF_HOLDS, {"ids": ids}).scalars()
    return [id_ for id_ in held if id_ not in undoing.made_whole]


def _own_holds(session: Session, undoing: Inverse, item_id: int) -> int:
    ids = json.dumps(list(undoing.new_holds))
    return sum(id_ == item_id for id_ in session.execute(_ITEMS_OF_HOLDS, {"ids": ids}).scalars())


def _holds_of_others(session: Session, item_id: int) -> int:
    """The open holds of an item that are not those of issues."""
    return sum(not hold.source.startswith(SOURCE) for hold in open_holds(session, [item_id]))


def _own_issues(session: Session, undoing: Inverse, item_id: int) -> int:
    new = undoing.issues[Entity.ISSUE_ITEM].new
    return sum(link.id in new for link in open_links(session, [item_id]))


def _against_issues(session: Session, undoing: Inverse) -> Iterator[str]:
    issues, links = undoing.issues[Entity.ISSUE], undoing.issues[Entity.ISSUE_ITEM]
    yield from withdrawing.against(session, issues.was, issues.new, links.was, links.new)


def first(found: Iterable[str]) -> list[str]:
    """The first of them, each once."""
    said: dict[str, None] = {}
    for each in found:
        said[each] = None
        if len(said) == SHOWN:
            break
    return list(said)


_LATER = text("""
    SELECT e.kind, c.verb, c.undoes_id, u.name AS actor, k.name AS kit,
        CASE e.entity WHEN 'item' THEN e.entity_id
            WHEN 'hold' THEN (SELECT item_id FROM hold WHERE id = e.entity_id)
            WHEN 'issue_item' THEN (SELECT item_id FROM issue_item WHERE id = e.entity_id)
            END AS item_id,
        (SELECT 'ISS-' || number FROM issue WHERE id = CASE e.entity WHEN 'issue' THEN e.entity_id
            WHEN 'issue_comment' THEN (SELECT issue_id FROM issue_comment WHERE id = e.entity_id)
            END) AS issue
    FROM json_each(:seen) j
    CROSS JOIN event e ON e.entity = :entity AND e.entity_id = json_extract(j.value, '$[0]')
        AND e.version = json_extract(j.value, '$[1]') + 1
    CROSS JOIN change_set c ON c.id = e.change_set_id
    CROSS JOIN user u ON u.id = c.actor_id
    LEFT JOIN kit k ON e.entity = 'kit' AND k.id = e.entity_id
    LIMIT :most""")

_ITEMS_OF_HOLDS = text(
    "SELECT item_id FROM hold WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id"
)
