"""What an act is aimed at, as it travels with its form: items, as somebody saw them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ioninv.domain.items import ItemFilter, Selection
from ioninv.errors import Invalid
from ioninv.ui import arguments
from ioninv.vocabulary import LARGEST_ACT

LONGEST_FORM = 500_000
"""A field that names as many items as one act takes must fit."""


@dataclass(frozen=True)
class Target:
    """Items by id, with the versions that were seen of them.

    Where they are all that matched, `filter` is what they matched and `as_of` when. `ticked`: they
    are what is ticked in the grid, which is let go once the act is done.
    """

    ids: tuple[int, ...] = ()
    versions: Mapping[int, int] = field(default_factory=dict[int, int])
    filter: ItemFilter | None = None
    as_of: int | None = None
    ticked: bool = False

    @property
    def single(self) -> int | None:
        """The item, when it is one alone."""
        return self.ids[0] if len(self.ids) == 1 else None

    def selection(self, quantity: str = "") -> Selection:
        return Selection(self.ids, self.filter, self.as_of, self.versions, quantity)

    def of(self, ids: Iterable[int]) -> "Target":
        """The same aimed at these items; what is known of their versions stays."""
        kept = tuple(ids)
        seen = {id_: self.versions[id_] for id_ in kept if id_ in self.versions}
        return replace(self, ids=kept, versions=seen)

    def text(self) -> str:
        """For a field of the form."""
        said: dict[str, Any] = {"ids": self.ids, "ticked": self.ticked}
        said["versions"] = [self.versions.get(id_, 0) for id_ in self.ids]
        if self.filter is not None:
            said["filter"] = self.filter.to_query()
        if self.as_of is not None:
            said["as_of"] = self.as_of
        return json.dumps(said, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> "Target":
        """What `text` wrote. Raises Invalid."""
        given: dict[str, Any] = arguments.remembered(text)
        ids = arguments.numbers(given.get("ids"), LARGEST_ACT)
        versions = arguments.numbers(given.get("versions"), LARGEST_ACT)
        if not ids or len(versions) != len(ids):
            raise Invalid("This request was not understood. Load the page again.")
        filter_ = given.get("filter")
        return cls(
            tuple(ids),
            {id_: version for id_, version in zip(ids, versions, strict=True) if version},
            None if filter_ is None else ItemFilter.from_query(arguments.form(filter_)),
            arguments.number_or_none(given.get("as_of")),
            arguments.flag(given.get("ticked")),
        )
