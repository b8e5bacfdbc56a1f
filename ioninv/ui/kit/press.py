"""What a button sends along that acts at once: the key of this press (assets/press.js)."""

from typing import Final

import reflex as rx

PRESS: Final = rx.Var("window.ioninvPress()", _var_type=str)
"""A fresh idempotency key; a double click has one.

button("Undo", on_click=UndoState.undo(change_set, PRESS))
"""
