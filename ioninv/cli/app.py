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
from ioninv.cli import remote
from ioninv.config import use_data
from ioninv.errors import NoAnswer, Refused

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
    "webhook": "webhooks",
    "demo": "demo",
}
"""Command, and the module of this package that holds it."""

_EVERYWHERE = {
    "--data": ("data", "a folder"),
    "--url": ("url", "an address"),
    "--token": ("token", "a token"),
    "--token-file": ("token_file", "a file"),
}
"""Options that go with every command: the argument, and what must follow."""

_DEFAULT = "serve"
_REFUSED = 1
_WRONG_USAGE = 2


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 refused with a sentence on stderr, 2 wrong usage."""
    words, taken = _take(list(sys.argv[1:] if arguments is None else arguments))
    if not words or (words[0].startswith("-") and words[0] not in {"--help", "--version"}):
        words.insert(0, _DEFAULT)
    try:
        if data := taken.pop("data", ""):
            use_data(Path(data))
        remote.name(remote.Named(**taken, data=bool(data)), words[0])
        _program(words[0])(words, prog_name="ioninv")
    except Refused as refused:
        for problem in refused.problems:
            print(problem.message, file=sys.stderr)
        sys.exit(_REFUSED)
    except NoAnswer as lost:
        print(lost, file=sys.stderr)
        sys.exit(_REFUSED)


def _take(words: list[str]) -> tuple[list[str], dict[str, str]]:
    """Cut what goes with every command out, wherever it stands (`--data DIR`); and what it says."""
    end = words.index("--") if "--" in words else len(words)
    rest: list[str] = []
    taken: dict[str, str] = {}
    before = iter(words[:end])
    for word in before:
        option, has_value, value = word.partition("=")
        if option not in _EVERYWHERE:
            rest.append(word)
            continue
        name, needed = _EVERYWHERE[option]
        if not has_value:
            value = next(before, "")
        if not value or value.startswith("-"):
            print(f"{option} needs {needed}.", file=sys.stderr)
            sys.exit(_WRONG_USAGE)
        taken[name] = value
    return rest + words[end:], taken


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
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="A server to ask instead of a data folder. [env: IONINV_URL]"
        ),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            metavar="TOKEN",
            help="Your token there. Others on this machine can read it here: rather use IONINV_TOKEN.",
        ),
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where your token stands. [env: IONINV_TOKEN_FILE]"),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Which one.")
    ] = False,
) -> None:
    """Inventory for people who build hardware. Without a command: serve."""
