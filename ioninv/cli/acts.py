"""`ioninv acts`: which act is possible from which status, as the manual shows it."""

from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer()


@commands.command()
def acts(
    write: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Bring the table between its markers in FILE up to date."
        ),
    ] = None,
) -> None:
    """Print which act is possible from which status."""
    from ioninv.domain.items.table import BEGIN, END, as_markdown
    from ioninv.errors import Invalid

    table = as_markdown()
    if write is None:
        print(table)
        return
    before, begin, rest = write.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise Invalid(f"{write} has no place for the table.")
    write.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
