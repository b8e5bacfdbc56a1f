"""What an act did to an item, as the headline of its event."""

from collections.abc import Callable
from typing import Any, Final

from ioninv.db.types import from_micro
from ioninv.domain.history import Happened
from ioninv.domain.items.naming import Names
from ioninv.domain.items.rows import number_text
from ioninv.vocabulary import Disposition


def act_headline(event: Happened, names: Names) -> str:
    """“Moved Dock → Room 101”, “Scrapped: cracked”, “Undone: quantity 7 → 10”."""
    tell = _TOLD.get(event.kind)
    said = tell(event, names) if tell else event.kind.capitalize()
    due = event.kind in _WITH_REASON and event.reason
    return f"{said}: {event.reason}" if due else said


def issue_headline(event: Happened, names: Names) -> str:
    """What became of an item on an issue: “Issue ISS-12 raised: cracked”, “… resolved (scrap)”."""
    name, _, title = names.of("issue_item", event.entity_id).partition(": ")
    undone = "Undone: " if event.kind == "undone" else ""
    if "removed_at" in event.fields:
        _, removed = event.fields["removed_at"]
        return f"{undone}{'Taken off' if removed else 'Put on'} issue {name}"
    if "outcome" in event.fields:
        _, outcome = event.fields["outcome"]
        if not outcome:
            return f"{undone}Issue {name} reopened"
        return f"{undone}Issue {name} resolved ({Disposition(outcome).label.lower()})"
    if event.kind in ("raised", "recalled"):
        return f"Issue {name} raised: {title}"
    return f"Put on issue {name}: {title}"


def said_by_headline(event: Happened) -> frozenset[str]:
    """The fields that the headline has told: they need no line of their own."""
    if event.kind == "undone":
        return frozenset({_undone_field(event)}) & _UNDONE_SAYS
    if event.kind == "merged" and "merged_into_id" not in event.fields:
        return frozenset({"quantity"})
    return _SAID.get(event.kind, frozenset())


def _after(event: Happened, names: Names, field: str) -> str:
    return names.of(field, event.fields[field][1]) if field in event.fields else ""


def _before(event: Happened, names: Names, field: str) -> str:
    return names.of(field, event.fields[field][0]) if field in event.fields else ""


def _quantity(event: Happened) -> tuple[int, int]:
    before, after = event.fields.get("quantity", (0, 0))
    return before or 0, after or 0


def _joined(said: str, joint: str, name: str) -> str:
    return f"{said} {joint} {name}" if name else said


def _moved(event: Happened, names: Names) -> str:
    before, after = _before(event, names, "location_id"), _after(event, names, "location_id")
    return f"Moved {before} → {after}" if before != "none" else f"Moved to {after}"


def _received(event: Happened, names: Names) -> str:
    return _joined("Received", "in", _after(event, names, "location_id"))


def _adjusted(event: Happened, _names: Names) -> str:
    before, after = (number_text(from_micro(value)) for value in _quantity(event))
    return f"Quantity corrected {before} → {after}"


def _split(event: Happened, _names: Names) -> str:
    before, after = _quantity(event)
    return (
        f"Split off {number_text(from_micro(before - after))} of {number_text(from_micro(before))}"
    )


def _split_off(event: Happened, names: Names) -> str:
    _, after = _quantity(event)
    return f"Split off {_after(event, names, 'origin_id')}: {number_text(from_micro(after))}"


def _merged(event: Happened, names: Names) -> str:
    if into := _after(event, names, "merged_into_id"):
        return f"Merged into {into}"
    before, after = (number_text(from_micro(value)) for value in _quantity(event))
    return f"Took in what was merged {before} → {after}"


def _assigned(event: Happened, names: Names) -> str:
    return _joined("Serial", "assigned:", _after(event, names, "serial"))


def _cleared(event: Happened, names: Names) -> str:
    return _joined("Serial", "cleared:", _before(event, names, "serial"))


def _undone(event: Happened, names: Names) -> str:
    if _after(event, names, "merged_into_id") not in ("", "none"):
        return f"Undone: merged back into {_after(event, names, 'merged_into_id')}"
    field = _undone_field(event)
    if field == "quantity":
        return f"Undone: quantity {_before(event, names, field)} → {_after(event, names, field)}"
    if not field:
        return "Undone"
    cleared = event.fields[field][1] in (None, "")
    return f"Undone: {_UNDONE[field][0 if cleared else 1]}"


def _undone_field(event: Happened) -> str:
    """The field that says best what was undone; empty when it is told by its lines alone."""
    return next((field for field in _UNDONE if field in event.fields), "")


_UNDONE: Final = {
    "merged_into_id": ("apart again", "merged"),
    "voided_at": ("brought back", "voided"),
    "scrapped_at": ("restored", "scrapped again"),
    "shipped_at": ("taken back", "shipped again"),
    "parent_id": ("removed", "installed again"),
    "work_started_at": ("work not started", "work goes on"),
    "kit_id": ("taken out of the kit", "kitted again"),
    "received_at": ("not received", "received again"),
    "serial": ("serial taken away", "serial as it was"),
    "quantity": ("quantity", "quantity"),
    "location_id": ("without location", "moved back"),
}

_TOLD: Final[dict[str, Callable[[Happened, Names], str]]] = {
    "moved": _moved,
    "received": _received,
    "adjusted": _adjusted,
    "split": _split,
    "split off": _split_off,
    "merged": _merged,
    "serials assigned": _assigned,
    "serial cleared": _cleared,
    "undone": _undone,
    "work started": lambda e, n: _joined("Work started", "for", _after(e, n, "work_order")),
    "installed": lambda e, n: _joined("Installed", "in", _after(e, n, "parent_id")),
    "removed": lambda e, n: _joined("Removed", "from", _before(e, n, "parent_id")),
    "kitted": lambda e, n: _joined("Kitted", "in", _after(e, n, "kit_id")),
    "taken out": lambda e, n: _joined("Taken out", "of", _before(e, n, "kit_id")),
    "shipped": lambda e, n: _joined("Shipped", "to", _after(e, n, "shipped_to")),
    "taken back": lambda e, n: _joined("Taken back", "from", _before(e, n, "shipped_to")),
}
_UNDONE_SAYS: Final = {
    "merged_into_id", "quantity", "received_at", "scrapped_at", "shipped_at", "voided_at",
    "work_started_at",
}  # fmt: skip
_WITH_REASON: Final = {"scrapped", "voided", "adjusted"}

_SAID: Final[dict[str, frozenset[Any]]] = {
    "moved": frozenset({"location_id"}),
    "received": frozenset({"received_at", "location_id", "received_quantity"}),
    "adjusted": frozenset({"quantity"}),
    "split": frozenset({"quantity"}),
    "serials assigned": frozenset({"serial"}),
    "serial cleared": frozenset({"serial"}),
    "merged": frozenset({"merged_into_id"}),
    "work started": frozenset({"work_started_at", "work_order"}),
    "work finished": frozenset({"work_started_at"}),
    "installed": frozenset({"parent_id"}),
    "removed": frozenset({"parent_id"}),
    "kitted": frozenset({"kit_id"}),
    "taken out": frozenset({"kit_id"}),
    "scrapped": frozenset({"scrapped_at"}),
    "restored": frozenset({"scrapped_at"}),
    "shipped": frozenset({"shipped_at", "shipped_to"}),
    "taken back": frozenset({"shipped_at", "shipped_to"}),
    "voided": frozenset({"voided_at"}),
    "brought back": frozenset({"voided_at"}),
    "undone": frozenset({"merged_into_id", "received_quantity"}),
}
