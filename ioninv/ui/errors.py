"""How a refusal reaches the person: beside its field, or as a message that says what to do."""

import logging

import reflex as rx

from ioninv.errors import Refused
from ioninv.ui.kit import toast

_log = logging.getLogger("ioninv.ui")


def on_error(exception: Exception) -> rx.event.EventSpec | None:
    """What the screen shows for an error that no handler has caught."""
    if isinstance(exception, Refused):
        return toast.error(exception.message)
    _log.error("A handler failed", exc_info=exception)
    return toast.error(
        "Something went wrong here. Nothing was stored. Load the page and try again."
    )


def by_field(refused: Refused) -> dict[str, str]:
    """The sentences of a refusal by form field; what concerns none stands under ''."""
    fields: dict[str, str] = {}
    for problem in refused.problems:
        fields.setdefault(problem.field, problem.message)
    return fields
