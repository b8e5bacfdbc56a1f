"""What an act is aimed at, as it travels with its form: items, or all that matched at a moment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ioninv.domain.items import ItemFilter, Selection
from ioninv.errors import Invalid
from ioninv.ui import arguments
from ioninv.vocabulary import LARGEST_ACT


@dataclass(frozen=True)
class Target:
    """Items by id, with the versions that were seen of them; or a filter as of a change set.

    `ticked`: it is what is ticked in the grid, which is let go once the act is done.
    """

    ids: tuple[int, ...] = ()
    versions: Mapping[int, int] = field(default_factory=dict[int, int])
    filter: ItemFilter | None = None
    as_of: int | None = None
    ticked: bool = False

    @property
    def single(self) -> int | None:
        """The item, when it is one alone."""
        return self.ids[0] if self.filter is None and len(self.ids) == 1 else None

    def selection(self, quantity: str = "") -> Selection:
        if self.filter is not None:
            return Selection(filter=self.filter, as_of=self.as_of)
        return Selection(ids=self.ids, versions=self.versions, quantity=quantity)

    def text(self) -> str:
        """For a field of the form."""
        if self.filter is not None:
            return json.dumps({"filter": self.filter.to_query(), "as_of": self.as_of})
        versions = [self.versions.get(id_, 0) for id_ in self.ids]
        return json.dumps({"ids": self.ids, "versions": versions, "ticked": self.ticked})

    @classmethod
    def read(cls, text: str) -> "Target":
        """What `text` wrote. Raises Invalid."""
        given: dict[str, Any] = arguments.remembered(text)
        if "filter" in given:
            query = arguments.form(given["filter"])
            as_of = arguments.number(given.get("as_of"))
            return cls(filter=ItemFilter.from_query(query), as_of=as_of, ticked=True)
        ids = arguments.numbers(given.get("ids"), LARGEST_ACT)
        versions = arguments.numbers(given.get("versions"), LARGEST_ACT)
        if len(versions) != len(ids):
            raise Invalid("This request was not understood. Load the page again.")
        seen = {id_: version for id_, version in zip(ids, versions, strict=True) if version}
        return cls(tuple(ids), seen, ticked=arguments.flag(given.get("ticked")))
