"""Issues on items in any status."""

from collections.abc import Iterator

from ioninv.client.connection import Connection, Where
from ioninv.client.items import Selected, chosen
from ioninv.client.reading import shaped
from ioninv.client.shapes import Done, IssueRow


class Issues(Connection):
    """What a program does with issues."""

    def issues(self, where: Where = "", sort: str = "") -> Iterator[IssueRow]:
        """Issues, one after another (`state=open&severity=critical`)."""
        return self.rows("/issues", IssueRow, where, sort)

    def raise_issue(
        self,
        items: Selected,
        title: str,
        *,
        text: str = "",
        severity: str = "major",
        holds: bool = False,
        assignee_id: int | None = None,
        key: str | None = None,
    ) -> IssueRow:
        """Raise an issue on items; one that `holds` holds them until it is resolved."""
        body = {
            **chosen(items),
            "title": title,
            "text": text,
            "severity": severity,
            "holds": holds,
            "assignee_id": assignee_id,
        }
        return shaped(IssueRow, self.call("POST", "/issues", body, key=key))

    def resolve_issue(
        self, issue_id: int, disposition: str, reason: str = "", *, key: str | None = None
    ) -> Done:
        """Do what is decided: `use_as_is`, `rework`, `return` or `scrap`. `notes` name the rest."""
        body = {"disposition": disposition, "reason": reason}
        return shaped(Done, self.call("POST", f"/issues/{issue_id}/resolve", body, key=key))
