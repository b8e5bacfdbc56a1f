"""What the small tables of an import have in common."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ioninv.domain.history import stored
from ioninv.domain.imports.fields import Kind
from ioninv.domain.imports.report import Report


@dataclass
class Named:
    """A thing that rows refer to, as it will be. `row` is the row of a file that speaks of it."""

    id: int
    facts: dict[str, Any]
    is_new: bool = True
    row: int = 0
    occurred_at: datetime | None = None
    changes: dict[str, Any] = field(default_factory=dict)

    def set(self, wanted: Mapping[str, Any]) -> None:
        """Take on these facts; what differs from what is stored is a change."""
        for name, value in wanted.items():
            if stored(self.facts.get(name)) != stored(value):
                self.changes[name] = value
        self.facts.update(wanted)


def count(report: Report, kind: Kind, is_new: bool, changed: bool) -> None:
    """One thing more that was created, changed or left as it is."""
    counter: Counter[Kind] = (
        report.created if is_new else report.changed if changed else report.unchanged
    )
    counter[kind] += 1
