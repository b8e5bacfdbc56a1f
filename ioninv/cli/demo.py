"""`ioninv demo`: a real inventory to look at."""

from importlib.resources import as_file, files

import typer

commands = typer.Typer()

_FILES = ("locations.csv", "suppliers.csv", "parts.csv", "purchase_order_lines.csv", "stock.csv")


@commands.command()
def demo() -> None:
    """Import the public demo inventory of InvenTree: 1,106 items, 12 orders. A second time changes nothing."""
    from ioninv.cli.imports import load
    from ioninv.domain.imports import FileGiven

    with as_file(files("ioninv") / "demo" / "inventree") as folder:
        load([FileGiven(name, folder / name) for name in _FILES])
