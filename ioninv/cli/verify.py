"""`ioninv verify`: the proof that the inventory is sound."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

commands = typer.Typer()


@commands.command()
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check every invariant on the data as it is."""
    from ioninv.domain import reports
    from ioninv.domain.accounts import first_user
    from ioninv.domain.house import house
    from ioninv.vocabulary import Source

    database = house(create=False)
    try:
        with database.reading() as session:
            checked = reports.verify(session, first_user(session, Source.CLI))
    finally:
        database.close()
        house.cache_clear()
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
