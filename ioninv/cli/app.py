"""Which command is which file, and how every command begins and ends.

A feature's file holds `commands = typer.Typer()` with its commands on it, and imports what is
slow (the domain, Reflex) inside them: only the file of the command that was asked for is loaded.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from ioninv import __version__
from ioninv.config import use_data
from ioninv.errors import Refused

COMMANDS = {
    "serve": "serve",
    "set-up": "set_up",
    "doctor": "doctor",
    "import": "imports",
    "export": "exports",
    "find": "find",
    "verify": "verify",
    "acts": "acts",
    "attribute": "attributes",
    "user": "users",
    "token": "tokens",
    "demo": "demo",
}
"""Command, and the module of this package that holds it."""

_DEFAULT = "serve"
_REFUSED = 1
_WRONG_USAGE = 2


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 refused with a sentence on stderr, 2 wrong usage."""
    words = _take_data(list(sys.argv[1:] if arguments is None else arguments))
    if not words or (words[0].startswith("-") and words[0] not in {"--help", "--version"}):
        words.insert(0, _DEFAULT)
    try:
        _program(words[0])(words, prog_name="ioninv")
    except Refused as refused:
        for problem in refused.problems:
            print(problem.message, file=sys.stderr)
        sys.exit(_REFUSED)


def _take_data(words: list[str]) -> list[str]:
    """Cut `--data DIR` out, wherever it stands: it goes with every command."""
    before = words[: words.index("--")] if "--" in words else words
    for place, word in enumerate(before):
        name, has_value, value = word.partition("=")
        if name != "--data":
            continue
        rest = words[place + 1 :]
        if not has_value:
            value, rest = (rest[0], rest[1:]) if rest else ("", [])
        if not value or value.startswith("-"):
            print("--data needs a folder.", file=sys.stderr)
            sys.exit(_WRONG_USAGE)
        use_data(Path(value))
        return words[:place] + rest
    return words


def _program(command: str) -> typer.Typer:
    program = typer.Typer(
        callback=_about,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    wanted = [COMMANDS[command]] if command in COMMANDS else dict.fromkeys(COMMANDS.values())
    for module in wanted:
        program.add_typer(import_module(f"ioninv.cli.{module}").commands)
    return program


def _show_version(asked: bool) -> None:
    if asked:
        print(f"ioninv {__version__}")
        raise typer.Exit


def _about(
    data: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The data folder, with any command. [env: IONINV_DATA]"),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Which one.")
    ] = False,
) -> None:
    """Inventory for people who build hardware. Without a command: serve."""
