"""Walking every handler as somebody, and what it leaves behind."""

import logging
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from sqlalchemy import text
from sqlmodel import Session

from ioninv.db import Database
from ioninv.domain import (
    accounts,
    attributes,
    issues,
    items,
    kits,
    locations,
    parts,
    purchasing,
    suppliers,
    webhooks,
)
from ioninv.domain.access import Actor
from ioninv.domain.accounts import first_user
from ioninv.domain.accounts.living_sessions import open_session
from ioninv.domain.items import Selection
from ioninv.errors import SignedOut
from ioninv.models import User
from ioninv.ui import arguments, state
from ioninv.vocabulary import PERMISSIONS, Permission, Role, Source
from tests.serving.hostile import FORM
from tests.serving.tab import Tab

TABLE = Path(__file__).with_name("handlers.txt")
FIRST = ("enter", "start", "open", "show", "ask", "pick", "look")
"""What opens a dialog or a panel comes before what acts in it."""

LAST = ("account.sessions_state.AccountState.end", "account.password_state.PasswordState.change")
"""After these the walker may be nobody any more."""

LONG = 1_000

WRITING = frozenset(
    each for each in Permission if each.value.partition(".")[2] not in {"view", "verify", "export"}
)
"""What permits to change something."""

ONLY_WITH: dict[str, Permission | None] = {
    "alembic_version": None,
    "attribute": Permission.EDIT_ATTRIBUTES,
    "invitation": Permission.EDIT_USERS,
    "kept_answer": None,
    "known_device": None,
    "purchase_order": Permission.EDIT_PURCHASING,
    "role": Permission.EDIT_ROLES,
    "sign_in": None,
    "source_ref": Permission.IMPORT,
    "supplier_part": Permission.EDIT_PURCHASING,
    "usage_type": Permission.EDIT_USAGE_TYPES,
    "user": Permission.EDIT_USERS,
    "webhook": Permission.EDIT_WEBHOOKS,
    "webhook_lease": None,
}
"""Tables that are written with one permission alone; None: by no handler of the screen."""

ROWS_ONLY_WITH = {
    "attachment": Permission.EDIT_ATTACHMENTS,
    "location": Permission.EDIT_LOCATIONS,
    "part": Permission.EDIT_PARTS,
    "supplier": Permission.EDIT_SUPPLIERS,
}
"""Tables where others may add rows, and what is there is changed with one permission alone."""

OWN_ROWS = {"session": "user_id", "api_token": "owner_id"}
"""Tables where everybody may change their own rows, and who else may change any."""

OWN_ROWS_WITH = {"session": None, "api_token": Permission.EDIT_TOKENS}

BY_ACTS = {
    "attribute_value", "change_set", "event", "hold", "inventory_item", "issue", "issue_comment",
    "issue_item", "item_fts_config", "item_fts_data", "item_fts_docsize", "item_fts_idx", "kit",
    "purchase_line", "tally", "webhook_delivery",
}  # fmt: skip
"""Tables that several acts write, of which an operator has some; a viewer has none."""


def handlers() -> dict[str, str]:
    """Every handler that the door lets through: its short name and its full one."""
    from ioninv.ioninv import app
    from ioninv.serving.events import is_open

    registered = app._registration_context.event_handlers
    return {
        f"{each.states[0].__module__.removeprefix('ioninv.ui.')}."
        f"{each.states[0].__name__}.{full.rpartition('.')[2]}": full
        for full, each in registered.items()
        if is_open(each.states[0], full)
        and each.states[0].__module__.split(".")[0] in {"ioninv", "reflex"}
    }


def function_of(full: str) -> Any:
    from ioninv.ioninv import app

    return app._registration_context.event_handlers[full].handler.fn


def table() -> dict[str, bool]:
    """Every handler that is known, and whether it may change what is stored."""
    found: dict[str, bool] = {}
    for line in TABLE.read_text().splitlines():
        state, _, names = line.partition(": ")
        if not line.startswith("#"):
            found |= {f"{state}.{name.rstrip('!')}": name.endswith("!") for name in names.split()}
    return found


def furnish(session: Session, actor: Actor) -> None:
    """Something of everything, each with the id 1."""
    parts.create(session, actor, parts.PartForm(part_number="BRKT-001"))
    locations.create_path(session, actor, "Shelf / A1")
    suppliers.create(session, actor, suppliers.SupplierForm(name="Acme"))
    items.create(session, actor, items.ItemForm(part_id=1, quantity="9", location_id=1))
    kits.create(session, actor, "First kit")
    issues.create(session, actor, Selection(ids=(1,)), issues.IssueForm(title="Scratched"))
    attributes.create(session, actor, attributes.AttributeForm("item", "Colour", "text"))
    purchasing.create(session, actor, purchasing.OrderForm(supplier_id=1))
    purchasing.add_line(session, actor, 1, purchasing.LineForm(part_id=1, quantity="5"))
    webhooks.create(session, actor, "ERP", "https://erp.example.com/hook")


@dataclass
class Somebody:
    """Who a tab belongs to: a user with this role, signed in; nobody without one."""

    role: Role | None
    headers: dict[str, str] = field(default_factory=dict)
    user_id: int = 0

    @property
    def permissions(self) -> frozenset[Permission]:
        return PERMISSIONS[self.role] if self.role else frozenset()


def come_in(database: Database, role: Role | None) -> Somebody:
    """A new user with this role, who signs in."""
    if role is None:
        return Somebody(None)
    with database.writing() as session:
        keeper = first_user(session, Source.CLI)
        made = accounts.create_user(session, keeper, f"{role} {secrets.token_hex(4)}", role)
        user = session.get_one(User, made.id)
        token = open_session(session, user, accounts.Visitor()).token
    return Somebody(role, {"Cookie": f"{accounts.COOKIE}={token}"}, made.id)


@contextmanager
def acting_as(somebody: Somebody) -> Iterator[None]:
    """Until the screen looks at the cookie itself, whom it takes every tab for."""

    def actor(session: Session, source: Source) -> Actor:
        if somebody.role is None:
            raise SignedOut
        return Actor(1, first_user(session, source).name, somebody.permissions, source)

    with pytest.MonkeyPatch.context() as patch:
        if hasattr(state, "first_user"):
            patch.setattr(state, "first_user", actor)
        yield


def plausible(full: str) -> dict[str, Any]:
    """Arguments that a page could send."""
    form = FORM | {"key": secrets.token_hex(8), "idempotency_key": secrets.token_hex(8)}
    given: dict[Any, Any] = {str: "1", int: 1, bool: True, list[int]: [1], dict[str, Any]: form}
    hints = get_type_hints(function_of(full))
    found = {name: given.get(hints[name]) for name in arguments.checks(function_of(full))}
    return {
        name: secrets.token_hex(8) if name == "key" else value
        for name, value in found.items()
        if value is not None
    }


def hostile(full: str, values: Iterable[Any]) -> Iterator[Any]:
    """The same, with nonsense in every place; and what is no set of arguments at all."""
    good = plausible(full)
    for value in values:
        for name in good:
            yield good | {name: value}
        if isinstance(good.get("data"), dict) and len(repr(value)) < LONG:
            yield good | {"data": dict.fromkeys(FORM, value)}
    yield from ([], "text", 7, good | {"self": 1}, {"__class__": 1})
    if good:
        yield {}


def walk(
    tab: Tab, database: Database, payloads: Callable[[str], Iterable[Any]], *, one_by_one: bool
) -> dict[str, int]:
    """Call every handler. One by one, it tells how many change sets each has made."""
    made: dict[str, int] = {}
    before = stored(database)
    for short, full in sorted(handlers().items(), key=_order):
        for number, payload in enumerate(payloads(full)):
            tab.send(full, payload)
            if number % 50 == 49:
                tab.settle()
        if one_by_one:
            tab.settle()
            made[short] = stored(database) - before
            before += made[short]
    tab.settle()
    return {short: times for short, times in made.items() if times}


def _order(named: tuple[str, str]) -> tuple[bool, bool, str]:
    short = named[0]
    return short.startswith(LAST), not short.rpartition(".")[2].startswith(FIRST), short


def stored(database: Database) -> int:
    with database.reading() as session:
        return int(
            session.execute(text("SELECT coalesce(max(id), 0) FROM change_set")).scalar_one()
        )


Rows = dict[Any, dict[str, Any]]


def dump(database: Database) -> dict[str, Rows]:
    """Everything that is stored, by table and by id."""
    with database.reading() as session:
        names = session.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
        ).scalars()
        return {
            name: {
                row.get("id", tuple(row.values())): dict(row)
                for row in session.execute(text(f'SELECT * FROM "{name}"')).mappings()
            }
            for name in names
        }


def unauthorised(
    before: dict[str, Rows], after: dict[str, Rows], somebody: Somebody
) -> list[tuple[str, Any]]:
    """What was changed in between that this person may not change: tables, and ids of rows.

    A table that stands in none of the lists above is told as one that nobody may change.
    """
    wrong: list[tuple[str, Any]] = []
    for name, rows in after.items():
        was = before[name]
        changed = {id_ for id_ in was.keys() | rows.keys() if was.get(id_) != rows.get(id_)}
        if name in BY_ACTS and somebody.permissions & WRITING:
            continue
        if name in OWN_ROWS:
            if OWN_ROWS_WITH[name] in somebody.permissions:
                continue
            owner = OWN_ROWS[name]
            changed = {
                id_ for id_ in changed if (was.get(id_) or rows[id_])[owner] != somebody.user_id
            }
        elif name in ROWS_ONLY_WITH and somebody.permissions & WRITING:
            if ROWS_ONLY_WITH[name] in somebody.permissions:
                continue
            changed &= was.keys()
        elif ONLY_WITH.get(name) in somebody.permissions:
            continue
        wrong += [(name, id_) for id_ in sorted(changed, key=str)]
    return wrong


def failures(records: Iterable[logging.LogRecord]) -> list[str]:
    """What was written down as an error, or with a traceback."""
    return [
        f"{each.name}: {each.getMessage()[:500]}"
        for each in records
        if each.levelno >= logging.ERROR or each.exc_info
    ]
