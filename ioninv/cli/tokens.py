"""`ioninv token`: what programs sign in with."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ioninv.cli.acting import change, look
from ioninv.cli.remote import either

if TYPE_CHECKING:
    from ioninv.client import Client, shapes
    from ioninv.domain.accounts import NewToken, TokenRow

commands = typer.Typer()
_token = typer.Typer(no_args_is_help=True, help="What programs sign in with.")
commands.add_typer(_token, name="token")

_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@_token.command()
def create(
    name: Annotated[str, typer.Argument(help="What it is for.")],
    user: Annotated[
        str, typer.Option(help="Whose it is; the first administrator's if not said.")
    ] = "",
    role: Annotated[str, typer.Option(help="A role by its name; the user's if not said.")] = "",
    days: Annotated[int, typer.Option(help="How long it lasts, at most 365.")] = 90,
    as_json: _Json = False,
) -> None:
    """Make a token and print it, this once."""
    made = either(
        lambda server: _create_there(server, name, user, role, days),
        lambda: _create_here(name, user, role, days),
    )
    if as_json:
        print(json.dumps({"secret": made.secret, **asdict(made.token)}, indent=2))
        return
    print(made.secret)


@_token.command("list")
def list_(as_json: _Json = False) -> None:
    """Print everybody's tokens, the newest first."""
    rows = either(lambda server: [*server.tokens(everybodys=True)], _everybodys)
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
        return
    for row in rows:
        state = f"until {row.expires[:10]}" if row.living else "dead"
        used = f"used {row.used}" if row.used else "never used"
        print(
            f"{row.id:>4}  {row.name:<24} {row.prefix:<16} {row.owner:<20} {row.role_name:<14} "
            f"{state} · {used}"
        )


@_token.command()
def revoke(
    id_: Annotated[int, typer.Argument(metavar="ID", help="As `ioninv token list` shows it.")],
    as_json: _Json = False,
) -> None:
    """End a token at once."""
    row = either(lambda server: server.revoke_token(id_), lambda: _revoke(id_))
    print(json.dumps(asdict(row), indent=2) if as_json else f"{row.name} is revoked.")


def _create_there(
    server: "Client", name: str, user: str, role: str, days: int
) -> "shapes.NewToken":
    owner = server.user_called(user).id if user else None
    given = server.role_called(role).key if role else None
    return server.create_token(name, given, days, owner)


def _create_here(name: str, user: str, role: str, days: int) -> "NewToken":
    from ioninv.domain import accounts

    def work(session: Any, actor: Any) -> "NewToken":
        owner = accounts.user_called(session, actor, user).id if user else None
        given = accounts.role_called(session, actor, role).key if role else None
        return accounts.create_token(session, actor, name, given, days, owner)

    return change(work)


def _everybodys() -> "list[TokenRow]":
    from ioninv.domain import accounts

    return look(lambda session, actor: accounts.tokens(session, actor, everybodys=True))


def _revoke(id_: int) -> "TokenRow":
    from ioninv.domain import accounts

    return change(lambda session, actor: accounts.revoke_token(session, actor, id_))
