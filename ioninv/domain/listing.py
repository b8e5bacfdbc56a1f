"""What lists and autocompletes answer with, the same for parts, suppliers and locations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import text
from sqlmodel import Session

from ioninv.errors import Invalid

T = TypeVar("T")

LARGEST_PAGE = 200
DEEPEST_NUMBER = 1_000_000


@dataclass(frozen=True)
class Suggestion:
    """One entry of an autocomplete: what to call it, and what tells it from its namesakes."""

    id: int
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Listing(Generic[T]):
    """One page of a list, and how many rows there are in all."""

    rows: list[T]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True)
class Query:
    """Which rows of a table a page shows: SQL conditions, their parameters, and the order."""

    table: str
    where: str
    parameters: Mapping[str, Any]
    order: str
    join: str = ""

    def page_ids(self, session: Session, page: int, size: int) -> tuple[list[int], int]:
        """The ids of one page in order, and the total.

        Raises Invalid for a page or a size that cannot be.
        """
        _check_page(page, size)
        total = session.execute(
            text(f"SELECT count(*) FROM {self.table} r WHERE {self.where}"), self.parameters
        ).scalar_one()
        ids = session.execute(
            text(
                f"SELECT r.id FROM {self.table} r {self.join} WHERE {self.where} "
                f"ORDER BY {self.order}, r.id LIMIT :page_size OFFSET :page_start"
            ),
            {**self.parameters, "page_size": size, "page_start": (page - 1) * size},
        ).scalars()
        return list(ids), total


def order_by(sort: str, orders: Mapping[str, str], what: str) -> str:
    """The SQL order that a sort such as `name` or `-name` means.

    In `orders` each column's SQL says `{way}` where its direction goes.
    Raises Invalid for a column that is not among `orders`.
    """
    column = sort.removeprefix("-")
    if column not in orders:
        raise Invalid(f"{what} cannot be sorted by “{column[:40]}”.", "sort")
    return orders[column].format(way="DESC" if sort.startswith("-") else "ASC")


def _check_page(page: int, size: int) -> None:
    if not 1 <= size <= LARGEST_PAGE:
        raise Invalid(f"A page has 1 to {LARGEST_PAGE} rows.", "size")
    if not 1 <= page <= DEEPEST_NUMBER:
        raise Invalid("There is no such page.", "page")
