"""What a browser sends along of the cookies that were set here, read strictly."""

import re
from typing import Final

from ioninv.domain.accounts.visitor import COOKIE

_OURS: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_LONGEST: Final = 16_000


def token_in(header: str, name: str = COOKIE) -> str:
    """The token in a Cookie header; "" where there is none.

    Two different ones are none: somebody has planted one beside ours.
    """
    if len(header) > _LONGEST:
        return ""
    pairs = (each.strip().partition("=") for each in header.split(";"))
    found = {value for key, _, value in pairs if key == name}
    token = found.pop() if len(found) == 1 else ""
    return token if _OURS.fullmatch(token) else ""
