"""History as the screen shows it."""

from collections.abc import Sequence

from ioninv.domain.history import Told
from ioninv.ui.kit.timeline import TimelineEntry


def entries(told: Sequence[Told]) -> list[TimelineEntry]:
    """The lines of a timeline, in the order given."""
    return [_entry(number, each) for number, each in enumerate(told)]


def _entry(number: int, told: Told) -> TimelineEntry:
    by = f"{told.actor} · {told.source}"
    text = "; ".join((told.headline, *told.changes))
    return TimelineEntry(
        id=str(number), text=text, by=by, at=told.when, reason=told.reason, can_undo=False
    )
