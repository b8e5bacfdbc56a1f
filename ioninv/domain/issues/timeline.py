"""What happened to an issue, in words: to itself, to its items, and what was said."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, demand_visible, requires
from ioninv.domain.history import Happened, Told, changed, events_of, tell
from ioninv.domain.issues.progressing import REOPENED
from ioninv.domain.issues.rows import WITHDRAWN, disposition_label, load_issue
from ioninv.vocabulary import Entity, IssueState, Permission, Severity


@requires(Permission.VIEW_HISTORY)
def timeline(session: Session, actor: Actor, issue_id: int) -> list[Told]:
    """One entry for each act on it, newest first. Raises NotFound when there is no such issue."""
    demand_visible(actor, Entity.ISSUE)
    load_issue(session, issue_id)
    told = defaultdict[int, list[str]](list)
    events: dict[int, Happened] = {}
    for event, sentences in _events(session, issue_id):
        events.setdefault(event.change_set, event)
        told[event.change_set] += sentences
    newest = sorted(events.values(), key=lambda event: event.change_set, reverse=True)
    return tell(newest, lambda event: told[event.change_set])


def _events(session: Session, issue_id: int) -> Iterator[tuple[Happened, list[str]]]:
    for event in events_of(session, Entity.ISSUE, [issue_id]):
        yield event, _of_issue(session, event)
    comments = session.execute(_COMMENTS, {"issue": issue_id}).scalars()
    for event in events_of(session, Entity.ISSUE_COMMENT, comments):
        yield event, _of_comment(event)
    # Of the many links that one act changes, the first stands for all.
    first = {row.change_set_id: row for row in session.execute(_LINKS, {"issue": issue_id})}
    for event in events_of(session, Entity.ISSUE_ITEM, {row.id for row in first.values()}):
        row = first[event.change_set]
        if row.id == event.entity_id:
            yield event, _of_links(row)


def _of_issue(session: Session, event: Happened) -> list[str]:
    if event.version == 1:
        held = event.fields.get("holds", (None, 0))[1]
        severity = Severity(event.fields["severity"][1]).label.lower()
        return [f"Raised: {event.fields['title'][1]}", f"{severity}{', on hold' if held else ''}"]
    said = [_sentence(session, event, name) for name in event.fields]
    return [each for each in said if each]


def _sentence(session: Session, event: Happened, name: str) -> str:
    before, after = event.fields[name]
    match name:
        case "state":
            return _of_state(event, after)
        case "assignee_id":
            return changed("Assignee", *(_user(session, id_) for id_ in (before, after)))
        case "holds":
            return "Holds its items" if after else "Does not hold its items any more"
        case "disposition" if "state" not in event.fields and after:
            return f"Decided: {disposition_label(after).lower()}"
        case "severity":
            return changed("Severity", Severity(before).label, Severity(after).label)
        case "text":
            return "Text changed" if after else "Text taken away"
        case "title":
            return f"Title: {before} → {after}"
        case _:
            return ""


def _of_state(event: Happened, after: str) -> str:
    disposition = event.fields.get("disposition", ("", ""))[1]
    match after:
        case IssueState.RESOLVED if disposition:
            return f"Resolved: {disposition_label(disposition).lower()}"
        case IssueState.RESOLVED:
            # What was decided before for a part of the items stands.
            return "Resolved" if event.kind != "undone" else WITHDRAWN
        case IssueState.IN_PROGRESS if disposition:
            return f"Decided: {disposition_label(disposition).lower()}, not done with all items"
        case IssueState.IN_PROGRESS:
            return "In progress"
        case _:
            return "Reopened" if event.kind == REOPENED else "Open again"


def _of_links(row: Any) -> list[str]:
    said = [(row.added, "on it"), (row.removed, "taken off"), (row.done, "done with")]
    return [f"{count:,} item{'s' if count > 1 else ''} {word}" for count, word in said if count]


def _of_comment(event: Happened) -> list[str]:
    if event.fields.get("removed_at", (None, None))[1]:
        return ["Comment taken back"]
    said = event.fields.get("text", (None, ""))[1]
    return [f"{'Commented' if event.version == 1 else 'Comment changed'}: {said}"]


def _user(session: Session, id_: int | None) -> str:
    return session.execute(_NAME, {"id": id_}).scalar() or ""


_NAME = text("SELECT name FROM user WHERE id = :id")
_COMMENTS = text("SELECT id FROM issue_comment WHERE issue_id = :issue")
_LINKS = text("""
    SELECT e.change_set_id, min(x.id) AS id,
        sum(e.version = 1 OR json_extract(e.changes, '$.removed_at[0]') IS NOT NULL) AS added,
        sum(json_extract(e.changes, '$.removed_at[1]') IS NOT NULL) AS removed,
        sum(coalesce(json_extract(e.changes, '$.outcome[1]'), '') <> '') AS done
    FROM issue_item x CROSS JOIN event e ON e.entity = 'issue_item' AND e.entity_id = x.id
    WHERE x.issue_id = :issue GROUP BY e.change_set_id""")
