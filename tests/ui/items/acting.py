"""What a person does to act on items, and what the screen says to it."""

from uuid import uuid4

from ioninv.domain import items
from ioninv.ui.items.act_state import ActState
from ioninv.ui.items.selection_state import SelectionState


def pick(screen, *ids: int) -> SelectionState:
    screen.do(SelectionState.pick, list(ids), True)
    return screen.state(SelectionState)


def ask(screen, name: str) -> ActState:
    screen.do(ActState.start, name)
    return screen.state(ActState)


def send(screen, **typed: str) -> list:
    act = screen.state(ActState)
    form = {"act": act.name, "target": act.target, "idempotency_key": uuid4().hex} | typed
    return screen.do(ActState.do, form)


def status(screen, id_: int) -> str:
    return screen.store(items.get, id_).row["status"]


def said(events) -> str:
    return " ".join(str(getattr(event, "args", "")) for event in events)
