"""`ioninv user`: who may come in, from the machine itself."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ioninv.cli.acting import change, look
from ioninv.cli.remote import address, either
from ioninv.config import get_settings

if TYPE_CHECKING:
    from ioninv.client import Client, shapes
    from ioninv.domain.accounts import Link, UserRow

commands = typer.Typer()
_user = typer.Typer(no_args_is_help=True, help="Who may come in.")
commands.add_typer(_user, name="user")

_Name = Annotated[str, typer.Argument(help="What the user is called.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@_user.command("list")
def list_(as_json: _Json = False) -> None:
    """Print the users, deactivated ones last."""
    rows = either(lambda server: [*server.users()], _users)
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
        return
    for row in rows:
        state = "" if row.active else "deactivated"
        waits = "" if row.has_password or row.by_provider else "cannot sign in yet"
        told = " · ".join(each for each in (state, waits, row.seen and f"seen {row.seen}") if each)
        print(f"{row.id:>4}  {row.name:<30} {row.role_name:<16} {told}".rstrip())


@_user.command()
def add(
    name: _Name,
    role: Annotated[str, typer.Option(help="A role by its name.")] = "viewer",
    as_json: _Json = False,
) -> None:
    """Make a user, and print the link with which they set a password."""
    link = either(
        lambda server: server.invite(name, server.role_called(role).key),
        lambda: _invite(name, role),
    )
    _print_link(link, as_json)


@_user.command()
def reset(name: _Name, as_json: _Json = False) -> None:
    """Print a new link with which a user sets a password."""
    link = either(lambda server: server.reset(server.user_called(name).id), lambda: _reset(name))
    _print_link(link, as_json)


@_user.command()
def deactivate(name: _Name, as_json: _Json = False) -> None:
    """Shut a user out at once: sessions end, tokens are dead."""
    _switch(name, False, as_json)


@_user.command()
def activate(name: _Name, as_json: _Json = False) -> None:
    """Let a deactivated user in again."""
    _switch(name, True, as_json)


@_user.command()
def role(
    name: _Name,
    role: Annotated[str, typer.Argument(help="A role by its name.")],
    as_json: _Json = False,
) -> None:
    """Give a user another role."""
    row = either(
        lambda server: server.give_role(server.user_called(name).id, server.role_called(role).key),
        lambda: _give_role(name, role),
    )
    _print_row(row, f"{row.name} is {row.role_name.lower()} now.", as_json)


def _users() -> "list[UserRow]":
    from ioninv.domain import accounts

    return look(accounts.users)


def _invite(name: str, role: str) -> "Link":
    from ioninv.domain import accounts

    def work(session: Any, actor: Any) -> "Link":
        given = accounts.role_called(session, actor, role).key
        return accounts.invite(session, actor, name, given)

    return change(work)


def _reset(name: str) -> "Link":
    from ioninv.domain import accounts

    def work(session: Any, actor: Any) -> "Link":
        return accounts.reset(session, actor, accounts.user_called(session, actor, name).id)

    return change(work)


def _give_role(name: str, role: str) -> "UserRow":
    from ioninv.domain import accounts

    def work(session: Any, actor: Any) -> "UserRow":
        given = accounts.role_called(session, actor, role).key
        user_id = accounts.user_called(session, actor, name).id
        return accounts.edit_user(session, actor, user_id, role=given)

    return change(work)


def _activate(name: str, active: bool) -> "UserRow":
    from ioninv.domain import accounts

    def work(session: Any, actor: Any) -> "UserRow":
        user_id = accounts.user_called(session, actor, name).id
        door = accounts.activate if active else accounts.deactivate
        return door(session, actor, user_id)

    return change(work)


def _switch(name: str, active: bool, as_json: bool) -> None:
    def there(server: "Client") -> "shapes.UserRow":
        door = server.activate if active else server.deactivate
        return door(server.user_called(name).id)

    row = either(there, lambda: _activate(name, active))
    said = "can come in again" if active else "is deactivated"
    _print_row(row, f"{row.name} {said}.", as_json)


def _print_row(row: "UserRow | shapes.UserRow", sentence: str, as_json: bool) -> None:
    print(json.dumps(asdict(row), indent=2) if as_json else sentence)


def _print_link(link: "Link | shapes.Link", as_json: bool) -> None:
    path = f"/set-up/{link.token}"
    if as_json:
        told = {
            "user_id": link.user_id,
            "name": link.name,
            "kind": link.kind.value,
            "path": path,
            "token": link.token,
            "expires": link.expires_at.isoformat(timespec="seconds"),
        }
        print(json.dumps(told, indent=2))
        return
    print(f"{link.name} sets a password here, once, until {link.expires_at:%d %b %Y %H:%M} UTC:")
    if there := address():
        print(f"{there}{path}")
        return
    print(f"http://localhost:{get_settings().port}{path}")
    print("(From elsewhere: the address of ioninv there, and the same path.)")
