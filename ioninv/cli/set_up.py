"""`ioninv set-up`: the link by which the first administrator comes in."""

import typer

from ioninv.config import get_settings

commands = typer.Typer()


@commands.command("set-up")
def set_up() -> None:
    """Print a new one-time link for the first administrator. The one before it is worthless then."""
    from ioninv.domain import accounts
    from ioninv.domain.house import house
    from ioninv.errors import Conflict

    with house().writing() as session:
        token = accounts.set_up_link(session)
    if token is None:
        raise Conflict(
            "ioninv is set up already. An administrator gives links to set a new password."
        )
    print("Open this link, once. Whoever does becomes the first administrator:")
    print(f"http://localhost:{get_settings().port}/set-up/{token}")
