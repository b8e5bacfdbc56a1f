"""What lists and autocompletes answer with, the same for parts, suppliers and locations."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.cursor import Cursor
from ioninv.errors import Invalid

T = TypeVar("T")

LARGEST_PAGE = 200
DEEPEST_NUMBER = 1_000_000
_CLIPPED = 700

Place = tuple[int, str, int]
"""Where a row stands in a list: a number, a text, and its id, so that no two stand in one place."""


@dataclass(frozen=True)
class Suggestion:
    """One entry of an autocomplete: what to call it, and what tells it from its namesakes."""

    id: int
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Listing(Generic[T]):
    """One page of a list, and how many rows there are in all.

    `next` is the cursor of what follows it, empty on the last page: along it nothing is skipped and
    nothing comes twice, whatever is stored meanwhile.
    """

    rows: list[T]
    total: int
    page: int
    size: int
    next: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True)
class Found:
    """The ids of one page in order, how many there are in all, and the cursor of what follows."""

    ids: list[int]
    total: int
    next: str


@dataclass(frozen=True)
class Query:
    """Which rows of a table a page shows: SQL conditions, their parameters, and the order."""

    table: str
    where: str
    parameters: Mapping[str, Any]
    order: str
    join: str = ""

    def page_ids(self, session: Session, page: int, size: int, after: str = "") -> Found:
        """One page: the rows that follow the cursor `after`, or else those of the number.

        Raises Invalid for a page, a size or a cursor that cannot be.
        """
        _check_page(page, size)
        keys = [*_keys(self.order), _Key("r.id", descending=False)]
        cursor = Cursor.read(after, self.order, len(keys))
        total = session.execute(
            text(f"SELECT count(*) FROM {self.table} r WHERE {self.where}"), self.parameters
        ).scalar_one()
        given = {"page_size": size + 1, "page_start": 0 if cursor else (page - 1) * size}
        given |= {f"after{n}": value for n, value in enumerate(cursor.keys if cursor else ())}
        later = _later(keys, cursor.keys) if cursor else "1"
        rows = session.execute(
            text(
                f"SELECT {', '.join(key.sql for key in keys)} FROM {self.table} r {self.join} "
                f"WHERE {self.where} AND ({later}) "
                f"ORDER BY {self.order}, r.id LIMIT :page_size OFFSET :page_start"
            ),
            {**self.parameters, **given},
        ).all()
        follows = str(Cursor(self.order, tuple(rows[size - 1]))) if len(rows) > size else ""
        return Found([row[-1] for row in rows[:size]], total, follows)


def cut(
    rows: Iterable[T], place: Callable[[T], Place], size: int = 50, after: str = ""
) -> Listing[T]:
    """A page of a list that is read whole, in the order of the places.

    Raises Invalid for a size or a cursor that cannot be.
    """
    _check_page(1, size)
    placed = sorted(((_clipped(place(row)), row) for row in rows), key=lambda each: each[0])
    order = f"{place.__module__}.{place.__qualname__}"
    cursor = Cursor.read(after, order, 3)
    if cursor and [type(each) for each in cursor.keys] != [int, str, int]:
        raise Invalid("This cursor is not one of this list. Begin without a cursor.", "cursor")
    later = [each for each in placed if cursor is None or each[0] > cursor.keys]
    shown = later[:size]
    follows = str(Cursor(order, shown[-1][0])) if len(later) > size else ""
    return Listing([row for _, row in shown], len(placed), 1, size, follows)


def _clipped(place: Place) -> Place:
    """What is told by more letters than a cursor takes is told by its id."""
    number, said, id_ = place
    return int(number), said[:_CLIPPED], id_


def order_by(sort: str, orders: Mapping[str, str], what: str) -> str:
    """The SQL order that a sort such as `name` or `-name` means.

    In `orders` each column's SQL says `{way}` where its direction goes.
    Raises Invalid for a column that is not among `orders`.
    """
    column = sort.removeprefix("-")
    if column not in orders:
        raise Invalid(f"{what} cannot be sorted by “{column[:40]}”.", "sort")
    return orders[column].format(way="DESC" if sort.startswith("-") else "ASC")


@dataclass(frozen=True)
class _Key:
    """One term of an order."""

    sql: str
    descending: bool

    def past(self, name: str, value: Any) -> str:
        """The condition that a row stands past this value; nothing is less than no value."""
        if value is None:
            return "0" if self.descending else f"{self.sql} IS NOT NULL"
        if self.descending:
            return f"({self.sql} < :{name} OR {self.sql} IS NULL)"
        return f"{self.sql} > :{name}"


def _keys(order: str) -> list[_Key]:
    """The terms of an order: what is between its outer commas, each with its direction."""
    terms, depth = [""], 0
    for letter in order:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            terms.append("")
        else:
            terms[-1] += letter
    return [
        _Key(f"({term.strip().removesuffix(' DESC').removesuffix(' ASC')})", term.endswith(" DESC"))
        for term in terms
    ]


def _later(keys: Sequence[_Key], values: Sequence[Any]) -> str:
    """The condition that a row comes after one with these values."""
    same: list[str] = []
    ways: list[str] = []
    for number, (key, value) in enumerate(zip(keys, values, strict=True)):
        ways.append(" AND ".join([*same, key.past(f"after{number}", value)]))
        same.append(f"{key.sql} IS :after{number}")
    return " OR ".join(f"({way})" for way in ways)


def _check_page(page: int, size: int) -> None:
    if not 1 <= size <= LARGEST_PAGE:
        raise Invalid(f"A page has 1 to {LARGEST_PAGE} rows.", "size")
    if not 1 <= page <= DEEPEST_NUMBER:
        raise Invalid("There is no such page.", "page")
