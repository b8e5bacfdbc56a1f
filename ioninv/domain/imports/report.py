"""What an import did, or would do; and what stands against it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from ioninv.domain.imports.fields import Kind
from ioninv.errors import Invalid, Problem
from ioninv.vocabulary import Status

MOST_PROBLEMS: Final = 100


@dataclass
class Report:
    """What an import did or, with `dry_run`, would do.

    `statuses` are those of the items in the files, `references` the names of what was created
    because a row named it, `left_out` the columns that mean nothing here, by file. `change_set` is
    None where nothing changed. `repeated` says that the same key did it before: nothing was done now.
    """

    dry_run: bool = False
    change_set: int | None = None
    created: Counter[Kind] = field(default_factory=Counter)
    changed: Counter[Kind] = field(default_factory=Counter)
    unchanged: Counter[Kind] = field(default_factory=Counter)
    statuses: Counter[Status] = field(default_factory=Counter)
    references: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    repeated: bool = False

    def kept(self) -> dict[str, Any]:
        """As JSON can say it."""
        return dict(vars(self))

    @classmethod
    def as_before(cls, kept: dict[str, Any]) -> "Report":
        """What was `kept` of an import that is asked for again."""

        def by_kind(name: str) -> Counter[Kind]:
            return Counter({Kind(each): count for each, count in kept[name].items()})

        return cls(
            change_set=kept["change_set"],
            created=by_kind("created"),
            changed=by_kind("changed"),
            unchanged=by_kind("unchanged"),
            statuses=Counter({Status(each): n for each, n in kept["statuses"].items()}),
            references=kept["references"],
            left_out=kept["left_out"],
            notices=kept["notices"],
            repeated=True,
        )


class Problems:
    """What is wrong in the files, each with its row and column, up to `MOST_PROBLEMS`."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, file: str, row: int, header: str, message: str) -> None:
        column = f", column {header}" if header else ""
        self._found.append(Problem(f"{file}, row {row:,}{column}: {message}", header, file, row))
        if len(self._found) >= MOST_PROBLEMS:
            self.finish()

    def __bool__(self) -> bool:
        return bool(self._found)

    def finish(self) -> None:
        """Raise Invalid with everything found."""
        if self._found:
            raise Invalid.because(self._found)
