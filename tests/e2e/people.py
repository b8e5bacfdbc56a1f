"""Who there is in every house that the tests serve, and how their browsers are signed in from the start.

Their sessions are stored before the server starts, so no test types a password that is not about it.
"""

import secrets
from functools import cache
from pathlib import Path
from typing import Any

from ioninv.db.engine import FILE_NAME
from ioninv.domain.accounts import COOKIE, Visitor, first_user, invite, passwords, set_up_link
from ioninv.domain.accounts.links import redeem
from ioninv.domain.house import open_house
from ioninv.vocabulary import Role, Source
from tests.entering import begin

KEEPER = "keeper"
PASSWORD = "nine green bottles hang here"
"""Of everybody."""

_OTHERS = (Role.VIEWER, Role.OPERATOR, Role.BUYER)
_TOKENS = {name: secrets.token_urlsafe(32) for name in (KEEPER, *_OTHERS)}


def set_up(data: Path) -> None:
    """A house in this folder where the keeper and one of each role are signed in."""
    if (data / FILE_NAME).exists():
        return
    database = open_house(data)
    try:
        with database.writing() as session:
            token = set_up_link(session) or ""
            redeem(session, token, _password_hash(), Visitor())
            keeper = first_user(session, Source.SYSTEM)
            for role in _OTHERS:
                link = invite(session, keeper, role.value, role.value)
                redeem(session, link.token, _password_hash(), Visitor())
            for name in _TOKENS:
                begin(session, name, _TOKENS[name])
    finally:
        database.close()


def sign_in_again(data: Path, name: str = KEEPER) -> str:
    """The token of one more session."""
    database = open_house(data)
    try:
        with database.writing() as session:
            return begin(session, name)
    finally:
        database.close()


def cookies(token: str = "", name: str = KEEPER) -> list[Any]:
    """For `add_cookies`, on every port of this machine."""
    return [
        {
            "name": COOKIE,
            "value": token or _TOKENS[name],
            "domain": domain,
            "path": "/",
            "httpOnly": True,
            "sameSite": "Lax",
        }
        for domain in ("localhost", "127.0.0.1")
    ]


@cache
def _password_hash() -> str:
    return passwords.hash_of(PASSWORD)
