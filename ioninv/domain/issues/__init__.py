"""Issues: tickets on items in whatever status, which can hold them until they are resolved."""

from ioninv.domain.issues.commenting import comment, edit_comment
from ioninv.domain.issues.detail import IssueComment, IssueDetail, get
from ioninv.domain.issues.editing import edit
from ioninv.domain.issues.form import IssueForm
from ioninv.domain.issues.linking import add_items, remove_items
from ioninv.domain.issues.listing import IssueFilter, issues
from ioninv.domain.issues.lots import Lot, lots_called, lots_of_part
from ioninv.domain.issues.of_items import counts, of_item
from ioninv.domain.issues.on_it import Above, IssueItem
from ioninv.domain.issues.progressing import assign, reopen, start, stop
from ioninv.domain.issues.raising import create
from ioninv.domain.issues.recalling import Recall, recall, recall_preview
from ioninv.domain.issues.resolving import Foreseen, foresee, resolve
from ioninv.domain.issues.rows import IssueRow
from ioninv.domain.issues.suggesting import users
from ioninv.domain.issues.timeline import timeline
from ioninv.domain.issues.weighing import by_status, listed

__all__ = [
    "Above",
    "Foreseen",
    "IssueComment",
    "IssueDetail",
    "IssueFilter",
    "IssueForm",
    "IssueItem",
    "IssueRow",
    "Lot",
    "Recall",
    "add_items",
    "assign",
    "by_status",
    "comment",
    "counts",
    "create",
    "edit",
    "edit_comment",
    "foresee",
    "get",
    "issues",
    "listed",
    "lots_called",
    "lots_of_part",
    "of_item",
    "recall",
    "recall_preview",
    "remove_items",
    "reopen",
    "resolve",
    "start",
    "stop",
    "timeline",
    "users",
]
