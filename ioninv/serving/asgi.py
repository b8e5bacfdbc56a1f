"""The ASGI entry: the built page, its websocket and what is mounted beside it, behind the door.

Reflex reads two internal variables, which is why its version is pinned: one mounts the built
page into the app, one keeps it from compiling the page again.
"""

import os
from pathlib import Path

from starlette.types import ASGIApp

from ioninv.config import ROOT
from ioninv.serving.caching import Caching
from ioninv.serving.origin import Doorkeeper, same_origin
from ioninv.serving.sockets import Sockets


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
    from ioninv.serving import events

    served = app()
    events.guard(app)
    if app.sio is not None:
        app.sio.eio.cors_allowed_origins = same_origin  # pyright: ignore[reportUnknownMemberType]
    return Doorkeeper(Sockets(Caching(served)))
