"""`ioninv verify`: the proof that the inventory is sound."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ioninv.cli.acting import look
from ioninv.cli.remote import either

if TYPE_CHECKING:
    from ioninv.domain.reports import Checked

commands = typer.Typer()


@commands.command()
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check every invariant on the data as it is."""
    checked = either(lambda server: server.verify(), _verify)
    if as_json:
        print(json.dumps([asdict(each) for each in checked], indent=2))
    else:
        for each in checked:
            print(
                f"{'BAD' if each.broken else 'ok '}  {each.name:<7} {each.count:>12,}  {each.sentence}"
            )
            for sentence in each.broken:
                print(f"     {sentence}")
    if any(each.broken for each in checked):
        raise typer.Exit(1)


def _verify() -> "list[Checked]":
    from ioninv.domain import reports

    return look(reports.verify)
