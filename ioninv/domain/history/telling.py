"""History in words: one event as a person reads it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ioninv.domain.history.events import Happened


@dataclass(frozen=True)
class Told:
    """One event in words: a headline, the changes below it, and who, when and through what.

    `when` is ISO 8601 in UTC. `reason` is empty where the headline says it.
    """

    headline: str
    changes: tuple[str, ...]
    actor: str
    when: str
    source: str
    reason: str
    change_set: int


def tell(events: Iterable[Happened], sentences: Callable[[Happened], list[str]]) -> list[Told]:
    """Events in words, in the order given. The first sentence of each is its headline."""
    return [_told(event, sentences(event)) for event in events]


def _told(event: Happened, sentences: list[str]) -> Told:
    headline = sentences[0] if sentences else event.kind.capitalize()
    return Told(
        headline=headline,
        changes=tuple(sentences[1:]),
        actor=event.actor,
        when=event.occurred_at.isoformat(timespec="seconds"),
        source=event.source,
        reason="" if headline.endswith(f": {event.reason}") else event.reason,
        change_set=event.change_set,
    )


def changed(label: str, before: object, after: object) -> str:
    """A changed text as a line: `Phone: 123 → 456`, and so also from and to nothing."""
    return f"{label}: {_quoted(before)} → {_quoted(after)}"


def day_text(value: date | datetime) -> str:
    """3 May 2026."""
    return f"{value.day} {value:%b %Y}"


def _quoted(value: object) -> str:
    return "none" if value in (None, "") else str(value)
