"""The browser's address: what is seen can be reloaded, gone back to, and sent to a colleague."""

import json
from collections.abc import Mapping
from urllib.parse import urlencode

import reflex as rx

from ioninv.errors import Invalid


def address(path: str, query: Mapping[str, str]) -> str:
    """A path with its query; empty values are left out."""
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


def number(query: Mapping[str, str], name: str) -> int:
    """A number of the address, 0 where it is not given. Raises Invalid for anything else."""
    value = query.get(name, "")
    if value and not (value.isascii() and value.isdigit() and len(value) <= 15):
        raise Invalid(f"The {name} in the address is not a number: “{value[:40]}”.", name)
    return int(value or 0)


def push(url: str) -> rx.event.EventSpec:
    """A new entry of the history, for a committed change: *back* undoes it.

    The entry is numbered as React Router numbers its own, so that going back is noticed. The entry
    that is left gets a new key: to the router, which has not seen us leave, it is news then.
    """
    return rx.call_script(
        "(() => { const key = () => Math.random().toString(36).slice(2, 10); "
        "history.replaceState({...history.state, key: key()}, ''); "
        "history.pushState({...history.state, idx: (history.state?.idx ?? 0) + 1, key: key()}, "
        f"'', {json.dumps(url)}) }})()"
    )


def replace(url: str) -> rx.event.EventSpec:
    """The same entry of the history, for what changes with every key."""
    return rx.call_script(f"history.replaceState(history.state, '', {json.dumps(url)})")
