"""How Reflex builds the page. What serves it is in `ioninv/serving`."""

import os
import sys
from pathlib import Path

import reflex as rx
from reflex.constants import StateManagerMode
from reflex.plugins import SitemapPlugin

from ioninv.serving.page_origin import PageOrigin

# Reflex looks on PATH for bun, which pip put beside the interpreter.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

config = rx.Config(
    app_name="ioninv",
    plugins=[rx.plugins.RadixThemesPlugin(), PageOrigin()],
    disable_plugins=[SitemapPlugin],
    # No state on disk: filter, sort and page are in the URL, the rest is in the database.
    state_manager_mode=StateManagerMode.MEMORY,
    # No foreign origin. This alone would let every websocket in: see serving/origin.py.
    cors_allowed_origins=(),
    frontend_compression_formats=["gzip"],
    show_built_with_reflex=False,
    telemetry_enabled=False,
)
