"""A filter as SQL conditions over `i`, and an estimate of how many items it lets through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain.attributes.filtering import among, wanted
from ioninv.domain.items.filter import ItemFilter
from ioninv.domain.items.tally import Dimension
from ioninv.domain.locations import with_below
from ioninv.vocabulary import FIRST_HIDDEN_CODE, SHOWN_STATUSES, AppliesTo

FRAGMENT = 3
"""The shortest code the trigram index can look for; shorter ones are matched as a prefix of serials."""

FEW = 20_000
"""Up to here sorting the matches beats walking the index of the order."""

FEW_BY_WORD = 4_000

_TEXT_TABLES = (("part", "part_id"), ("location", "location_id"), ("supplier", "supplier_id"))
_INDEXES = {
    Dimension.PART: "item_part",
    Dimension.LOCATION: "item_location",
    Dimension.SUPPLIER: "item_supplier",
    Dimension.USAGE_TYPE: "item_usage",
}
_ITEM_CODE = (
    "coalesce(i.serial_code, '') || ' ' || coalesce(i.lot_code, '') || ' ' || "
    "lower(i.uid) || ' ' || i.order_code"
)


@dataclass
class Conditions:
    """SQL conditions with their parameters; `few` says that the matches may be collected and sorted.

    `by_value` says that an issue or the value of an attribute drives, so that no index of items must.
    """

    clauses: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)
    estimate: int = 0
    few: bool = True
    driver: str = ""
    by_value: bool = False

    @property
    def where(self) -> str:
        return " AND ".join(self.clauses) or "1"


@dataclass(frozen=True)
class _Word:
    """Where one searched word is found, and about how many items that makes."""

    clause: str
    along: str
    parameters: dict[str, Any]
    estimate: int


def conditions(session: Session, filter: ItemFilter, *, with_status: bool = True) -> Conditions:
    """The conditions of a filter.

    The estimate comes from the tally and from bounded counts, never from a scan.
    """
    made = Conditions()
    keys = dimension_keys(session, filter)
    estimates = {d: _tallied(session, d, ids, filter, with_status) for d, ids in keys.items()}
    made.estimate = estimates.pop(Dimension.ALL)
    for dimension, ids in keys.items():
        if dimension is not Dimension.ALL:
            _add_ids(made, _COLUMNS[dimension], ids)
    if estimates:
        best = min(estimates, key=lambda d: estimates[d])
        made.estimate = min(made.estimate, estimates[best])
        made.driver = _INDEXES[best]
    _add_lot(session, made, filter)
    _add_issues(session, made, filter)
    _add_attributes(session, made, filter)
    made.few = made.estimate <= FEW
    _add_words(session, made, filter)
    _add_status(made, filter, with_status)
    return made


def dimension_keys(session: Session, filter: ItemFilter) -> dict[Dimension, Sequence[int]]:
    """The tally's keys that each condition of the filter means; `ALL` is always among them."""
    keys: dict[Dimension, Sequence[int]] = {Dimension.ALL: [0]}
    if filter.part_id:
        keys[Dimension.PART] = [filter.part_id]
    if filter.location_id:
        keys[Dimension.LOCATION] = with_below(session, filter.location_id)
    if filter.supplier_id:
        keys[Dimension.SUPPLIER] = [filter.supplier_id]
    if filter.usage_type_id:
        keys[Dimension.USAGE_TYPE] = [filter.usage_type_id]
    return keys


_COLUMNS = {
    Dimension.PART: "part_id",
    Dimension.LOCATION: "location_id",
    Dimension.SUPPLIER: "supplier_id",
    Dimension.USAGE_TYPE: "usage_type_id",
}


def _tallied(
    session: Session,
    dimension: Dimension,
    keys: Iterable[int],
    filter: ItemFilter,
    with_status: bool,
) -> int:
    statuses = filter.statuses if with_status and filter.statuses else SHOWN_STATUSES
    return session.execute(
        text(
            "SELECT coalesce(sum(items), 0) FROM tally WHERE dimension = :dimension "
            f"AND key IN ({_numbers(keys)}) AND status IN ({_numbers(s.code for s in statuses)})"
        ),
        {"dimension": dimension.value},
    ).scalar_one()


def _add_ids(made: Conditions, column: str, ids: Sequence[int]) -> None:
    made.clauses.append(f"i.{column} IN ({_numbers(ids)})" if ids else "0")


def _add_status(made: Conditions, filter: ItemFilter, with_status: bool) -> None:
    status = "+i.status" if made.by_value else "i.status"
    if with_status and filter.statuses:
        made.clauses.append(f"{status} IN ({_numbers(s.code for s in filter.statuses)})")
    else:
        made.clauses.append(f"{status} < {FIRST_HIDDEN_CODE}")


def _add_lot(session: Session, made: Conditions, filter: ItemFilter) -> None:
    if not filter.lot:
        return
    made.parameters |= {"lot_sort": codes.natural(filter.lot), "lot_code": codes.code(filter.lot)}
    made.clauses += ["i.lot_sort = :lot_sort", "i.lot_code = :lot_code"]
    found = session.execute(
        text(
            "SELECT count(*) FROM (SELECT 1 FROM inventory_item i WHERE i.lot_sort = :lot_sort LIMIT :most)"
        ),
        {"lot_sort": made.parameters["lot_sort"], "most": FEW + 1},
    ).scalar_one()
    if found <= made.estimate:
        made.estimate, made.driver = found, "item_lot_sort"


def _add_issues(session: Session, made: Conditions, filter: ItemFilter) -> None:
    if filter.issue_id:
        made.parameters["issue"] = filter.issue_id
        _add_among(
            session,
            made,
            "SELECT item_id FROM issue_item WHERE issue_id = :issue AND removed_at IS NULL",
        )
    if filter.with_issues:
        _add_among(
            session,
            made,
            "SELECT item_id FROM issue_item WHERE removed_at IS NULL AND outcome = ''",
        )


def _add_among(session: Session, made: Conditions, query: str) -> None:
    """Items that a query names: if they are few, they drive."""
    found = session.execute(
        text(f"SELECT count(*) FROM ({query} LIMIT {FEW + 1})"), made.parameters
    ).scalar_one()
    if found <= min(FEW, made.estimate):
        made.estimate, made.driver, made.by_value = found, "", True
        made.clauses = [f"+{c}" if c.startswith("i.") else c for c in made.clauses]
    made.clauses.insert(0, f"i.id IN ({query})")


def _add_attributes(session: Session, made: Conditions, filter: ItemFilter) -> None:
    """The rarest value drives through its index, if it is rare; the others are tested row by row."""
    asked = wanted(session, AppliesTo.ITEM, filter.attributes)
    counted = [among(session, each, FEW) for each in asked if each.among]
    fewest, rarest = min(counted, key=lambda each: each[0], default=(0, None))
    along = [each.along for each in asked]
    if rarest is not None and fewest <= min(FEW, made.estimate):
        along.remove(rarest.along)
        made.estimate, made.driver, made.by_value = fewest, "", True
        made.clauses = [f"+{c}" if c.startswith("i.") else c for c in made.clauses]
        made.clauses.insert(0, rarest.clause)
    made.clauses += along
    for each in [*asked, *((rarest,) if rarest else ())]:
        made.parameters |= each.parameters


def _add_words(session: Session, made: Conditions, filter: ItemFilter) -> None:
    words = [_word(session, number, word) for number, word in enumerate(filter.words)]
    if not words:
        return
    rarest = min(words, key=lambda word: word.estimate)
    if rarest.estimate <= FEW_BY_WORD and rarest.estimate <= made.estimate:
        # The rarest word drives through its own indexes; the others are tested row by row.
        made.estimate, made.driver, made.few = rarest.estimate, "", True
        made.clauses = [f"+{c}" if c.startswith("i.") else c for c in made.clauses]
        made.clauses.insert(0, rarest.clause)
        made.clauses += [word.along for word in words if word is not rarest]
    else:
        made.clauses += [word.along for word in words]
        made.estimate = min(made.estimate, rarest.estimate)
    for word in words:
        made.parameters |= word.parameters


def _word(session: Session, number: int, word: str) -> _Word:
    name, code = f"word{number}", codes.code(word)
    named = {column: _named(session, table, word, code) for table, column in _TEXT_TABLES}
    by_name = [f"i.{column} IN ({_numbers(ids)})" for column, ids in named.items() if ids]
    estimate = sum(
        _of_names(session, dimension, named[column])
        for dimension, column in _COLUMNS.items()
        if column in named
    )
    if not code:
        clause = " OR ".join(by_name) or "0"
        return _Word(f"({clause})", f"({clause})", {}, estimate)
    if len(code) >= FRAGMENT:
        parameters: dict[str, Any] = {name: codes.phrase(code), f"{name}_code": code}
        by_code = f"i.id IN (SELECT rowid FROM item_fts WHERE item_fts MATCH :{name})"
        along = f"instr({_ITEM_CODE}, :{name}_code) > 0"
        estimate += _bounded(
            session, "SELECT 1 FROM item_fts WHERE item_fts MATCH :code", codes.phrase(code)
        )
    else:
        parameters = {name: code, f"{name}_end": code + "\U0010ffff"}
        by_code = along = f"(i.serial_code >= :{name} AND i.serial_code < :{name}_end)"
        estimate += _bounded(
            session,
            "SELECT 1 FROM inventory_item i WHERE i.serial_code >= :code AND i.serial_code < :code || '\U0010ffff'",
            code,
        )
    return _Word(
        f"({' OR '.join([*by_name, by_code])})",
        f"({' OR '.join([*by_name, along])})",
        parameters,
        estimate,
    )


def _named(session: Session, table: str, word: str, code: str) -> list[int]:
    """Rows of a small table whose text holds the word, as typed or as a bare code."""
    rows = session.execute(
        text(
            f"SELECT id FROM {table} WHERE instr(search_text, :word) > 0 "
            "OR (:code <> '' AND instr(search_text, :code) > 0)"
        ),
        {"word": word, "code": code},
    )
    return list(rows.scalars())


def _of_names(session: Session, dimension: Dimension, ids: Sequence[int]) -> int:
    if not ids:
        return 0
    return session.execute(
        text(
            "SELECT coalesce(sum(items), 0) FROM tally "
            f"WHERE dimension = :dimension AND key IN ({_numbers(ids)}) AND status < {FIRST_HIDDEN_CODE}"
        ),
        {"dimension": dimension.value},
    ).scalar_one()


def _bounded(session: Session, query: str, code: str) -> int:
    return session.execute(
        text(f"SELECT count(*) FROM ({query} LIMIT {FEW_BY_WORD + 1})"), {"code": code}
    ).scalar_one()


def _numbers(values: Iterable[int]) -> str:
    return ",".join(str(int(value)) for value in values)
