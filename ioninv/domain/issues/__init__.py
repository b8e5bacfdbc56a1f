"""Issues: tickets on items in whatever status, which can hold them until they are resolved."""

from ioninv.domain.issues.commenting import comment, edit_comment
from ioninv.domain.issues.detail import IssueComment, IssueDetail, get
from ioninv.domain.issues.editing import edit
from ioninv.domain.issues.form import IssueForm
from ioninv.domain.issues.linking import add_items, remove_items
from ioninv.domain.issues.listing import IssueFilter, issues
from ioninv.domain.issues.of_items import counts, of_item
from ioninv.domain.issues.on_it import Above, IssueItem
from ioninv.domain.issues.progressing import assign, reopen, start
from ioninv.domain.issues.raising import create
from ioninv.domain.issues.recalling import Recall, recall, recall_preview
from ioninv.domain.issues.resolving import resolve
from ioninv.domain.issues.rows import IssueRow
from ioninv.domain.issues.suggesting import users
from ioninv.domain.issues.timeline import timeline

__all__ = [
    "Above",
    "IssueComment",
    "IssueDetail",
    "IssueFilter",
    "IssueForm",
    "IssueItem",
    "IssueRow",
    "Recall",
    "add_items",
    "assign",
    "comment",
    "counts",
    "create",
    "edit",
    "edit_comment",
    "get",
    "issues",
    "of_item",
    "recall",
    "recall_preview",
    "remove_items",
    "reopen",
    "resolve",
    "start",
    "timeline",
    "users",
]
