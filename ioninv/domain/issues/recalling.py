"""Lot recall: everything of a lot, wherever it is, on one issue that holds it."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain import history
from ioninv.domain.access import Actor, demand, requires
from ioninv.domain.issues.form import LONGEST_TITLE, IssueForm, read_form
from ioninv.domain.issues.lots import Lot, written_alike
from ioninv.domain.issues.on_it import IssueItem, issue_items
from ioninv.domain.issues.raising import raise_on
from ioninv.domain.issues.rows import IssueRow, issue_row
from ioninv.domain.loading import load
from ioninv.domain.parts.labels import part_label
from ioninv.errors import Conflict, Invalid
from ioninv.models import Part
from ioninv.vocabulary import LARGEST_ACT, Entity, Permission

RECALLED: Final = "recalled"


@dataclass(frozen=True)
class Recall:
    """A lot and every item of it. `lots` are the ways it is written; `issue` is None in a preview,
    which names as `alike` the lots that are written nearly so, and are not meant.

    `by_status` counts the items by status; what the issue will hold, or holds, is `to_hold`.
    """

    issue: IssueRow | None
    part_id: int
    part: str
    lots: tuple[str, ...]
    items: tuple[IssueItem, ...]
    by_status: dict[str, int]
    to_hold: int
    alike: tuple[Lot, ...] = ()


@requires(Permission.VIEW_ISSUES)
def recall_preview(session: Session, actor: Actor, part_id: int, lot: str) -> Recall:
    """What a recall of this lot would be about, without doing it.

    Raises Invalid with the field `lot`, Conflict when nothing has it, NotFound.
    """
    part = load(session, Part, part_id, "part")
    found = _recall(session, part, _of_lot(session, part, lot), None)
    return replace(found, alike=tuple(written_alike(session, part_id, lot)[1]))


@requires(Permission.EDIT_ISSUES)
def recall(
    session: Session,
    actor: Actor,
    part_id: int,
    lot: str,
    form: IssueForm,
    key: str | None = None,
) -> Recall:
    """Raise one issue on every item of a lot, in whatever status, and hold them: needs to hold.

    Lots that differ in case and dashes alone are the same, but what parts two numbers matters. What
    is scrapped, voided or merged is on the issue and is held when it comes back; for what is on
    order, installed, in progress or shipped the hold waits; what arrives of the lot while the issue
    is open is put on it. Without a title the issue is called after the lot. Raises Invalid with the
    field `lot` and those of the form, Conflict when nothing has this lot, NotFound.
    """
    demand(actor, Permission.HOLD)
    part = load(session, Part, part_id, "part")
    payload = {"part": part_id, "lot": lot, **asdict(form)}
    if done := history.repeated(session, actor, RECALLED, Entity.ISSUE, key, payload):
        return _recall(session, part, _on_issue(session, done.ids[0]), done.ids[0])
    found = _of_lot(session, part, lot)
    facts = read_form(session, _titled(form, part, codes.clean(lot)))
    with history.act(session, actor, RECALLED, key=key, payload=payload) as act:
        issue_id = raise_on(act, {**facts, "holds": True}, [row.id for row in found])
    return _recall(session, part, found, issue_id)


def _titled(form: IssueForm, part: Part, lot: str) -> IssueForm:
    if codes.clean(form.title):
        return form
    title = f"Recall of lot {lot} of {part_label(part.part_number, part.revision)}"
    return replace(form, title=title[:LONGEST_TITLE])


def _of_lot(session: Session, part: Part, lot: str) -> list[Any]:
    code = codes.code(lot)
    if not code:
        raise Invalid("Give the lot.", "lot")
    written = json.dumps(written_alike(session, part.id or 0, lot)[0])
    asked = {"part": part.id, "lot": code, "written": written, "most": LARGEST_ACT + 1}
    rows = list(session.execute(_ITEMS, asked))
    if not rows:
        raise Conflict(f"{part.part_number} has no item of lot {codes.clean(lot)[:100]}.", "lot")
    if len(rows) > LARGEST_ACT:
        raise Invalid(
            f"This lot has more than the {LARGEST_ACT:,} items that one act takes.", "lot"
        )
    return rows


def _on_issue(session: Session, issue_id: int) -> list[Any]:
    return list(session.execute(_ON_ISSUE, {"issue": issue_id}))


def _recall(session: Session, part: Part, rows: list[Any], issue_id: int | None) -> Recall:
    items = issue_items(session, [row.id for row in rows], issue_id)
    statuses = [item.status for item in items]
    return Recall(
        issue=issue_row(session, issue_id) if issue_id else None,
        part_id=part.id or 0,
        part=part_label(part.part_number, part.revision),
        lots=tuple(dict.fromkeys(row.lot for row in rows)),
        items=items,
        by_status={status: statuses.count(status) for status in dict.fromkeys(statuses)},
        to_hold=sum(row.due for row in rows),
    )


_COLUMNS = """
    SELECT i.id, i.lot,
        i.merged_into_id IS NULL AND i.voided_at IS NULL AND i.scrapped_at IS NULL AS due
    FROM inventory_item i"""
_ITEMS = text(f"""
    {_COLUMNS} WHERE +i.part_id = :part AND i.lot_code = :lot
        AND i.lot IN (SELECT value FROM json_each(:written))
    ORDER BY i.status, i.lot_sort, i.serial_sort, i.id LIMIT :most""")
_ON_ISSUE = text(f"""
    {_COLUMNS} JOIN issue_item x ON x.item_id = i.id AND x.issue_id = :issue AND x.removed_at IS NULL
    ORDER BY i.status, i.lot_sort, i.serial_sort, i.id""")
