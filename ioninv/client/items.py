"""Items: looked for, made, and all that can be done to them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, Unpack

from ioninv.client.connection import Connection, Version, Where, asked
from ioninv.client.reading import shaped
from ioninv.client.shapes import ActDone, Counts, Done, Found, ItemDetail, ItemFacts

Mode = Literal["atomic", "each"]


@dataclass(frozen=True)
class Selection:
    """Every item that a filter let through when it was asked.

    An act on it is refused where one of them was changed since, and is not for what came since.
    """

    filter: Mapping[str, str]
    as_of: int
    ids: tuple[int, ...]


Selected = int | Iterable[int] | Selection
"""An item, several, or what `select` gave."""


class NewItem(TypedDict, total=False):
    """Fields of *New Inventory*; `part_id` is needed. `serials` may be a pattern: `0001..0010`."""

    part_id: int | None
    serials: str
    lot: str
    quantity: str
    location_id: int | None
    supplier_id: int | None
    usage_type_id: int | None
    unit_cost: str
    currency: str
    note: str
    purchase_order: str
    expires_on: str
    birth: str
    attributes: dict[str, str]


class How(TypedDict, total=False):
    """How an act is done on many items.

    `mode` is `atomic` (every item or none) or `each` (wherever it is possible: `refused` says why
    not); `dry_run` tells what would be done; `quantity` takes a part of a single item; `versions`
    are those that were seen, by id; `key` is the Idempotency-Key of who sends it again later.
    """

    mode: Mode
    dry_run: bool
    quantity: str
    versions: Mapping[int, int]
    key: str


class Items(Connection):
    """What a program does with items."""

    def find(self, code: str, limit: int | None = None) -> list[Found]:
        """What a typed or scanned code names, in any status: exact first."""
        answer = self.call("GET", "/find", query={"q": code, "limit": limit})
        return shaped(list[Found], answer["rows"])

    def items(self, where: Where = "", sort: str = "") -> Iterator[ItemFacts]:
        """The items that the grid shows for this filter, one after another, however many."""
        return self.rows("/items", ItemFacts, where, sort)

    def count(self, where: Where = "") -> Counts:
        """How many items match, by status and in all."""
        return shaped(Counts, self.call("GET", "/items/count", query=where))

    def item(self, item_id: int) -> ItemDetail:
        """An item with its facts, why it has its status, its relatives, issues and history."""
        return shaped(ItemDetail, self.call("GET", f"/items/{item_id}"))

    def select(self, where: Where) -> Selection:
        """Everything that a filter lets through, as it is now, to act on."""
        filter = {name: value for name, value in asked(where) if name != "sort"}
        answer = self.call("POST", "/items/selection/all", {"filter": filter})
        return Selection(filter, answer["as_of"], tuple(answer["ids"]))

    def create(self, *, key: str | None = None, **fields: Unpack[NewItem]) -> Done:
        """Create items, all or none; `ids` are theirs in order."""
        return shaped(Done, self.call("POST", "/items", fields, key=key))

    def edit(
        self,
        item_id: int,
        changes: Mapping[str, str],
        reason: str = "",
        *,
        attributes: Mapping[int, str] | None = None,
        version: Version | None = None,
        key: str | None = None,
    ) -> Done:
        """Change fields of an item: texts as typed, ids as texts; an empty text clears."""
        body = {"changes": dict(changes), "reason": reason, "attributes": _by_text(attributes)}
        path = f"/items/{item_id}"
        return shaped(Done, self.call("PATCH", path, body, version=version, key=key))

    def edit_many(
        self,
        items: Selected,
        changes: Mapping[str, str],
        reason: str = "",
        *,
        attributes: Mapping[int, str] | None = None,
        **how: Unpack[How],
    ) -> ActDone:
        """Change fields of every selected item."""
        body = {"changes": dict(changes), "reason": reason, "attributes": _by_text(attributes)}
        return self._act("/items/edit", items, body, how)

    def adjust(self, item_id: int, counted: str, reason: str, *, key: str | None = None) -> Done:
        """Set the quantity of an item to what was counted."""
        body = {"counted": counted, "reason": reason}
        return shaped(Done, self.call("POST", f"/items/{item_id}/adjust", body, key=key))

    def split(
        self, item_id: int, quantities: Iterable[str], reason: str = "", *, key: str | None = None
    ) -> Done:
        """Split parts off an item, one new item for each quantity."""
        body = {"quantities": list(quantities), "reason": reason}
        return shaped(Done, self.call("POST", f"/items/{item_id}/split", body, key=key))

    def assign_serials(self, item_id: int, serials: str, *, key: str | None = None) -> Done:
        """Turn an item without serial into one item per unit, each with its serial."""
        path = f"/items/{item_id}/assign-serials"
        return shaped(Done, self.call("POST", path, {"serials": serials}, key=key))

    def merge(
        self, ids: Iterable[int], into_id: int, reason: str = "", *, key: str | None = None
    ) -> Done:
        """Merge items into one of the same part, lot, location and expiry date."""
        body = {"ids": list(ids), "into_id": into_id, "reason": reason}
        return shaped(Done, self.call("POST", "/items/merge", body, key=key))

    def receive(
        self,
        items: Selected,
        location_id: int | None = None,
        *,
        lot: str = "",
        reason: str = "",
        **how: Unpack[How],
    ) -> ActDone:
        """Take what was on order into stock; without a location it lies where it was ordered for."""
        body = {"location_id": location_id, "lot": lot, "reason": reason}
        return self._act("/items/receive", items, body, how)

    def move(
        self, items: Selected, location_id: int, reason: str = "", **how: Unpack[How]
    ) -> ActDone:
        """Put items into a location."""
        return self._act("/items/move", items, {"location_id": location_id, "reason": reason}, how)

    def hold(self, items: Selected, reason: str, **how: Unpack[How]) -> ActDone:
        """Hold items."""
        return self._act("/items/hold", items, {"reason": reason}, how)

    def release(self, items: Selected, reason: str = "", **how: Unpack[How]) -> ActDone:
        """Release the holds that were made by hand or by an import."""
        return self._act("/items/release", items, {"reason": reason}, how)

    def install(
        self, items: Selected, parent_id: int, reason: str = "", **how: Unpack[How]
    ) -> ActDone:
        """Install items in another; what is in them comes along."""
        return self._act("/items/install", items, {"parent_id": parent_id, "reason": reason}, how)

    def remove(
        self, items: Selected, location_id: int, reason: str = "", **how: Unpack[How]
    ) -> ActDone:
        """Take items out of what they are installed in, and put them into a location."""
        return self._act(
            "/items/remove", items, {"location_id": location_id, "reason": reason}, how
        )

    def start_work(
        self, items: Selected, work_order: str = "", reason: str = "", **how: Unpack[How]
    ) -> ActDone:
        """Start work on items; an empty work order keeps theirs."""
        body = {"work_order": work_order, "reason": reason}
        return self._act("/items/start-work", items, body, how)

    def finish_work(self, items: Selected, reason: str = "", **how: Unpack[How]) -> ActDone:
        """Finish the work on items."""
        return self._act("/items/finish-work", items, {"reason": reason}, how)

    def scrap(self, items: Selected, reason: str, **how: Unpack[How]) -> ActDone:
        """Scrap items."""
        return self._act("/items/scrap", items, {"reason": reason}, how)

    def restore(self, items: Selected, reason: str = "", **how: Unpack[How]) -> ActDone:
        """Take items out of the scrap, to what they were before."""
        return self._act("/items/restore", items, {"reason": reason}, how)

    def ship(self, items: Selected, to: str, reason: str = "", **how: Unpack[How]) -> ActDone:
        """Ship items to somebody."""
        return self._act("/items/ship", items, {"to": to, "reason": reason}, how)

    def take_back(
        self,
        items: Selected,
        location_id: int | None = None,
        reason: str = "",
        **how: Unpack[How],
    ) -> ActDone:
        """Take shipped items back into the house."""
        body = {"location_id": location_id, "reason": reason}
        return self._act("/items/take-back", items, body, how)

    def void(self, items: Selected, reason: str, **how: Unpack[How]) -> ActDone:
        """Void items: they should never have been there."""
        return self._act("/items/void", items, {"reason": reason}, how)

    def unvoid(self, items: Selected, reason: str = "", **how: Unpack[How]) -> ActDone:
        """Bring voided items back to what they were."""
        return self._act("/items/unvoid", items, {"reason": reason}, how)

    def undo(self, change_set: int, reason: str = "", *, key: str | None = None) -> Done:
        """Take an act back, whole or not at all; undoing that does it again."""
        path = f"/change-sets/{change_set}/undo"
        return shaped(Done, self.call("POST", path, {"reason": reason}, key=key))

    def _act(self, path: str, items: Selected, body: Mapping[str, Any], how: How) -> ActDone:
        said = {**chosen(items), **body}
        if quantity := how.get("quantity"):
            said["quantity"] = quantity
        if versions := how.get("versions"):
            said["versions"] = {str(item): version for item, version in versions.items()}
        query = {"mode": how.get("mode", "atomic"), "dry_run": how.get("dry_run", False)}
        return shaped(ActDone, self.call("POST", path, said, query=query, key=how.get("key")))


def chosen(items: Selected) -> dict[str, Any]:
    """A selection as the body of an act says it."""
    if isinstance(items, Selection):
        return {"filter": dict(items.filter), "as_of": items.as_of}
    return {"ids": [items] if isinstance(items, int) else list(items)}


def _by_text(attributes: Mapping[int, str] | None) -> dict[str, str] | None:
    return None if attributes is None else {str(each): text for each, text in attributes.items()}
