"""What stands against taking a change set back: later changes, and the rules of the inverse act."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import TextClause, text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain.access import Actor
from ioninv.domain.accounts import undoing as accounts
from ioninv.domain.attachments.undoing import against_taking_back
from ioninv.domain.attributes.reading import no_longer
from ioninv.domain.issues import withdrawing
from ioninv.domain.items.assembly import TOO_DEEP, chains, height, too_deep
from ioninv.domain.items.claiming import Claimed, circumstances, label, look_up, sentence
from ioninv.domain.items.holds import open_holds
from ioninv.domain.items.installing import against_parent
from ioninv.domain.items.issue_links import SOURCE
from ioninv.domain.items.possible import against_beside, obstacle
from ioninv.domain.items.taken import said_of_taken
from ioninv.domain.undoing.inverse import UNDONE, Inverse
from ioninv.vocabulary import LARGEST_ACT, ActName, AppliesTo, Entity

SHOWN: Final = 20


def reasons(session: Session, actor: Actor, undoing: Inverse) -> Iterator[str]:
    """Each reason as a sentence. Only while nothing has changed since are the rules looked at."""
    yield from _of_kind(actor, undoing)
    changed = list(_changed_since(session, undoing))
    yield from changed
    if not changed:
        yield from _against_rules(session, actor, undoing)


def _of_kind(actor: Actor, undoing: Inverse) -> Iterator[str]:
    if undoing.permission is None:
        yield f"What was {undoing.root_verb} cannot be undone as a whole. Correct it by hand."
    elif not actor.may(undoing.permission):
        yield f"Your role does not allow this ({undoing.permission.value})."
    elif not undoing.touched:
        yield "It changed nothing."
    if undoing.others:
        yield f"It changed more than items ({', '.join(sorted(undoing.others))})."
    if any(each.new for each in undoing.accounts.values()):
        yield "Users, roles and tokens cannot be unmade. Deactivate, archive or revoke them instead."
    if undoing.new_kits:
        yield "A kit cannot be unmade. Close it instead."
    if undoing.truncated or len(undoing.item_versions) > 2 * LARGEST_ACT:
        yield f"It touched more than the {LARGEST_ACT:,} items that one act takes."


def _changed_since(session: Session, undoing: Inverse) -> Iterator[str]:
    for entity, versions in (
        ("item", undoing.item_versions),
        ("hold", undoing.hold_versions),
        ("kit", undoing.kit_versions),
        ("attachment", undoing.attachment_versions),
        *((entity.value, each.versions) for entity, each in undoing.issues.items()),
        *((entity.value, each.versions) for entity, each in undoing.accounts.items()),
    ):
        if not versions:
            continue
        rows = session.execute(
            _LATER,
            {"entity": entity, "seen": json.dumps(list(versions.items())), "most": SHOWN},
        ).all()
        named = look_up(session, [row.item_id for row in rows if row.item_id])
        for row in rows:
            called = label(named[row.item_id]) if row.item_id else row.called
            did = "undid this already" if row.undoes_id == undoing.id else f"changed {called} since"
            what = "" if row.verb == UNDONE and row.undoes_id == undoing.id else f" ({row.kind})"
            yield f"{row.actor} {did}{what}."


def _against_rules(session: Session, actor: Actor, undoing: Inverse) -> Iterator[str]:
    items = look_up(session, undoing.item_versions)
    since = _since(session, undoing)
    yield from _against_act(session, undoing, items, since)
    yield from _against_holds(session, undoing)
    yield from _against_merging(session, undoing, items, since)
    yield from _against_taking_out(undoing, items, since)
    yield from _against_returning(undoing, items, since)
    yield from _against_places(session, undoing)
    yield from _against_parents(session, undoing, items)
    yield from _against_serials(session, undoing, items)
    yield from against_taking_back(session, undoing.attachments, undoing.new_attachments)
    if session.execute(_ATTRIBUTES_SINCE, {"id": undoing.id}).scalar():
        stored = {was["attributes"] for was in undoing.items.values() if "attributes" in was}
        yield from no_longer(session, AppliesTo.ITEM, stored)
    yield from _against_kits(session, undoing)
    yield from _against_lines(session, undoing, items)
    yield from _against_issues(session, undoing)
    yield from accounts.against(session, actor, *(each.was for each in undoing.accounts.values()))


def _against_act(
    session: Session, undoing: Inverse, items: Claimed, since: Mapping[int, Any]
) -> Iterator[str]:
    """What the inverse act forbids, of what was done beside the items since.

    Their own facts were fit for it, and have not changed.
    """
    act = undoing.act
    if act is None and not undoing.born:
        return
    apart = {*undoing.apart_again}
    if act is not ActName.MERGE:
        apart |= {*undoing.merged_again, *undoing.merged_again.values()}
    # What an act made beside its own goes as a whole, like what was created.
    acts = dict.fromkeys(undoing.items, act) | dict.fromkeys(undoing.born, act or ActName.VOID)
    for id_, its in acts.items():
        now = replace(
            circumstances(items[id_]),
            held=bool(since[id_].held),
            has_children=bool(since[id_].has_children),
            in_issue=bool(since[id_].in_issue),
            location_usable=not since[id_].switched,
        )
        if its and id_ not in apart and (against := against_beside(its, now)):
            yield sentence(session, against, items[id_])


def _against_holds(session: Session, undoing: Inverse) -> Iterator[str]:
    """The facts of an item that is held or released are not its hold's: they may have changed."""
    act = undoing.act
    if act is not ActName.HOLD and act is not ActName.RELEASE:
        return
    changed = session.execute(_HELD_CHANGED, _asked(undoing, undoing.hold_versions)).scalars()
    others = [id_ for id_ in changed if id_ not in undoing.item_versions]
    for item in look_up(session, others).values():
        if against := obstacle(act, circumstances(item)):
            yield sentence(session, against, item)


def _against_merging(
    session: Session, undoing: Inverse, items: Claimed, since: Mapping[int, Any]
) -> Iterator[str]:
    """What depends on the quantity or the presence of an item without being in its own history."""
    own: Counter[int] = Counter()
    if undoing.released:
        released = session.execute(_ITEMS_OF_HOLDS, {"ids": json.dumps(list(undoing.released))})
        own.update(released.scalars())
    held = _holds_of_others(session, undoing.merged_again)
    less = {id_ for id_, was in undoing.items.items() if was.get("received_at", 1) is None}
    counted = {id_ for id_, was in undoing.items.items() if "quantity" in was}
    for id_ in undoing.merged_again:
        if held[id_] > own[id_]:
            yield f"{label(items[id_])} is on hold. Release it first."
        if since[id_].in_issue:
            yield f"{label(items[id_])} has an open issue. Resolve that first."
    for id_ in dict.fromkeys([*undoing.merged_again, *less, *counted]):
        if items[id_]["has_children"]:
            yield f"Other items are installed in {label(items[id_])}. Remove them first."


def _holds_of_others(session: Session, ids: Iterable[int]) -> Counter[int]:
    """How many holds that are not those of issues are open on each of these items."""
    holds = open_holds(session, ids)
    return Counter(hold.item_id for hold in holds if not hold.source.startswith(SOURCE))


def _against_taking_out(
    undoing: Inverse, items: Claimed, since: Mapping[int, Any]
) -> Iterator[str]:
    """What came to be held as a whole, or on an issue, is not free of it by being taken apart."""
    kept = dict.fromkeys(items[id_]["merged_into_id"] for id_ in undoing.apart_again)
    for id_ in kept:
        if since[id_].held:
            yield f"{label(items[id_])} is on hold. Release it first."
        if since[id_].in_issue:
            yield f"{label(items[id_])} has an open issue. Resolve that first."


def _against_returning(undoing: Inverse, items: Claimed, since: Mapping[int, Any]) -> Iterator[str]:
    """What came to be held otherwise is not returned again with its issue."""
    if undoing.act is None:
        for id_, was in undoing.items.items():
            if was.get("shipped_at") and since[id_].held:
                yield f"{label(items[id_])} is on hold. Release it first."


def _against_places(session: Session, undoing: Inverse) -> Iterator[str]:
    """What is to be put where, or to be bought from whom, nothing new may be since."""
    for column, said in _GONE_SINCE.items():
        wanted = {was[column] for was in undoing.items.values() if was.get(column)}
        if column == "kit_id":
            wanted -= undoing.opened_kits
        elif column == "location_id":
            wanted |= {
                was["destination_id"] for was in undoing.kits.values() if was.get("destination_id")
            }
        if wanted:
            yield from session.execute(said, _asked(undoing, wanted)).scalars()


def _against_parents(session: Session, undoing: Inverse, items: Claimed) -> Iterator[str]:
    wanted = {id_: was["parent_id"] for id_, was in undoing.items.items() if was.get("parent_id")}
    if not wanted:
        return
    parents = look_up(session, wanted.values())
    changed = session.execute(_ITEMS_CHANGED, _asked(undoing, parents)).scalars()
    for id_ in changed:
        if said := against_parent(session, parents[id_]):
            yield said
    then = {id_: was["parent_id"] for id_, was in undoing.items.items() if "parent_id" in was}
    above = chains(session, wanted, then)
    for id_, parent in wanted.items():
        if id_ in above[id_]:
            yield f"{label(parents[parent])} is itself installed in {label(items[id_])} now."
    deepest = max(len(chain) for chain in above.values())
    if too_deep(deepest, height(session, wanted)) and any(
        too_deep(len(above[id_]), height(session, [id_])) for id_ in wanted
    ):
        yield TOO_DEEP


def _against_serials(session: Session, undoing: Inverse, items: Claimed) -> Iterator[str]:
    given_up = _given_up(undoing, items)
    wanted: list[tuple[int, str, int]] = []
    for id_, was in undoing.items.items():
        after: Mapping[str, Any] = {**items[id_], **was}
        again = "serial" in was or ("voided_at" in was and was["voided_at"] is None)
        if again and after["serial"] and after["voided_at"] is None:
            its = given_up.get((after["part_id"], codes.key(after["serial"])), id_)
            wanted.append((after["part_id"], after["serial"], its))
    if said := said_of_taken(session, wanted):
        yield said


def _given_up(undoing: Inverse, items: Claimed) -> dict[tuple[int, str], int]:
    """The serials that it makes free itself, each with the item that has it until then."""
    renamed = [id_ for id_, was in undoing.items.items() if "serial" in was]
    return {
        (items[id_]["part_id"], codes.key(items[id_]["serial"])): id_
        for id_ in (*undoing.made_whole, *undoing.born, *renamed)
        if items[id_]["serial"]
    }


def _since(session: Session, undoing: Inverse) -> dict[int, Any]:
    """By item, what was done since beside its own history."""
    rows = session.execute(_SINCE, _asked(undoing, undoing.item_versions))
    return {row.id: row for row in rows}


def _against_lines(session: Session, undoing: Inverse, items: Claimed) -> Iterator[str]:
    """A receipt is not taken back to a line that is closed: nothing of that may be on order."""
    lines = {
        line
        for id_, was in undoing.items.items()
        if was.get("received_at", 0) is None and (line := items[id_]["purchase_line_id"])
    }
    if not lines:
        return
    for row in session.execute(_CANCELLED, {"ids": json.dumps([*lines])}):
        yield f"Line {row.position} of {row.number} is cancelled. Reopen it first."


def _against_kits(session: Session, undoing: Inverse) -> Iterator[str]:
    """A name that another kit has by now, and what would be left in a kit that is closed again."""
    for id_, was in undoing.kits.items():
        key = codes.key(was.get("name", ""))
        other = session.execute(_KIT_CALLED, {"key": key, "id": id_}).scalar()
        if other:
            yield f"Another kit is called {other} now."
    for id_ in undoing.closed_kits:
        gone = [item for item, was in undoing.items.items() if was.get("kit_id", id_) != id_]
        row = session.execute(_LEFT_IN_KIT, {"id": id_, "gone": json.dumps(gone)}).one()
        if row.items:
            said = "1 item is" if row.items == 1 else f"{row.items:,} items are"
            yield f"{said} in the kit {row.name} now. Take them out first, or close the kit."


def _against_issues(session: Session, undoing: Inverse) -> Iterator[str]:
    issues, links = undoing.issues[Entity.ISSUE], undoing.issues[Entity.ISSUE_ITEM]
    yield from withdrawing.against(session, issues.was, issues.new, links.was, links.new)


def _asked(undoing: Inverse, ids: Iterable[int]) -> dict[str, Any]:
    return {"id": undoing.id, "ids": json.dumps(list(ids))}


def first(found: Iterable[str]) -> list[str]:
    """The first of them, each once."""
    said: dict[str, None] = {}
    for each in found:
        said[each] = None
        if len(said) == SHOWN:
            break
    return list(said)


_LATER = text("""
    SELECT e.kind, c.verb, c.undoes_id, u.name AS actor,
        coalesce(k.name, a.name, 'ISS-' || s.number, w.name, r.name, t.name) AS called,
        CASE e.entity WHEN 'item' THEN e.entity_id
            WHEN 'hold' THEN (SELECT item_id FROM hold WHERE id = e.entity_id)
            WHEN 'issue_item' THEN (SELECT item_id FROM issue_item WHERE id = e.entity_id)
            END AS item_id
    FROM json_each(:seen) j
    CROSS JOIN event e ON e.entity = :entity AND e.entity_id = json_extract(j.value, '$[0]')
        AND e.version = json_extract(j.value, '$[1]') + 1
    CROSS JOIN change_set c ON c.id = e.change_set_id
    CROSS JOIN user u ON u.id = c.actor_id
    LEFT JOIN kit k ON e.entity = 'kit' AND k.id = e.entity_id
    LEFT JOIN attachment a ON e.entity = 'attachment' AND a.id = e.entity_id
    LEFT JOIN user w ON e.entity = 'user' AND w.id = e.entity_id
    LEFT JOIN role r ON e.entity = 'role' AND r.id = e.entity_id
    LEFT JOIN api_token t ON e.entity = 'token' AND t.id = e.entity_id
    LEFT JOIN issue s ON s.id = CASE e.entity WHEN 'issue' THEN e.entity_id
        WHEN 'issue_comment' THEN (SELECT issue_id FROM issue_comment WHERE id = e.entity_id) END
    LIMIT :most""")

_KIT_CALLED = text("SELECT name FROM kit WHERE name_key = :key AND id <> :id")
_LEFT_IN_KIT = text("""
    SELECT k.name, (SELECT count(*) FROM inventory_item i WHERE i.kit_id = k.id
        AND i.id NOT IN (SELECT value FROM json_each(:gone))) AS items
    FROM kit k WHERE k.id = :id""")

_CANCELLED = text("""
    SELECT o.number, l.position FROM json_each(:ids) j JOIN purchase_line l ON l.id = j.value
    JOIN purchase_order o ON o.id = l.order_id WHERE l.cancelled_at IS NOT NULL""")

_ITEMS_OF_HOLDS = text(
    "SELECT item_id FROM hold WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id"
)

_ATTRIBUTES_SINCE = text("""
    SELECT EXISTS (SELECT 1 FROM event WHERE change_set_id > :id AND entity = 'attribute')""")

_ITEMS_CHANGED = text("""
    SELECT i.id FROM json_each(:ids) j
    CROSS JOIN inventory_item i ON i.id = j.value
    CROSS JOIN event e ON e.entity = 'item' AND e.entity_id = i.id AND e.version = i.version
    WHERE e.change_set_id > :id""")

_HELD_CHANGED = text("""
    SELECT DISTINCT i.id FROM json_each(:ids) j
    CROSS JOIN hold h ON h.id = j.value
    CROSS JOIN inventory_item i ON i.id = h.item_id
    CROSS JOIN event e ON e.entity = 'item' AND e.entity_id = i.id AND e.version = i.version
    WHERE e.change_set_id > :id""")

_SINCE = text("""
    SELECT i.id,
        i.open_holds > 0 AND EXISTS (
            SELECT 1 FROM hold h CROSS JOIN event e
                ON e.entity = 'hold' AND e.entity_id = h.id AND e.change_set_id > :id
            WHERE h.item_id = i.id AND h.released_at IS NULL
                AND (e.version = 1 OR json_type(e.changes, '$.released_at') IS NOT NULL)) AS held,
        EXISTS (
            SELECT 1 FROM issue_item x CROSS JOIN event e
                ON e.entity = 'issue_item' AND e.entity_id = x.id AND e.version = x.version
            WHERE x.item_id = i.id AND x.removed_at IS NULL AND x.outcome = ''
                AND e.change_set_id > :id) AS in_issue,
        EXISTS (
            SELECT 1 FROM inventory_item c CROSS JOIN event e
                ON e.entity = 'item' AND e.entity_id = c.id AND e.change_set_id > :id
            WHERE c.parent_id = i.id AND json_type(e.changes, '$.parent_id') IS NOT NULL
        ) AS has_children,
        coalesce(l.usable, 1) = 0 AND EXISTS (
            WITH RECURSIVE up (id, parent_id) AS (
                SELECT l.id, l.parent_id
                UNION
                SELECT o.id, o.parent_id FROM up JOIN location o ON o.id = up.parent_id)
            SELECT 1 FROM up CROSS JOIN event e
                ON e.entity = 'location' AND e.entity_id = up.id AND e.change_set_id > :id
        ) AS switched
    FROM json_each(:ids) j
    CROSS JOIN inventory_item i ON i.id = j.value
    LEFT JOIN location l ON l.id = i.location_id""")

_CHANGED_SINCE = """EXISTS (
    SELECT 1 FROM event e
    WHERE e.entity = '{entity}' AND e.entity_id = r.id AND e.change_set_id > :id)"""


def _gone_since(table: str, said: str, gone: str = "r.archived = 1") -> TextClause:
    return text(f"""
        SELECT {said} FROM json_each(:ids) j CROSS JOIN {table} r ON r.id = j.value
        WHERE {gone} AND {_CHANGED_SINCE.format(entity=table)}""")


_GONE_SINCE: Final = {
    "location_id": _gone_since(
        "location",
        "r.path || iif(r.archived, ' is archived now.', ' is merged into another location now.')",
        "(r.archived = 1 OR r.merged_into_id IS NOT NULL)",
    ),
    "kit_id": _gone_since("kit", "'The kit ' || r.name || ' is closed now.'", "r.closed_at > 0"),
    "supplier_id": _gone_since("supplier", "'The supplier ' || r.name || ' is archived now.'"),
    "usage_type_id": _gone_since(
        "usage_type", "'The usage type ' || r.name || ' is archived now.'"
    ),
}
