"""Sending files: chosen, dropped, pasted or taken with the camera, with a bar for each."""

from typing import Any

import reflex as rx
from reflex.event import EventHandler, passthrough_event_spec


class _Uploader(rx.Component):
    library = rx.asset("uploader.jsx", shared=True).importable_path
    tag = "Uploader"

    url: rx.Var[str]
    method: rx.Var[str]
    label: rx.Var[str]
    hint: rx.Var[str]
    photo: rx.Var[str]
    accept: rx.Var[str]
    cap: rx.Var[int]
    cap_text: rx.Var[str]
    multiple: rx.Var[bool]
    wide: rx.Var[bool]
    quiet: rx.Var[bool]
    on_sent: EventHandler[passthrough_event_spec(int, str)]


def uploader(
    *content: rx.Component, url: rx.Var, label: str | rx.Var, on_sent: Any, **props: Any
) -> rx.Component:
    """A button that sends files to a route, one request each, and a place to drop them on.

    - `on_sent(change_set, name)` when one has been stored.
    - `cap` bytes are the most, in words `cap_text`; what is larger is refused before it is sent.
    - `wide`: the whole panel takes what is dropped, and the clipboard's files come here.
    - `photo`: what the button that opens a tablet's camera says.
    - `content` stands above the button, inside the place to drop on.

    uploader(url=S.url, label="Attach files", multiple=True, wide=True, on_sent=S.sent)
    """
    return _Uploader.create(*content, url=url, label=label, on_sent=on_sent, **props)
