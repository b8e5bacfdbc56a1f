"""The ASGI entry: the built page, its websocket and what is mounted beside it, behind the door.

Reflex reads two internal variables, which is why its version is pinned: one mounts the built
page into the app, one keeps it from compiling the page again.
"""

import os
from pathlib import Path

from starlette.types import ASGIApp

from ioninv.config import ROOT, get_settings
from ioninv.domain import accounts
from ioninv.domain.house import house
from ioninv.errors import NotFound
from ioninv.serving.bodies import Bounded
from ioninv.serving.caching import Caching
from ioninv.serving.clients import Proxied
from ioninv.serving.headers import Protected, policy_of
from ioninv.serving.origin import Doorkeeper, Names, same_origin
from ioninv.serving.rates import Rated
from ioninv.serving.sockets import Sockets
from ioninv.vocabulary import LinkKind


def create(page: Path) -> ASGIApp:
    """The whole server as one ASGI app, with the page built in `page`."""
    os.environ |= {
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_WEB_WORKDIR": str(page),
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        "__REFLEX_SKIP_COMPILE": "true",
    }
    # Reflex looks for rxconfig.py and assets in the current folder.
    os.chdir(ROOT)

    from ioninv.ioninv import app
    from ioninv.serving import events, logs

    logs.keep_secrets()
    served = app()
    events.guard(app)
    if app.sio is not None:
        app.sio.eio.cors_allowed_origins = same_origin  # pyright: ignore[reportUnknownMemberType]
    inside = Protected(Rated(Bounded(Sockets(Caching(served)))), policy_of(page))
    return Proxied(Doorkeeper(inside, _names()))


def _names() -> Names:
    known = False

    def is_set_up() -> bool:
        nonlocal known
        if not known:
            with house().reading() as session:
                known = accounts.is_set_up(session)
        return known

    def is_set_up_link(token: str) -> bool:
        if not token:
            return False
        with house().reading() as session:
            try:
                return accounts.invitation(session, token).kind is LinkKind.SET_UP
            except NotFound:
                return False

    return Names(get_settings().hosts.split(","), is_set_up, is_set_up_link)
