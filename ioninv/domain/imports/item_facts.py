"""One row of a file of items: the facts it gives, and what they make of an item."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Final

from ioninv import codes
from ioninv.db.types import from_micro, to_instant, to_micro
from ioninv.domain.attributes.values import NO_VALUES, with_values
from ioninv.domain.imports.attributes import Values
from ioninv.domain.imports.given import GivenRow, dated, past, truth
from ioninv.domain.imports.locations import Locations
from ioninv.domain.imports.naming import Named
from ioninv.domain.imports.parts import label
from ioninv.domain.imports.purchase_lines import PurchaseLines
from ioninv.domain.imports.suppliers import Suppliers, UsageTypes
from ioninv.domain.input import Reading
from ioninv.domain.items.reading import read_facts, read_quantity
from ioninv.domain.items.status import Facts, derive
from ioninv.domain.parts import counted
from ioninv.errors import Refused
from ioninv.vocabulary import MICRO, Status, TrackingType

HOLD_SOURCE: Final = "import"
REFERENCES: Final = {"parent": "parent_id", "origin": "origin_id", "merged_into": "merged_into_id"}
"""Columns that name other items, and the facts they are."""

_LONGEST_SERIAL = 100
_UID = re.compile(r"[0-9A-Z]{8,32}")
_DATES = {
    "received_at": "Received at",
    "work_started_at": "Work started at",
    "shipped_at": "Shipped at",
    "scrapped_at": "Scrapped at",
    "voided_at": "Voided at",
}
_DECIDING = (
    "parent", "kit", "merged_into", "voided_at", "scrapped_at", "shipped_at", "work_started_at",
    "hold_reason",
)  # fmt: skip
_STATUSES = {codes.code(name): s for s in Status for name in (s.value, s.label)}
_REASON = re.compile(r"(?:\\[\\;]|[^;])+")
_ESCAPED = re.compile(r"\\([\\;])")
_ATTENTION = "Attention needed"
_FINE = {"ok"}
_HELD = {
    codes.code(word): word
    for word in ("Damaged", "Rejected", "Quarantined", "Destroyed", "Lost", "Returned")
}
_DATED_STATUS = {
    Status.IN_PROGRESS: "work_started_at",
    Status.SHIPPED: "shipped_at",
    Status.SCRAPPED: "scrapped_at",
    Status.VOIDED: "voided_at",
}
_NOT_RECEIVABLE = (Status.AVAILABLE, Status.UNAVAILABLE)


@dataclass
class Draft:
    """An item as a row makes it: its new facts in stored values, and what comes with them.

    `references` are the raw texts of other items by fact; `status` is what the facts make.
    """

    facts: dict[str, Any]
    references: dict[str, str]
    holds: list[str] = field(default_factory=list)
    at: int | None = None
    status: Status = Status.AVAILABLE


@dataclass(frozen=True)
class Standing:
    """An item as it is: facts in stored values, open holds, and those an import once made."""

    id: int
    facts: dict[str, Any]
    holds: tuple[str, ...]
    imported_holds: tuple[str, ...]


class ItemReader:
    """Makes drafts of rows, by the rules of New Inventory."""

    def __init__(
        self,
        locations: Locations,
        suppliers: Suppliers,
        usage_types: UsageTypes,
        now: datetime,
        open_kits: Mapping[str, int],
        values: Values,
        lines: PurchaseLines,
    ) -> None:
        self._values, self._lines = values, lines
        self._open_kits = open_kits
        self._locations, self._suppliers, self._usage_types = locations, suppliers, usage_types
        self._now, self._now_micro = now, to_instant(now)

    def new(self, row: GivenRow, part: Named, known_elsewhere: bool) -> Draft | None:
        """A new item. What another house has accepted may be empty, or of an archived part."""
        reading = row.reading()
        facts = self._facts(row, reading)
        if facts["serial"] and part.is_new and not part.row:
            part.facts["tracking"] = TrackingType.SERIAL.value
        quantity = read_quantity(
            reading,
            part.facts["part_number"],
            part.facts["unit"],
            serial=bool(facts["serial"]),
            may_be_empty=known_elsewhere,
        )
        self._check_unit(row, reading, part)
        if not known_elsewhere:
            self._refuse_archived(reading, part, facts)
        at = self._at(reading)
        word = self._status_word(reading)
        if not row.passes(reading) or quantity is None:
            return None
        facts |= {"part_id": part.id, "quantity": to_micro(quantity)}
        if facts["unit_cost"] is not None and not facts["currency"]:
            facts["currency"] = part.facts["currency"]
        if uid := codes.clean(row.get("uid")).upper():
            facts["uid"] = uid
        if row.layout.attributes:
            facts["attributes"] = with_values(NO_VALUES, self._values.read(row))
        draft = Draft(facts, _references(row), _split(row.get("hold_reason")), at)
        if draft.references.get("parent_id"):
            facts["location_id"] = None
        self._received(row, draft, word)
        self._settle(row, reading, draft, word, None)
        if not known_elsewhere and part.facts["tracking"] == TrackingType.LOT:
            self._refuse_without_lot(reading, part, draft)
        self._bought(row, reading, draft)
        return draft if row.passes(reading) else None

    def changed(self, row: GivenRow, part: Named, item: Standing, *, renames: bool) -> Draft | None:
        """What a row changes of an item that is there. A blank cell leaves its fact as it is.

        One that is known by its serial keeps that as it is written, unless it `renames`.
        """
        reading = row.reading()
        facts = {
            name: value
            for name, value in self._facts(row, reading).items()
            if value not in (None, "")
        }
        if row.layout.attributes:
            facts["attributes"] = with_values(item.facts["attributes"], self._values.read(row))
        serial = facts.get("serial") or item.facts["serial"]
        if row.get("quantity"):
            quantity = read_quantity(
                reading,
                part.facts["part_number"],
                part.facts["unit"],
                serial=bool(serial),
                may_be_empty=True,
            )
            if quantity is not None:
                facts["quantity"] = to_micro(quantity)
        elif serial and item.facts["quantity"] != MICRO:
            reading.refuse(
                "serial",
                f"A serial means quantity 1, here it is {from_micro(item.facts['quantity'])}.",
            )
        self._check_unit(row, reading, part)
        at = self._at(reading)
        word = self._status_word(reading)
        if not row.passes(reading):
            return None
        wanted = _split(row.get("hold_reason"))
        holds = [reason for reason in wanted if reason not in item.holds]
        if not renames and codes.key(facts.get("serial", "")) == codes.key(
            item.facts["serial"] or ""
        ):
            facts.pop("serial", None)
        draft = Draft(facts, _references(row), holds, at)
        if draft.references.get("parent_id"):
            facts["location_id"] = None
        elif item.facts["parent_id"] is not None and "location_id" in facts:
            reading.refuse(
                "location", "It is installed: its place is that of what it is installed in."
            )
        if facts.get("kit_id") not in (None, item.facts["kit_id"]):
            reading.refuse("kit", "An import does not put into a kit what is here already.")
        self._settle(row, reading, draft, word, item)
        _follows_its_line(reading, draft, item)
        if not row.passes(reading):
            return None
        draft.facts = {n: v for n, v in facts.items() if v != item.facts[n]}
        return draft

    def _bought(self, row: GivenRow, reading: Reading, draft: Draft) -> None:
        """The line that a new item was bought on, and what came in with it; blank where unknown."""
        came = reading.decimal("received_quantity", "Received quantity")
        if not row.get("purchase_line") or not draft.facts["purchase_order"]:
            return
        line = self._lines.at(draft.facts["purchase_order"], codes.clean(row.get("purchase_line")))
        if line is None:
            return
        draft.facts["purchase_line_id"] = line
        if came is not None and draft.facts["received_at"] is not None:
            draft.facts["received_quantity"] = to_micro(came)
            self._lines.came(line, to_micro(came))

    def _facts(self, row: GivenRow, reading: Reading) -> dict[str, Any]:
        """What the cells say, in stored values; empty where they are blank."""
        facts = read_facts(reading)
        facts["serial"] = reading.text("serial", "Serial", longest=_LONGEST_SERIAL) or None
        facts["work_order"] = reading.text("work_order", "Work order")
        facts["shipped_to"] = reading.text("shipped_to", "Shipped to")
        for name, told in _DATES.items():
            at = past(reading, name, told, self._now) if row.get(name) else None
            facts[name] = None if at is None else to_instant(at)
        facts["location_id"] = self._reference(row, reading, "location")
        facts["supplier_id"] = self._reference(row, reading, "supplier")
        facts["usage_type_id"] = self._reference(row, reading, "usage_type")
        facts["kit_id"] = self._kit(row, reading)
        uid = codes.clean(row.get("uid")).upper()
        if uid and _UID.fullmatch(uid) is None:
            reading.refuse("uid", f"“{uid[:40]}” is no UID: it has 8 letters and digits or more.")
        return facts

    def _reference(self, row: GivenRow, reading: Reading, field: str) -> int | None:
        given = row.get(field)
        if not given:
            return None
        try:
            match field:
                case "location":
                    return self._locations.at(given)
                case "supplier":
                    return self._suppliers.named(given)
                case _:
                    return self._usage_types.named(given)
        except Refused as refused:
            reading.refuse(field, refused.message)
            return None

    def _kit(self, row: GivenRow, reading: Reading) -> int | None:
        """The open kit of this name; kits themselves are not imported."""
        name = codes.clean(row.get("kit"))
        kit = self._open_kits.get(codes.key(name))
        if name and kit is None:
            reading.refuse(
                "kit", f"There is no open kit {name[:40]} here. Open it first, or clear the cell."
            )
        return kit

    def _check_unit(self, row: GivenRow, reading: Reading, part: Named) -> None:
        given, unit = codes.clean(row.get("unit")), part.facts["unit"]
        if given and codes.key(given) != codes.key(unit) and not (counted(given) and counted(unit)):
            reading.refuse(
                "unit", f"{label(part)} is kept in {unit or 'pieces'}, not in {given[:20]}."
            )

    def _refuse_archived(self, reading: Reading, part: Named, facts: dict[str, Any]) -> None:
        if part.facts["archived"]:
            reading.refuse("part_number", f"{label(part)} is archived. Restore it first.")
        location, supplier, usage = (
            facts[name] for name in ("location_id", "supplier_id", "usage_type_id")
        )
        if location and self._locations.is_archived(location):
            path = self._locations.path(location)
            reading.refuse("location", f"{path} is archived. Restore it first.")
        if supplier and self._suppliers.is_archived(supplier):
            reading.refuse("supplier", "This supplier is archived. Restore it first.")
        if usage and self._usage_types.is_archived(usage):
            reading.refuse("usage_type", "This usage type is archived. Restore it first.")

    def _refuse_without_lot(self, reading: Reading, part: Named, draft: Draft) -> None:
        if not draft.facts["lot"] and draft.status is Status.AVAILABLE:
            reading.refuse("lot", f"{label(part)} is tracked by lot: give the lot it belongs to.")

    def _at(self, reading: Reading) -> int | None:
        """When the row says that its item came about or was last seen."""
        for name, told in (("created_at", "Created at"), ("dated", "Last updated")):
            if reading.given(name):
                at = dated(reading, name, told, self._now)
                return None if at is None else to_instant(at)
        return None

    def _status_word(self, reading: Reading) -> Status | str | None:
        """Our status, or another system's word for one; None where it says nothing."""
        given = codes.clean(reading.given("status"))
        word = codes.code(given)
        if not word or word in _FINE:
            return None
        if word in _STATUSES:
            return _STATUSES[word]
        if word in _HELD or word == codes.code(_ATTENTION):
            return word
        reading.refuse(
            "status",
            f"Status “{given[:40]}” is not known. There are: "
            f"{', '.join(status.label for status in Status)}.",
        )
        return None

    def _received(self, row: GivenRow, draft: Draft, word: Status | str | None) -> None:
        """A new item has been received, unless its row says or shows that it has not."""
        not_received = word is Status.ON_ORDER or (
            row.layout.has("received_at")
            and isinstance(word, Status)
            and word not in _NOT_RECEIVABLE
        )
        if draft.facts["received_at"] is None and not not_received:
            draft.facts["received_at"] = self._when(draft)

    def _settle(
        self,
        row: GivenRow,
        reading: Reading,
        draft: Draft,
        word: Status | str | None,
        item: Standing | None,
    ) -> None:
        """Turn what the row says of a status into facts, and derive the status they make."""
        facts = draft.facts
        before = item.facts if item else {}
        if truth(reading, "building", "Is building") and not before.get("work_started_at"):
            facts["work_started_at"] = self._when(draft)
        if (
            facts.get("shipped_to")
            and not (facts.get("shipped_at") or before.get("shipped_at"))
            and (word is Status.SHIPPED or not isinstance(word, Status))
        ):
            facts["shipped_at"] = self._when(draft)
        if isinstance(word, str) and not isinstance(word, Status):
            self._take_word(draft, word, item)
        draft.status = self._derive(draft, item)
        if isinstance(word, Status) and draft.status is not word:
            self._take_status(row, reading, draft, word, item)

    def _take_word(self, draft: Draft, word: str, item: Standing | None) -> None:
        """Another system's status: a hold with that reason, or the beginning of the note."""
        if word in _HELD:
            reason = _HELD[word]
            if not item or reason not in (*item.holds, *item.imported_holds):
                draft.holds.append(reason)
            return
        note = draft.facts.get("note") or (item.facts["note"] if item else "")
        if not note.startswith(_ATTENTION):
            draft.facts["note"] = f"{_ATTENTION}\n{note}".strip()

    def _take_status(
        self,
        row: GivenRow,
        reading: Reading,
        draft: Draft,
        word: Status,
        item: Standing | None,
    ) -> None:
        """A status becomes a fact where none is given that it could follow from; facts win."""
        decided = any(row.get(name) for name in _DECIDING)
        if decided and item is None:
            return
        facts, now = draft.facts, draft.status
        if not decided:
            match word:
                case Status.SCRAPPED | Status.SHIPPED | Status.IN_PROGRESS | Status.VOIDED:
                    facts[_DATED_STATUS[word]] = self._when(draft)
                case Status.UNAVAILABLE if now is Status.AVAILABLE:
                    draft.holds.append(Status.UNAVAILABLE.label)
                case Status.AVAILABLE if now is Status.ON_ORDER:
                    facts["received_at"] = self._when(draft)
                case Status.INSTALLED:
                    reading.refuse(
                        "status", "Installed in what? Give the UID in the column Installed In."
                    )
                    return
                case Status.MERGED:
                    reading.refuse(
                        "status", "Merged into what? Give the UID in the column Merged Into."
                    )
                    return
                case Status.KITTED:
                    reading.refuse(
                        "status", "In which kit? Give the name of an open one in the column Kit."
                    )
                    return
                case _:
                    pass
            draft.status = self._derive(draft, item)
        if draft.status is not word and item is not None:
            reading.refuse(
                "status",
                f"It is {now.label.lower()} here, and an import cannot make it "
                f"{word.label.lower()}. Leave the cell blank to keep what is here.",
            )

    def _derive(self, draft: Draft, item: Standing | None) -> Status:
        facts = {**item.facts, **draft.facts} if item else draft.facts
        for name in draft.references:
            facts = {**facts, name: -1}
        location = facts["location_id"]
        return _status(
            merged=facts.get("merged_into_id") is not None,
            voided=facts.get("voided_at") is not None,
            scrapped=facts.get("scrapped_at") is not None,
            shipped=facts.get("shipped_at") is not None,
            installed=facts.get("parent_id") is not None,
            in_progress=facts.get("work_started_at") is not None,
            kitted=facts.get("kit_id") is not None,
            received=facts.get("received_at") is not None,
            held=bool(draft.holds or (item and item.holds)),
            location_usable=location is None or self._locations.is_usable(location),
            empty=facts["quantity"] == 0,
        )

    def _when(self, draft: Draft) -> int:
        return self._now_micro if draft.at is None else draft.at


def _follows_its_line(reading: Reading, draft: Draft, item: Standing) -> None:
    """What was bought on a line keeps its order; until it came in, its quantity is the line's."""
    before, facts = item.facts, draft.facts
    if before["purchase_line_id"] is None:
        return
    if facts.get("purchase_order", before["purchase_order"]) != before["purchase_order"]:
        reading.refuse("purchase_order", f"It was bought with {before['purchase_order']}.")
    if before["received_at"] is not None:
        return
    if facts.get("quantity", before["quantity"]) != before["quantity"]:
        reading.refuse("quantity", "It is bought: change or cancel the purchase line instead.")
    if (
        facts.get("voided_at", before["voided_at"]) != before["voided_at"]
        or "merged_into_id" in draft.references
    ):
        reading.refuse("status", "It is bought: change or cancel the purchase line instead.")
    if facts.get("received_at"):
        facts["received_quantity"] = before["quantity"]


@cache
def _status(**facts: bool) -> Status:
    return derive(Facts(**facts))


def _references(row: GivenRow) -> dict[str, str]:
    found = {fact: codes.clean(row.get(name)) for name, fact in REFERENCES.items()}
    return {fact: text for fact, text in found.items() if text}


def _split(reasons: str) -> list[str]:
    """The reasons of a cell, apart by semicolons; one inside a reason has a backslash before it."""
    found = (codes.clean(_ESCAPED.sub(r"\1", reason)) for reason in _REASON.findall(reasons))
    return [reason for reason in found if reason]
