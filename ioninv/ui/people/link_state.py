"""A one-time link, shown to whoever made it until it is handed over."""

import reflex as rx

from ioninv.domain.accounts import Link
from ioninv.ui.state import AppState
from ioninv.vocabulary import LinkKind

PATH = "/invitation"


class LinkState(AppState):
    """The link that was made last; it leaves the server's memory when it was handed over."""

    shows: bool = False
    title: str = ""
    text: str = ""
    path: str = ""
    until: str = ""

    @rx.event
    def done(self) -> None:
        """It was copied."""
        self.shows, self.path = False, ""

    def _show(self, link: Link) -> None:
        self.shows, self.path = True, invitation_path(link.token)
        self.title = f"The link for {link.name}"
        self.text = (
            "Hand it over as you would a key: whoever opens it first chooses the password. "
            "It is shown this once, and works once."
        )
        if link.kind is LinkKind.RESET:
            self.text += " The password of today works until then."
        self.until = link.expires_at.isoformat(timespec="seconds")


def invitation_path(token: str) -> str:
    """The token stands behind the #: browsers send that to no server, so no log has it."""
    return f"{PATH}#{token}"
