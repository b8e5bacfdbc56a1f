"""An issue as it is typed, and how that is read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlmodel import Session

from ioninv.domain.input import Reading
from ioninv.domain.items.issue_links import issue_name
from ioninv.domain.loading import find
from ioninv.domain.matching import search_text
from ioninv.models import User
from ioninv.vocabulary import Severity

FACTS: Final = (
    "number", "title", "text", "severity", "state", "disposition", "assignee_id", "holds",
    "resolved_at",
)  # fmt: skip
LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 10_000


@dataclass(frozen=True)
class IssueForm:
    """What is typed about an issue. With `holds`, its items may not be used until it is resolved."""

    title: str = ""
    text: str = ""
    severity: str = Severity.MAJOR
    assignee_id: int | None = None
    holds: bool = False


def read_form(session: Session, form: IssueForm) -> dict[str, Any]:
    """The facts that a form gives. Raises Invalid with every field that cannot be right."""
    reading = Reading(asdict(form))
    facts = {
        "title": reading.text("title", "Title", required=True, longest=LONGEST_TITLE),
        "text": reading.lines("text", "Text", longest=LONGEST_TEXT),
        "severity": reading.choice("severity", "Severity", Severity, Severity.MAJOR),
        "assignee_id": form.assignee_id,
        "holds": bool(form.holds),
    }
    if form.assignee_id is not None and find(session, User, form.assignee_id) is None:
        reading.refuse("assignee", "There is no such user. Choose another.")
    reading.finish()
    return facts


def derived(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What an issue is searched by."""
    return {"search_text": search_text([issue_name(facts["number"]), facts["title"]])}
