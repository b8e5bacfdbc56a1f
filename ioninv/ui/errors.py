"""How a refusal reaches the person: beside its field, or as a message that says what to do."""

import logging
import time
import traceback

import reflex as rx

from ioninv.errors import Forbidden, Refused, SignedOut
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState

_QUIET_SECONDS = 60
_REMEMBERED = 500
_LONGEST_REPORT = 500
_log = logging.getLogger("ioninv.ui")
_logged: dict[str, float] = {}


def on_error(exception: Exception) -> list[rx.event.EventSpec]:
    """What the screen shows for an error that no handler has caught."""
    if isinstance(exception, SignedOut):
        return [AppState.tell_signed_out()]
    if isinstance(exception, Forbidden):
        return [toast.error(exception.message), AppState.look_again()]
    if isinstance(exception, Refused):
        return [toast.error(exception.message)]
    _log_once_a_minute(exception)
    return [
        toast.error("Something went wrong here. Nothing was stored. Load the page and try again.")
    ]


def on_page_error(exception: Exception) -> None:
    """What a page says went wrong in the browser. Anybody can say it: short, and on one line."""
    said = "".join(each if each.isprintable() else " " for each in str(exception))
    _log_once_a_minute(exception, f"A page reports: {said[:_LONGEST_REPORT]}")


def _log_once_a_minute(exception: Exception, report: str = "") -> None:
    """With its traceback, but not again and again: whoever sends nonsense must not fill the disk."""
    place = traceback.extract_tb(exception.__traceback__)[-1:]
    key = f"{type(exception).__name__} at {place}"
    now = time.monotonic()
    if now - _logged.get(key, -_QUIET_SECONDS) < _QUIET_SECONDS:
        return
    if len(_logged) >= _REMEMBERED:
        _logged.clear()
    _logged[key] = now
    if report:
        _log.warning(report)
    else:
        _log.error("A handler failed", exc_info=exception)


def by_field(refused: Refused) -> dict[str, str]:
    """The sentences of a refusal by form field; what concerns none stands under ''."""
    fields: dict[str, str] = {}
    for problem in refused.problems:
        fields.setdefault(problem.field, problem.message)
    return fields
