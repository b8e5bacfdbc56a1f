"""`ioninv serve`: the page, its websocket and REST on one port."""

from typing import Annotated

import typer

from ioninv.config import get_settings

commands = typer.Typer()


@commands.command()
def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on. [env: IONINV_HOST]")
    ] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="[env: IONINV_PORT]")] = None,
) -> None:
    """Serve on http://localhost:8000, building the page first if it changed."""
    from ioninv.serving.run import run

    settings = get_settings()
    run(host or settings.host, port or settings.port)
