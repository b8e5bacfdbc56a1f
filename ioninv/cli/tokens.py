"""`ioninv token`: what programs sign in with."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ioninv.cli.acting import change, look

if TYPE_CHECKING:
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
    from ioninv.domain import accounts

    def work(session: Any, actor: Any) -> "NewToken":
        owner = accounts.user_called(session, actor, user).id if user else None
        given = accounts.role_called(session, actor, role).key if role else None
        return accounts.create_token(session, actor, name, given, days, owner)

    made = change(work)
    if as_json:
        print(json.dumps({"secret": made.secret, **asdict(made.token)}, indent=2))
        return
    print(made.secret)


@_token.command("list")
def list_(as_json: _Json = False) -> None:
    """Print everybody's tokens, the newest first."""
    from ioninv.domain import accounts

    rows = look(lambda session, actor: accounts.tokens(session, actor, everybodys=True))
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
    from ioninv.domain import accounts

    def work(session: Any, actor: Any) -> "TokenRow":
        return accounts.revoke_token(session, actor, id_)

    row = change(work)
    print(json.dumps(asdict(row), indent=2) if as_json else f"{row.name} is revoked.")
