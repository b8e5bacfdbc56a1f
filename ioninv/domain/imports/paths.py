"""Where each row of a file of locations lies: at a path, or below the row that its parent names."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ioninv import codes
from ioninv.domain.imports.given import GivenRow
from ioninv.domain.imports.sources import Source
from ioninv.domain.locations.placing import DEEPEST

_SHOWN: Final = 5


@dataclass(frozen=True)
class Line:
    """A row, the names it gives to its location (one, or a path) and to its parent."""

    row: GivenRow
    names: list[str]
    above: list[str]
    sources: list[Source]

    @property
    def called(self) -> str:
        return codes.key(self.names[-1])

    @property
    def written(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return tuple(map(codes.key, self.above)), tuple(map(codes.key, self.names))


def whole_paths(
    lines: Sequence[Line], is_path: Callable[[str, Iterable[Line]], bool]
) -> Iterator[Line]:
    """The rows with their whole paths as `names`. Those that cannot have one are refused.

    `is_path` says whether a parent of one name is the path of a location, given the rows that are
    called so. Otherwise it names the one row of the file that is, further down too.
    """
    called: dict[str, dict[object, Line]] = {}
    for line in lines:
        called.setdefault(line.called, {}).setdefault(line.written, line)
    meant: dict[str, list[Line]] = {}
    for line in lines:
        if len(line.above) == 1 and (key := codes.key(line.above[0])) not in meant:
            rows = list(called.get(key, {}).values())
            meant[key] = [] if is_path(line.above[0], rows) else rows
    below = {id(line): _row_above(line, meant) for line in lines}
    for line in lines:
        if names := _whole_path(line, below):
            yield replace(line, names=names, above=[])


def _row_above(line: Line, meant: Mapping[str, Sequence[Line]]) -> Line | None:
    """The row that a parent names; None where it is a path."""
    if len(line.above) != 1:
        return None
    all_rows = meant[codes.key(line.above[0])]
    # In itself only where nothing else is meant: that is a cycle.
    rows = [row for row in all_rows if row is not line] or all_rows
    if len(rows) > 1:
        numbers = ", ".join(f"{row.row.number:,}" for row in rows[:_SHOWN])
        more = " and more" if len(rows) > _SHOWN else ""
        line.row.refuse(
            "parent",
            f"Several rows are called {line.above[0]} ({numbers}{more}). Give this row its whole path, "
            "in a column Path.",
        )
    return rows[0] if rows else None


def _whole_path(line: Line, below: Mapping[int, Line | None]) -> list[str]:
    """The names from the top down; none where it is refused, or hangs in what is."""
    names, each, seen = line.names, line, {id(line)}
    while above := below[id(each)]:
        names = [*above.names, *names]
        if above is line:
            line.row.refuse("parent", f"It would lie in itself: {' / '.join(names)}.")
            return []
        if id(above) in seen:
            return []
        if len(names) > DEEPEST:
            break
        seen.add(id(above))
        each = above
    names = [*each.above, *names]
    if len(names) > DEEPEST:
        line.row.refuse("parent", f"Locations can lie at most {DEEPEST} deep in one another.")
        return []
    return names
