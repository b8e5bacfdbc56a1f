"""`ioninv find`: the header's box, in the terminal."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from ioninv.errors import NotFound

commands = typer.Typer()


@commands.command()
def find(
    code: Annotated[str, typer.Argument(help="A serial, lot, UID, order, part, place, …")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say where something is, whatever became of it."""
    from ioninv.domain import items
    from ioninv.domain.accounts import first_user
    from ioninv.domain.house import house
    from ioninv.vocabulary import Source

    database = house(create=False)
    try:
        with database.reading() as session:
            found = items.find(session, first_user(session, Source.CLI), code)
    finally:
        database.close()
        house.cache_clear()
    if as_json:
        print(json.dumps([asdict(each) for each in found], indent=2))
        return
    if not found:
        raise NotFound(f"Nothing is called “{code[:60]}”.")
    for each in found:
        status = each.status_label or each.kind.value.replace("_", " ").capitalize()
        print(f"{status:<12} {each.title}  {each.subtitle}".rstrip())
