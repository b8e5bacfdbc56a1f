"""One page of items for a filter and an order: by keyset where there are many, sorted where few."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Executable, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.attributes.filtering import sorted_by
from ioninv.domain.items.conditions import FEW, Conditions, conditions, dimension_keys
from ioninv.domain.items.filter import ItemFilter
from ioninv.domain.items.rows import ItemRow, item_rows
from ioninv.domain.items.sorting import ItemSort
from ioninv.errors import Invalid
from ioninv.vocabulary import AppliesTo, Permission, Status

PAGE_SIZES = (50, 100, 200)
COUNTED_UP_TO = 10_000
DEEPEST_NUMBER = 200_000
WALK_SECONDS = 0.05
_COUNT_SECONDS = 0.2
_PROGRESS_STEPS = 2_000


@dataclass(frozen=True)
class PageRequest:
    """Which page: its number from 1, and, where they are known, its neighbours.

    `after` and `before` are ids of the rows it follows or precedes; `from_end` is how many rows the
    last page has. They spare walking to the page; without them its number alone decides.
    """

    number: int = 1
    size: int = PAGE_SIZES[0]
    after: int | None = None
    before: int | None = None
    from_end: int | None = None

    def __post_init__(self) -> None:
        if self.size not in PAGE_SIZES:
            raise Invalid(f"A page has {', '.join(map(str, PAGE_SIZES))} rows.", "size")
        if not 1 <= self.number <= DEEPEST_NUMBER:
            raise Invalid("There is no such page.", "page")

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size


@dataclass(frozen=True)
class ItemPage:
    """The rows of a page, and whether more follow."""

    rows: list[ItemRow]
    has_more: bool


@dataclass(frozen=True)
class Counts:
    """How many items match, by status and in all; `exact` is False where counting was cut short."""

    by_status: dict[Status, int]
    total: int
    exact: bool


@requires(Permission.VIEW_INVENTORY)
def search(
    session: Session, actor: Actor, filter: ItemFilter, sort: ItemSort, page: PageRequest
) -> ItemPage:
    """The rows of one page, without counting what matches."""
    ids = page_ids(session, filter, sort, page)
    return ItemPage(item_rows(session, ids[: page.size]), len(ids) > page.size)


@requires(Permission.VIEW_INVENTORY)
def count(session: Session, actor: Actor, filter: ItemFilter) -> Counts:
    """Counts by status of what matches apart from the filter's own statuses, and the total with them.

    Exact from the tally where one condition or none stands; otherwise as far as `COUNTED_UP_TO` and
    the time allow, and then not `exact`: there are at least so many.
    """
    by_status, exact = _by_status(session, filter)
    wanted = filter.statuses or [s for s in by_status if not s.hidden]
    return Counts(by_status, sum(by_status.get(status, 0) for status in wanted), exact)


def page_ids(session: Session, filter: ItemFilter, sort: ItemSort, page: PageRequest) -> list[int]:
    """The ids of a page in order, and one more where another page follows."""
    found = conditions(session, filter)
    sorted_by(session, AppliesTo.ITEM, sort.column)
    if found.few and found.estimate <= FEW:
        return _collect(session, found, sort, page)
    try:
        with deadline(session, WALK_SECONDS):
            return _walk(session, found, sort, page)
    except OperationalError as error:
        if "interrupted" not in str(error.orig):
            raise
        return _collect(session, found, sort, page)


def _collect(session: Session, found: Conditions, sort: ItemSort, page: PageRequest) -> list[int]:
    """Let the filter drive, and sort what it lets through."""
    order = sort.order
    join = f"LEFT JOIN {order.table} t ON {order.on}" if order.table else ""
    has = [f"NOT ({order.has_value})"] if order.has_value else []
    ordered = ", ".join([*has, *directed((*order.keys, "i.id"), sort.descending)])
    indexed = f"INDEXED BY {found.driver}" if found.driver else ""
    return ids_of(
        session,
        f"SELECT i.id FROM inventory_item i {indexed} {join} WHERE {found.where} "
        f"ORDER BY {ordered} LIMIT {page.size + 1} OFFSET {page.offset}",
        found.parameters,
    )


def _walk(session: Session, found: Conditions, sort: ItemSort, page: PageRequest) -> list[int]:
    """Walk the index of the order, testing the filter along the way, from the nearer end."""
    if page.from_end:
        last = along(session, found, sort, None, page.from_end, 0, backwards=True)
        return last[::-1]
    if page.before and (position := position_of(session, sort, page.before)):
        rows = along(session, found, sort, position, page.size, 0, backwards=True)[::-1]
        # The row it ends before stands for "more follow".
        return [*rows, page.before]
    position = position_of(session, sort, page.after) if page.after and page.number > 1 else None
    skip = 0 if position else page.offset
    return along(session, found, sort, position, page.size + 1, skip, backwards=False)


def along(
    session: Session,
    found: Conditions,
    sort: ItemSort,
    position: "Position | None",
    limit: int,
    skip: int,
    *,
    backwards: bool,
) -> list[int]:
    """Ids from a position on: first the rows that have a value, then those without (or backwards)."""
    phases = [True, False] if sort.order.has_value else [True]
    if backwards:
        phases.reverse()
    if position:
        phases = phases[phases.index(position.has_value) :]
    ids: list[int] = []
    for with_value in phases:
        start = position.keys if position and position.has_value == with_value else None
        walk = Walk(sort, with_value, start, backwards)
        ids += walk.ids(session, found, limit - len(ids), 0 if ids else skip)
        if len(ids) >= limit:
            break
        if skip and not ids:
            skip -= _count_phase(session, found, sort)
    return ids


@dataclass(frozen=True)
class Position:
    """Where a row stands in an order: whether it has a value there, and its keys with its id."""

    has_value: bool
    keys: tuple[Any, ...]


@dataclass(frozen=True)
class Walk:
    """One phase of an order, from a start on, forwards or backwards."""

    sort: ItemSort
    with_value: bool
    start: tuple[Any, ...] | None
    backwards: bool

    def ids(self, session: Session, found: Conditions, limit: int, skip: int) -> list[int]:
        order, descending = self.sort.order, self.sort.descending != self.backwards
        keys = (*order.keys, order.id) if self.with_value else ("i.id",)
        clauses = [found.where]
        if not (self.with_value and order.join):
            clauses += _phase_clause(self.sort, self.with_value)
        parameters = dict(found.parameters)
        if self.start:
            parameters |= {f"key{n}": value for n, value in enumerate(self.start)}
            compared = ", ".join(f":key{n}" for n in range(len(keys)))
            clauses.append(f"({', '.join(keys)}) {'<' if descending else '>'} ({compared})")
        if order.table and self.with_value:
            # The joined table drives: its order is the order, and each of its rows has few items.
            clauses.append(order.on)
        source = order.source if self.with_value else "inventory_item i"
        return ids_of(
            session,
            f"SELECT i.id FROM {source} WHERE {' AND '.join(clauses)} "
            f"ORDER BY {', '.join(directed(keys, descending))} LIMIT {limit} OFFSET {skip}",
            parameters,
        )


def _count_phase(session: Session, found: Conditions, sort: ItemSort) -> int:
    clauses = " AND ".join([found.where, *_phase_clause(sort, True)])
    return session.execute(
        text(f"SELECT count(*) FROM inventory_item i WHERE {clauses}"), found.parameters
    ).scalar_one()


def _phase_clause(sort: ItemSort, with_value: bool) -> list[str]:
    condition = sort.order.has_value
    if not condition:
        return []
    return [condition if with_value else f"NOT ({condition})"]


def position_of(session: Session, sort: ItemSort, id_: int) -> Position | None:
    order = sort.order
    join = f"LEFT JOIN {order.table} t ON {order.on}" if order.table else ""
    keys = ", ".join([order.has_value or "1", *order.keys, "i.id"])
    row = session.execute(
        text(f"SELECT {keys} FROM inventory_item i {join} WHERE i.id = :id"), {"id": id_}
    ).first()
    if row is None:
        return None
    return Position(True, tuple(row[1:])) if row[0] else Position(False, (id_,))


def _by_status(session: Session, filter: ItemFilter) -> tuple[dict[Status, int], bool]:
    keys = dimension_keys(session, filter)
    if not filter.narrowed and len(keys) <= 2:
        dimension = max(keys)
        rows = session.execute(
            text(
                "SELECT status, sum(items) AS items FROM tally WHERE dimension = :dimension "
                f"AND key IN ({','.join(map(str, keys[dimension]))}) GROUP BY status"
            ),
            {"dimension": dimension.value},
        )
        return {Status.from_code(row.status): row.items for row in rows if row.items}, True
    return _bounded_by_status(session, filter)


def _bounded_by_status(session: Session, filter: ItemFilter) -> tuple[dict[Status, int], bool]:
    found = conditions(session, filter, with_status=False)
    indexed = f"INDEXED BY {found.driver}" if found.driver else ""
    query = (
        f"SELECT i.status FROM inventory_item i {indexed} "
        f"WHERE {found.where} LIMIT {COUNTED_UP_TO + 1}"
    )
    codes, finished = _in_time(session, query, found.parameters)
    counted = {Status.from_code(code): items for code, items in Counter(codes).items()}
    hidden = [status for status in filter.statuses if status.hidden]
    for status in hidden:
        counted[status] = _count_hidden(session, filter, status)
    return counted, finished and len(codes) <= COUNTED_UP_TO


def _in_time(session: Session, query: str, parameters: dict[str, Any]) -> tuple[list[int], bool]:
    """The first column as far as the time allows, and whether that was all of it."""
    values: list[int] = []
    try:
        with deadline(session, _COUNT_SECONDS):
            # What has come by the end of the time stays in the list.
            values.extend(session.execute(_streamed(query), parameters).scalars())
    except OperationalError as error:
        if "interrupted" not in str(error.orig):
            raise
        return values, False
    return values, True


def _streamed(query: str) -> Executable:
    return text(query).execution_options(yield_per=500)


def _count_hidden(session: Session, filter: ItemFilter, status: Status) -> int:
    found = conditions(session, replace(filter, statuses=(status,)))
    query = f"SELECT 1 FROM inventory_item i WHERE {found.where} LIMIT {COUNTED_UP_TO + 1}"
    return len(_in_time(session, query, found.parameters)[0])


def directed(keys: Sequence[str], descending: bool) -> list[str]:
    return [f"{key} {'DESC' if descending else 'ASC'}" for key in keys]


def ids_of(session: Session, query: str, parameters: dict[str, Any]) -> list[int]:
    return list(session.execute(text(query), parameters).scalars())


class deadline:  # noqa: N801
    """Interrupt SQLite when a walk takes longer than it may."""

    def __init__(self, session: Session, seconds: float) -> None:
        self._connection: Any = session.connection().connection.driver_connection
        self._seconds = seconds

    def __enter__(self) -> None:
        end = time.monotonic() + self._seconds
        self._connection.set_progress_handler(lambda: int(time.monotonic() > end), _PROGRESS_STEPS)

    def __exit__(self, *_error: object) -> None:
        self._connection.set_progress_handler(None, 0)
