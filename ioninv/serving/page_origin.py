"""Let one build of the page serve any host, port and TLS proxy."""

import re
from typing import Any

from reflex.plugins import Plugin

_ASSUMED = re.compile(r'endpoint\.port = "";[^\n]*\n(\s*)\}')
_TAKEN = "endpoint.port = window.location.port;"


class PageOrigin(Plugin):
    """Make the page call back to the origin it was loaded from.

    Reflex writes the port of the build into the page, and drops it behind TLS.
    """

    def pre_compile(self, **context: Any) -> None:
        context["add_modify_task"]("utils/state.js", use_page_port)


def use_page_port(source: str) -> str:
    """The same script, calling back on the port of the page.

    Raises ValueError when this Reflex writes the script in another way.
    """
    if _TAKEN in source:
        return source
    changed, found = _ASSUMED.subn(rf"}}\n\1{_TAKEN}", source)
    if found != 1:
        raise ValueError("utils/state.js sets the port otherwise: adapt ioninv.serving.page_origin")
    return changed
