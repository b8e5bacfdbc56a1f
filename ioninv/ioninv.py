"""The Reflex app: its pages, and what is mounted beside them."""

import reflex as rx

from ioninv.api import api
from ioninv.ui import pages
from ioninv.ui.errors import on_error, on_page_error
from ioninv.ui.layout import look

app = rx.App(
    **look(),
    backend_exception_handler=on_error,
    frontend_exception_handler=on_page_error,
    api_transformer=api(),
)

pages.add_to(app)
