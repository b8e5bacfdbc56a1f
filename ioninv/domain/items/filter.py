"""What the grid shows: one frozen filter for the screen, the URL, REST and the export."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ioninv import codes
from ioninv.domain.attributes.filtering import Asked, asked_by, query_of
from ioninv.errors import Invalid
from ioninv.vocabulary import Status

LONGEST_TEXT = 200
_IDS = {
    "part": "part_id",
    "location": "location_id",
    "supplier": "supplier_id",
    "usage": "usage_type_id",
    "issue": "issue_id",
}
_WITH_ISSUES = "open"


@dataclass(frozen=True)
class ItemFilter:
    """Which items: every given condition must hold. Empty means all that are not hidden.

    `location_id` takes in everything below that location. `text` is searched word by word in
    serials, lots, codes, orders, parts, locations and suppliers. `attributes` are what is asked of
    each by its id. `issue_id` are the items on one issue, `with_issues` those that one is open on.
    """

    text: str = ""
    statuses: tuple[Status, ...] = ()
    part_id: int | None = None
    location_id: int | None = None
    supplier_id: int | None = None
    usage_type_id: int | None = None
    lot: str = ""
    issue_id: int | None = None
    with_issues: bool = False
    attributes: Asked = ()

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "ItemFilter":
        """The filter that a URL's query names: `q status part location supplier usage lot
        issue issues`, and `a<id>` for attributes.

        Raises Invalid naming the first part that cannot be read.
        """
        given: dict[str, Any] = {
            "text": codes.clean(query.get("q", ""))[:LONGEST_TEXT],
            "lot": codes.clean(query.get("lot", ""))[:LONGEST_TEXT],
            "statuses": _statuses(query.get("status", "")),
            "with_issues": _with_issues(query.get("issues", "")),
            "attributes": asked_by(query),
        }
        for name, field in _IDS.items():
            given[field] = _id(name, query.get(name, ""))
        return cls(**given)

    def to_query(self) -> dict[str, str]:
        """The query that `from_query` reads back; empty conditions are left out."""
        query = {
            "q": self.text,
            "status": ",".join(status.value for status in self.statuses),
            "part": self.part_id,
            "location": self.location_id,
            "supplier": self.supplier_id,
            "usage": self.usage_type_id,
            "lot": self.lot,
            "issue": self.issue_id,
            "issues": _WITH_ISSUES if self.with_issues else "",
        }
        return {name: str(value) for name, value in query.items() if value} | query_of(
            self.attributes
        )

    @property
    def words(self) -> tuple[str, ...]:
        """The searched words, compared without case; at most eight."""
        return tuple(dict.fromkeys(codes.key(self.text).split()))[:8]

    @property
    def narrowed(self) -> bool:
        """Something is asked for that the tally does not count by."""
        return bool(self.words or self.lot or self.issue_id or self.with_issues or self.attributes)

    @property
    def is_empty(self) -> bool:
        return self == ItemFilter()


def _statuses(value: str) -> tuple[Status, ...]:
    names = [name for name in value.split(",") if name]
    unknown = [name for name in names if name not in {status.value for status in Status}]
    if unknown:
        raise Invalid(f"There is no status “{unknown[0][:40]}”.", "status")
    return tuple(status for status in Status if status.value in names)


def _with_issues(value: str) -> bool:
    if value not in ("", _WITH_ISSUES):
        raise Invalid(f"Issues can be “{_WITH_ISSUES}”, not “{value[:40]}”.", "issues")
    return bool(value)


def _id(name: str, value: str) -> int | None:
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 15):
        raise Invalid(f"The {name} in the address is not a number: “{value[:40]}”.", name)
    return int(value)
