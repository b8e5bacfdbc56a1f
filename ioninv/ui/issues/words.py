"""Issues in words: their rows, what holding does, what was said with its mentions."""

import re
from collections.abc import Mapping, Sequence
from typing import TypedDict

from ioninv.domain.issues import Foreseen, IssueComment, IssueItem, IssueRow
from ioninv.vocabulary import Disposition, Severity, Status

SEVERITIES = tuple((severity.value, severity.label) for severity in Severity)
_HOLDING = (
    ((Status.AVAILABLE,), "unavailable at once."),
    ((Status.UNAVAILABLE,), "stays unavailable, until this issue is resolved too."),
    ((Status.ON_ORDER,), "marked, and unavailable on arrival."),
    ((Status.IN_PROGRESS,), "marked, and unavailable when the work is finished."),
    ((Status.KITTED,), "marked, and unavailable when taken out of the kit."),
    ((Status.INSTALLED,), "marked, and unavailable when removed."),
    ((Status.SHIPPED,), "marked, and unavailable should it come back."),
    ((Status.SCRAPPED, Status.VOIDED, Status.MERGED), "not held, unless it comes back."),
)
"""What a hold does to items by their status."""
_AT_HOME = (Status.AVAILABLE, Status.UNAVAILABLE)


class ShownIssue(TypedDict):
    """An issue as its row and its card show it."""

    id: int
    name: str
    title: str
    severity: str
    severity_label: str
    state: str
    state_label: str
    disposition: str
    assignee: str
    initial: str
    items: str
    about: str
    updated: str
    holds: bool


class ShownItem(TypedDict):
    """An item on an issue or of a lot: `above` is the chain of what it is installed in, `name` what
    its label does not say."""

    id: int
    label: str
    part: str
    name: str
    quantity: str
    lot: str
    status: str
    status_label: str
    place: str
    above: str
    held: bool
    outcome: str
    href: str


class ChosenItem(TypedDict):
    """An item that an issue is about to be raised on."""

    id: int
    label: str
    about: str
    status: str
    status_label: str


class Piece(TypedDict):
    """A piece of what was said; `mention` when it names a user."""

    id: str
    text: str
    mention: bool


class ShownComment(TypedDict):
    id: int
    author: str
    initial: str
    when: str
    text: str
    pieces: list[Piece]
    edited: bool
    own: bool
    version: int


class HoldLine(TypedDict):
    """What holding does to the items of one status."""

    status: str
    label: str
    count: str
    says: str


def shown(row: IssueRow) -> ShownIssue:
    return ShownIssue(
        id=row.id,
        name=row.name,
        title=row.title,
        severity=row.severity,
        severity_label=row.severity_label,
        state=row.state,
        state_label=row.state_label,
        disposition=row.disposition_label,
        assignee=row.assignee,
        initial=row.assignee[:1].upper(),
        items=f"{row.items:,}",
        about=_about(row),
        updated=row.updated,
        holds=row.holds and row.open_items > 0,
    )


def shown_item(item: IssueItem) -> ShownItem:
    return ShownItem(
        id=item.id,
        label=item.label,
        part=" ".join(dict.fromkeys(text for text in (item.part, item.name) if text)),
        name=item.name if item.label.startswith(f"{item.part} ") else item.part,
        quantity=item.quantity,
        lot=item.lot,
        status=item.status,
        status_label=item.status_label,
        place=item.location if item.parents or item.status in _AT_HOME else item.place,
        above=" › ".join(parent.named for parent in item.parents),
        held=item.held,
        outcome=item.outcome_label,
        href=f"/?item={item.id}",
    )


def chosen(item: IssueItem) -> ChosenItem:
    name = item.name if item.label.startswith(f"{item.part} ") else item.part
    lot = f"lot {item.lot}" if item.lot else ""
    return ChosenItem(
        id=item.id,
        label=item.label,
        about=" · ".join(text for text in (name, item.quantity, lot, item.place) if text),
        status=item.status,
        status_label=item.status_label,
    )


def shown_comment(comment: IssueComment, reader: int) -> ShownComment:
    return ShownComment(
        id=comment.id,
        author=comment.author,
        initial=comment.author[:1].upper(),
        when=comment.when,
        text=comment.text,
        pieces=pieces(comment.text, comment.mentions),
        edited=comment.edited,
        own=comment.author_id == reader,
        version=comment.version,
    )


def pieces(text: str, mentions: Sequence[str]) -> list[Piece]:
    """What was said, cut where it mentions a user."""
    names = "|".join(re.escape(name) for name in sorted(mentions, key=len, reverse=True))
    parts = re.split(rf"(@(?:{names}))(?!\w)", text, flags=re.IGNORECASE) if names else [text]
    return [
        Piece(id=str(number), text=part, mention=number % 2 == 1)
        for number, part in enumerate(parts)
        if part
    ]


def holding(by_status: Mapping[Status, int]) -> list[HoldLine]:
    """What holding does to so many items of these statuses."""
    return [
        HoldLine(status=status.value, label=status.label, count=f"{by_status[status]:,}", says=says)
        for statuses, says in _HOLDING
        for status in statuses
        if by_status.get(status)
    ]


def foretold(disposition: Disposition, foreseen: Foreseen, holds: bool) -> list[str]:
    """What resolving so does, in sentences."""
    said = [_changed(disposition, foreseen.changed)] if foreseen.changed else []
    if foreseen.freed:
        others = "" if not foreseen.changed else "other "
        freed = "held by this issue no more" if holds else "done with as they are"
        said.append(f"{_items(foreseen.freed, others)} {freed}.")
    if foreseen.left:
        stays = "stays" if foreseen.left == 1 else "stay"
        kept = f"{stays} on the issue{', on hold' if holds else ''}"
        said.append(f"{_items(foreseen.left)} cannot be done with yet, and {kept}.")
    if not said:
        said = ["There is nothing on it any more to be done with."]
    return [*said, *foreseen.notes]


def counted(count: int, one: str = "item") -> str:
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def _about(row: IssueRow) -> str:
    comments = counted(row.comments, "comment") if row.comments else ""
    said = (counted(row.items), comments, row.disposition_label)
    return " · ".join(text for text in said if text)


def _changed(disposition: Disposition, count: int) -> str:
    match disposition:
        case Disposition.SCRAP:
            return f"{_items(count)} scrapped, with the reason."
        case Disposition.RETURN:
            return f"{_items(count)} shipped to the supplier."
        case _:
            return f"{_items(count)} in progress: work starts."


def _items(count: int, others: str = "") -> str:
    return f"{count:,} {others}item{'' if count == 1 else 's'}:"
