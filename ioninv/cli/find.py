"""`ioninv find`: the header's box, in the terminal."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ioninv.cli.acting import look
from ioninv.cli.remote import either
from ioninv.errors import NotFound

if TYPE_CHECKING:
    from ioninv.domain.items import Found

commands = typer.Typer()


@commands.command()
def find(
    code: Annotated[str, typer.Argument(help="A serial, lot, UID, order, part, place, …")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say where something is, whatever became of it."""
    found = either(lambda server: server.find(code), lambda: _find(code))
    if as_json:
        print(json.dumps([asdict(each) for each in found], indent=2))
        return
    if not found:
        raise NotFound(f"Nothing is called “{code[:60]}”.")
    for each in found:
        status = each.status_label or each.kind.value.replace("_", " ").capitalize()
        print(f"{status:<12} {each.title}  {each.subtitle}".rstrip())


def _find(code: str) -> "list[Found]":
    from ioninv.domain import items

    return look(lambda session, actor: items.find(session, actor, code))
