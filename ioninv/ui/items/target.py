"""What an act is aimed at, as it travels with its form: items, or all that matched at a moment."""

import json
from dataclasses import dataclass, replace
from typing import Any

from ioninv.domain.items import ItemFilter, Selection
from ioninv.errors import Invalid
from ioninv.ui import arguments
from ioninv.vocabulary import LARGEST_ACT


@dataclass(frozen=True)
class Target:
    """Items by id, with the versions that were seen where that matters; or a filter as of a change set."""

    ids: tuple[int, ...] = ()
    versions: tuple[int, ...] = ()
    filter: ItemFilter | None = None
    as_of: int | None = None

    @property
    def single(self) -> int | None:
        """The item, when it is one alone."""
        return self.ids[0] if self.filter is None and len(self.ids) == 1 else None

    def selection(self, quantity: str = "") -> Selection:
        if self.filter is not None:
            return Selection(filter=self.filter, as_of=self.as_of)
        versions = dict(zip(self.ids, self.versions, strict=True)) if self.versions else {}
        return replace(Selection(ids=self.ids, versions=versions), quantity=quantity)

    def text(self) -> str:
        """For a field of the form."""
        if self.filter is not None:
            return json.dumps({"filter": self.filter.to_query(), "as_of": self.as_of})
        return json.dumps({"ids": self.ids, "versions": self.versions})

    @classmethod
    def read(cls, text: str) -> "Target":
        """What `text` wrote. Raises Invalid."""
        try:
            given: Any = json.loads(text)
        except ValueError:
            given = None
        if not isinstance(given, dict):
            raise Invalid("This request was not understood. Load the page again.")
        if "filter" in given:
            query = arguments.form(given["filter"])
            return cls(filter=ItemFilter.from_query(query), as_of=arguments.number(given["as_of"]))
        ids = arguments.numbers(given.get("ids"), LARGEST_ACT)
        versions = arguments.numbers(given.get("versions"), len(ids))
        if versions and len(versions) != len(ids):
            raise Invalid("This request was not understood. Load the page again.")
        return cls(tuple(ids), tuple(versions))
