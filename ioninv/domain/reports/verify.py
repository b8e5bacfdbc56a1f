"""The invariants of the house, each looked at on the data as it is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

from sqlalchemy import create_engine, text
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from ioninv.db.driver import driver
from ioninv.db.migrate import migrate
from ioninv.domain.access import Actor, requires
from ioninv.domain.accounts.permitted import ROLE_OF_USER
from ioninv.domain.attachments.files import broken_files
from ioninv.domain.history import broken_links
from ioninv.domain.items.issue_links import SOURCE, WANTED
from ioninv.domain.items.status import STATUS_SQL
from ioninv.domain.items.tally import Dimension, truth
from ioninv.domain.reports import bought, deriving
from ioninv.domain.reports.replay import FACTS, differences
from ioninv.vocabulary import Permission, Role

SHOWN = 20
_SCHEMA = "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL"
_PERMANENT = (
    "user", "change_set", "event", "supplier", "usage_type", "location", "part", "kit", "inventory_item", "hold",
    "attribute", "attachment", "purchase_order", "purchase_line", "supplier_part", "issue", "issue_item",
    "issue_comment", "role", "api_token",
)  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """One invariant: its name, its sentence, how many things were looked at, and what breaks it."""

    name: str
    sentence: str
    count: int
    broken: list[str]


@dataclass(frozen=True)
class _Invariant:
    name: str
    sentence: str
    counted: str
    look: Callable[[Session], Iterable[str]]


@requires(Permission.VERIFY)
def verify(session: Session, actor: Actor) -> list[Checked]:
    """Check every invariant that applies; `broken` holds the first sentences of what does not hold.

    Reads everything: about a minute and a half for a million items.
    """
    counts = session.execute(_COUNTS).one()
    return [
        Checked(each.name, each.sentence, count, list(islice(each.look(session), SHOWN)))
        for each, count in zip(_INVARIANTS, counts, strict=True)
    ]


def _query(query: str, sentence: str) -> Callable[[Session], Iterator[str]]:
    """A check whose rows are what breaks it; the sentence is filled in with each row."""

    statement = text(query)

    def look(session: Session) -> Iterator[str]:
        for row in session.execute(statement):
            yield sentence.format(*row)

    return look


def _all_of(*looks: Callable[[Session], Iterable[str]]) -> Callable[[Session], Iterator[str]]:
    def look(session: Session) -> Iterator[str]:
        for each in looks:
            yield from each(session)

    return look


def _schema(session: Session) -> Iterator[str]:
    """Every table, index and trigger as a fresh migration makes it, none missing and none changed."""
    wanted = _fresh_schema()
    present = {row[0]: row[1] for row in session.execute(text(_SCHEMA))}
    for name in sorted(wanted.keys() | present.keys()):
        if wanted.get(name) != present.get(name):
            yield f"{name} is {'missing' if name not in present else 'not as it must be'}"


@cache
def _fresh_schema() -> dict[str, str]:
    fresh = create_engine(
        "sqlite://",
        module=driver(),
        poolclass=StaticPool,
        connect_args={"check_same_thread": False},
    )
    migrate(fresh)
    with fresh.connect() as connection:
        schema = {row[0]: row[1] for row in connection.execute(text(_SCHEMA))}
    fresh.dispose()
    return schema


def _replay(session: Session) -> Iterator[str]:
    for entity in FACTS:
        yield from differences(session, entity)


def _tally(session: Session) -> Iterator[str]:
    for row in session.execute(_MISCOUNTED):
        dimension = Dimension(row.dimension).name.lower()
        yield f"tally {dimension} {row.key}, status {row.status}: miscounted"


def _miscounted(dimension: Dimension) -> Iterator[str]:
    kept = f"SELECT * FROM tally WHERE dimension = {dimension.value} AND items > 0"
    yield f"SELECT * FROM ({truth(dimension)} EXCEPT {kept})"
    yield f"SELECT * FROM ({kept} EXCEPT {truth(dimension)})"


_MISCOUNTED = text(" UNION ALL ".join(chain.from_iterable(map(_miscounted, Dimension))))


_NO_PERMANENCE = "SELECT value FROM json_each('{}') WHERE NOT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = value || '_is_permanent')".format(  # noqa: E501
    "[" + ",".join(f'"{table}"' for table in _PERMANENT) + "]"
)
_BUILT_IN = ", ".join(f"'{role}'" for role in Role)

_INVARIANTS = (
    _Invariant(
        "I1",
        "no item disappears",
        "inventory_item",
        _query(_NO_PERMANENCE, "{} could be deleted from"),
    ),
    _Invariant("I2", "history is append-only and its chains hold", "event", broken_links),
    _Invariant("I3", "replaying the events gives what is there", "inventory_item", _replay),
    _Invariant(
        "I4",
        "every version has its event",
        "event",
        _query(
            "SELECT i.id, i.version FROM inventory_item i WHERE i.version <> "
            "(SELECT count(*) FROM event e WHERE e.entity = 'item' AND e.entity_id = i.id)",
            "item {0} has version {1} and another number of events",
        ),
    ),
    _Invariant(
        "I5",
        "quantity is conserved, per part",
        "part",
        _query(
            "WITH told (part_id, quantity) AS (SELECT i.part_id, "
            "sum(coalesce(json_extract(e.changes, '$.quantity[1]'), 0) "
            "- coalesce(json_extract(e.changes, '$.quantity[0]'), 0)) "
            "FROM event e CROSS JOIN inventory_item i ON i.id = e.entity_id "
            "WHERE e.entity = 'item' GROUP BY 1), "
            "there (part_id, quantity) AS (SELECT part_id, sum(quantity) FROM inventory_item GROUP BY 1) "
            "SELECT there.part_id FROM there LEFT JOIN told USING (part_id) "
            "WHERE there.quantity IS NOT told.quantity",
            "part {}: its items do not add up to what came in, went out and was adjusted",
        ),
    ),
    _Invariant(
        "I5 acts",
        "splitting, merging, moving and their like neither make nor lose anything",
        "change_set",
        _query(
            "WITH RECURSIVE root (id, verb, undoes_id) AS ("
            "SELECT id, verb, undoes_id FROM change_set WHERE undoes_id IS NULL UNION ALL "
            "SELECT c.id, root.verb, c.undoes_id FROM root JOIN change_set c ON c.undoes_id = root.id) "
            "SELECT root.id FROM root JOIN event e ON e.change_set_id = root.id "
            "WHERE e.entity = 'item' "
            "AND root.verb NOT IN ('created', 'adjusted', 'edited', 'imported', "
            "'line added', 'line edited', 'drafted') AND NOT (e.version = 1 AND e.kind = 'bought') "
            "AND json_extract(e.changes, '$.quantity') IS NOT NULL "
            "GROUP BY root.id HAVING sum(coalesce(json_extract(e.changes, '$.quantity[1]'), 0) "
            "- coalesce(json_extract(e.changes, '$.quantity[0]'), 0)) <> 0",
            "change set {}: what it split or merged does not add up",
        ),
    ),
    _Invariant(
        "families",
        "merged items are empty and point at one that stands for them; origins are no circle",
        "inventory_item WHERE merged_into_id IS NOT NULL OR origin_id IS NOT NULL",
        _all_of(
            _query(
                "WITH RECURSIVE up (start, id, depth) AS (SELECT id, merged_into_id, 1 "
                "FROM inventory_item WHERE merged_into_id IS NOT NULL UNION ALL "
                "SELECT up.start, i.merged_into_id, depth + 1 FROM up JOIN inventory_item i "
                "ON i.id = up.id WHERE i.merged_into_id IS NOT NULL AND depth < 1000) "
                "SELECT DISTINCT start FROM up WHERE id = start",
                "item {} is merged into itself",
            ),
            _query(
                "SELECT i.id FROM inventory_item i JOIN inventory_item s ON s.id = i.merged_into_id "
                "WHERE s.part_id <> i.part_id",
                "item {} is merged into an item of another part",
            ),
            _query(
                "SELECT i.id FROM inventory_item i JOIN inventory_item o ON o.id = i.origin_id "
                "WHERE o.part_id <> i.part_id OR o.id = i.id",
                "item {} was split from an item of another part",
            ),
        ),
    ),
    _Invariant(
        "kits",
        "only open kits hold items",
        "kit",
        _query(
            "SELECT i.id, k.name FROM inventory_item i JOIN kit k ON k.id = i.kit_id "
            "WHERE k.closed_at IS NOT NULL",
            "item {0} is in the kit {1}, which is closed",
        ),
    ),
    _Invariant(
        "purchasing",
        "what came in and what is on order is what was bought, line by line",
        "purchase_line",
        bought.look,
    ),
    _Invariant(
        "issues",
        "issues hold just the items on them that have no outcome, and none once they are resolved",
        "issue_item",
        _all_of(
            _query(
                f"SELECT w.item_id, w.reason FROM ({WANTED}) w WHERE w.due AND NOT EXISTS ("
                "SELECT 1 FROM hold h WHERE h.item_id = w.item_id AND h.source = w.source "
                "AND h.released_at IS NULL)",
                "item {} is on {}, which does not hold it",
            ),
            _query(
                "SELECT h.item_id, h.reason FROM hold h WHERE h.released_at IS NULL "
                f"AND h.source LIKE '{SOURCE}%' AND NOT EXISTS (SELECT 1 FROM ({WANTED}) w "
                "WHERE w.item_id = h.item_id AND w.source = h.source AND w.reason = h.reason)",
                "item {} is held by {}, which should not, or not in these words",
            ),
            _query(
                f"SELECT item_id, source FROM hold WHERE source LIKE '{SOURCE}%' "
                "GROUP BY 1, 2 HAVING count(*) > 1",
                "item {} has several holds of {}",
            ),
            _query(
                "SELECT s.number, x.item_id FROM issue s JOIN issue_item x ON x.issue_id = s.id "
                "WHERE s.state = 'resolved' AND x.removed_at IS NULL AND x.outcome = ''",
                "ISS-{} is resolved and item {} on it has no outcome",
            ),
        ),
    ),
    _Invariant(
        "accounts",
        "everybody has a role that there is, and an administrator is there",
        "user",
        _all_of(
            _query(
                f"SELECT u.id, u.role FROM user u {ROLE_OF_USER} "
                f"WHERE r.id IS NULL AND u.role NOT IN ({_BUILT_IN})",
                "user {0} has the role {1}, which there is not",
            ),
            _query(
                f"SELECT u.id, u.role FROM api_token u {ROLE_OF_USER} "
                f"WHERE r.id IS NULL AND u.role NOT IN ({_BUILT_IN})",
                "token {0} has the role {1}, which there is not",
            ),
            _query(
                "SELECT 1 WHERE NOT EXISTS ("
                "SELECT 1 FROM user WHERE role = 'administrator' AND active = 1)",
                "there is no active administrator",
            ),
        ),
    ),
    _Invariant(
        "I6",
        "quantities and costs are whole millionths from 0 on",
        "inventory_item",
        _query(
            "SELECT id FROM inventory_item WHERE typeof(quantity) <> 'integer' OR quantity < 0 "
            "OR (unit_cost IS NOT NULL AND (typeof(unit_cost) <> 'integer' OR unit_cost < 0))",
            "item {} has a quantity or cost that is none",
        ),
    ),
    _Invariant(
        "I7",
        "a serial means quantity 1",
        "inventory_item WHERE serial IS NOT NULL",
        _query(
            "SELECT id, serial FROM inventory_item WHERE serial IS NOT NULL AND quantity <> 1000000",
            "item {} with serial {} has another quantity",
        ),
    ),
    _Invariant(
        "I8",
        "a serial is unique per part",
        "inventory_item WHERE serial IS NOT NULL",
        _all_of(
            _query(
                "SELECT part_id, serial_key FROM inventory_item WHERE serial_key IS NOT NULL "
                "GROUP BY 1, 2 HAVING count(*) > 1",
                "part {}: serial {} stands twice",
            ),
            deriving.keys(*deriving.SERIAL_KEYS),
        ),
    ),
    _Invariant(
        "I9",
        "versions rise by one",
        "event",
        _query(
            "SELECT entity, entity_id FROM event GROUP BY 1, 2 "
            "HAVING min(version) <> 1 OR max(version) <> count(*)",
            "{} {} skips a version",
        ),
    ),
    _Invariant(
        "I10",
        "one effect per idempotency key",
        "change_set WHERE idempotency_key IS NOT NULL",
        _query(
            "SELECT actor_id, idempotency_key FROM change_set WHERE idempotency_key IS NOT NULL "
            "GROUP BY 1, 2 HAVING count(*) > 1 OR sum(payload_hash IS NULL) > 0",
            "user {}: key {} had several effects",
        ),
    ),
    _Invariant(
        "I11",
        "the location tree has no cycle, references are valid",
        "location",
        _all_of(
            _query("PRAGMA foreign_key_check", "{0} row {1} refers to {2}, which is not there"),
            _query(
                "WITH RECURSIVE down (id) AS (SELECT id FROM location WHERE parent_id IS NULL UNION "
                "SELECT l.id FROM location l JOIN down ON l.parent_id = down.id) "
                "SELECT id FROM location WHERE id NOT IN (SELECT id FROM down)",
                "location {} hangs in a cycle",
            ),
            _query(
                "WITH RECURSIVE up (start, id, depth) AS (SELECT id, parent_id, 1 FROM inventory_item "
                "WHERE parent_id IS NOT NULL UNION ALL SELECT up.start, i.parent_id, depth + 1 "
                "FROM up JOIN inventory_item i ON i.id = up.id WHERE i.parent_id IS NOT NULL AND depth < 1000) "
                "SELECT DISTINCT start FROM up WHERE id = start",
                "item {} is installed in itself",
            ),
        ),
    ),
    _Invariant(
        "I12",
        "status is the rule applied to the facts",
        "inventory_item",
        _all_of(
            _query(
                f"SELECT i.id FROM inventory_item i WHERE i.status <> {STATUS_SQL}",
                "item {} has another status than its facts make",
            ),
            _query(
                "SELECT i.id FROM inventory_item i WHERE i.open_holds <> "
                "(SELECT count(*) FROM hold h WHERE h.item_id = i.id AND h.released_at IS NULL)",
                "item {} miscounts its holds",
            ),
            _query(
                "WITH RECURSIVE down (id, usable) AS (SELECT id, available FROM location "
                "WHERE parent_id IS NULL UNION ALL SELECT l.id, l.available AND down.usable "
                "FROM location l JOIN down ON l.parent_id = down.id) SELECT l.id FROM location l "
                "JOIN down ON down.id = l.id WHERE l.usable <> down.usable",
                "location {} has another availability than it inherits",
            ),
        ),
    ),
    _Invariant(
        "I13",
        "order is the sequence; every change has its actor and source",
        "change_set",
        _query(
            "SELECT c.id FROM change_set c WHERE c.event_count <> "
            "(SELECT count(*) FROM event e WHERE e.change_set_id = c.id) "
            "OR (c.id > 1 AND NOT EXISTS (SELECT 1 FROM change_set d WHERE d.id = c.id - 1)) OR c.source = ''",
            "change set {} is out of sequence or miscounts its events",
        ),
    ),
    _Invariant(
        "I14",
        "every attachment has its file and its thing, every file its attachment",
        "attachment",
        _all_of(
            broken_files,
            _query(
                "SELECT a.id, a.entity FROM attachment a WHERE NOT EXISTS (SELECT 1 FROM part p "
                "WHERE a.entity = 'part' AND p.id = a.entity_id UNION ALL SELECT 1 "
                "FROM inventory_item i WHERE a.entity = 'item' AND i.id = a.entity_id)",
                "attachment {0} is of {1}, which is not there",
            ),
        ),
    ),
    _Invariant(
        "names",
        "paths, keys and search texts are those of the names",
        "(SELECT id FROM part UNION ALL SELECT id FROM location "
        "UNION ALL SELECT id FROM supplier UNION ALL SELECT id FROM kit "
        "UNION ALL SELECT id FROM usage_type UNION ALL SELECT id FROM attribute "
        "UNION ALL SELECT id FROM purchase_order UNION ALL SELECT id FROM supplier_part "
        "UNION ALL SELECT id FROM issue UNION ALL SELECT id FROM user UNION ALL SELECT id FROM role)",
        deriving.names,
    ),
    _Invariant(
        "attributes",
        "values are those of their attributes, and found by filters and sorts",
        "attribute_value",
        _all_of(
            deriving.values,
            _query(
                "SELECT a.id, a.name FROM attribute a WHERE a.used <> "
                "(SELECT count(*) FROM attribute_value v WHERE v.attribute_id = a.id)",
                "attribute {0} ({1}) miscounts its values",
            ),
        ),
    ),
    _Invariant("tally", "the counts that lists show are true", "tally", _tally),
    _Invariant(
        "search",
        "every item is in the search index by its own codes",
        "inventory_item",
        _all_of(
            _query(
                "SELECT i.id FROM inventory_item i LEFT JOIN item_fts_docsize d ON d.id = i.id "
                "WHERE d.id IS NULL",
                "item {} cannot be found",
            ),
            deriving.keys(*deriving.OTHER_KEYS),
            deriving.index,
        ),
    ),
    _Invariant(
        "schema", "tables, indexes and triggers are as they must be", "sqlite_master", _schema
    ),
    _Invariant(
        "file",
        "the database file is whole",
        "pragma_table_list",
        _query("SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'", "{}"),
    ),
)

_COUNTS = text(
    f"SELECT {', '.join(f'(SELECT count(*) FROM {each.counted})' for each in _INVARIANTS)}"
)
