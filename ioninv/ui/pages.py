"""Every page of the app. A new page is a new folder and one line here."""

from importlib import import_module

import reflex as rx

PAGES = (
    "items", "changes", "parts", "purchasing", "receiving", "issues", "recall", "kits", "factory",
    "suppliers", "settings", "webhooks", "people", "account", "signing_in", "not_found",
)  # fmt: skip


def add_to(app: rx.App) -> None:
    """Each page's package has `page.py` with `add_to(app)`."""
    for name in PAGES:
        import_module(f"ioninv.ui.{name}.page").add_to(app)
