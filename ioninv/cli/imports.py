"""`ioninv import`: CSV files into the inventory."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ioninv.cli.remote import either
from ioninv.client import IMPORTED
from ioninv.errors import Invalid
from ioninv.vocabulary import Status

if TYPE_CHECKING:
    from ioninv.client import Client
    from ioninv.client.shapes import Imported
    from ioninv.domain.imports import FileGiven, Report

commands = typer.Typer()

_SHOWN = 10
_WIDTH = 30


@commands.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="CSV files, in any order.")],
    kind: Annotated[
        str, typer.Option(help="locations, suppliers, parts, purchase-lines or items.")
    ] = "",
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar='"HEADER=FIELD"', help="What a column means; repeatable."),
    ] = None,
    system: Annotated[str, typer.Option(help="Where the column ID comes from.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Import CSV files: all that they say, or nothing. A second time changes nothing."""
    if kind and kind not in IMPORTED:
        raise Invalid(f"--kind “{kind[:40]}” is not known. Choose one of: {', '.join(IMPORTED)}.")
    mapping = read_mapping(map_ or [])
    report = either(
        lambda server: _send(server, files, kind, mapping, system, dry_run),
        lambda: _run(_given(files), kind, mapping, system, dry_run),
    )
    _tell(report, as_json)


def load(files: list["FileGiven"]) -> None:
    """Import files into the house of the settings, and tell what came of it."""
    _tell(_run(files, "", {}, "", False), as_json=False)


def _send(
    server: "Client",
    files: list[Path],
    kind: str,
    mapping: dict[str, str],
    system: str,
    dry_run: bool,
) -> "Imported":
    """Raises Invalid for several files: they could not be imported all or none."""
    if len(files) > 1:
        raise Invalid(
            "A server takes one file at a time, each whole or not at all. "
            f"Give them one by one, first what others need: {', '.join(IMPORTED)}."
        )
    stored = "Nothing was stored." if dry_run else "Whether it was stored is not known."
    with _telling_when_stopped(stored):
        return server.import_file(
            files[0], kind=kind, mapping=mapping, system=system, dry_run=dry_run
        )


def _given(files: list[Path]) -> list["FileGiven"]:
    from ioninv.domain.imports import FileGiven

    return [FileGiven(file.name, file) for file in files]


def _run(
    files: list["FileGiven"], kind: str, mapping: dict[str, str], system: str, dry_run: bool
) -> "Report":
    from ioninv.domain import imports
    from ioninv.domain.accounts import first_user
    from ioninv.domain.house import house
    from ioninv.vocabulary import Source

    database = house()
    door = imports.plan if dry_run else imports.run
    begin = database.reading if dry_run else database.writing
    try:
        # Stopped inside, nothing is committed; while it is being committed nobody could say.
        with begin() as session, _telling_when_stopped("Nothing was stored."):
            return door(
                session,
                first_user(session, Source.IMPORT),
                files,
                kind=imports.Kind(kind) if kind else None,
                mapping=mapping,
                system=system,
                progress=_progress,
            )
    finally:
        _end_progress()
        database.close()
        house.cache_clear()


def _tell(report: "Report | Imported", as_json: bool) -> None:
    print(json.dumps(as_data(report), indent=2) if as_json else told(report))


def read_mapping(given: list[str]) -> dict[str, str]:
    """Raises Invalid for a text that is not like `Header=field`."""
    mapping: dict[str, str] = {}
    for text in given:
        header, equals, field = text.rpartition("=")
        if not equals or not header:
            raise Invalid(f"--map “{text[:60]}” must be like “Header=field”.")
        mapping[header.strip()] = field.strip()
    return mapping


def told(report: "Report | Imported") -> str:
    """A report as a person reads it."""
    data = as_data(report)
    lines: list[str] = []
    for kind in IMPORTED:
        counts = (
            (data["created"].get(kind, 0), "would be created" if report.dry_run else "created"),
            (data["changed"].get(kind, 0), "would change" if report.dry_run else "changed"),
            (data["unchanged"].get(kind, 0), "unchanged"),
        )
        if said := ", ".join(f"{count:,} {what}" for count, what in counts if count):
            lines.append(f"{kind.replace('-', ' ').capitalize():<10} {said}")
    if report.statuses:
        said = ", ".join(
            f"{count:,} {status.label.lower()}" for status, count in sorted_statuses(report)
        )
        lines.append(f"{'Statuses':<10} {said}")
    for what, names in report.references.items():
        more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
        would = "would be created" if report.dry_run else "created"
        called = what.removesuffix("s") if len(names) == 1 else what
        lines.append(
            f"{len(names):,} {called} that rows name {would}: {', '.join(names[:_SHOWN])}{more}"
        )
    for file, headers in report.left_out.items():
        lines.append(
            f"{file}: left out {', '.join(headers)}. "
            'To say what a column means: --map "Header=field".'
        )
    lines += report.notices
    if report.dry_run:
        lines.append("Nothing was stored: this was a dry run.")
    elif report.change_set is None:
        lines.append("Nothing changed.")
    return "\n".join(lines)


def as_data(report: "Report | Imported") -> dict[str, Any]:
    """A report as a script reads it."""
    return {
        "dry_run": report.dry_run,
        "change_set": report.change_set,
        "created": dict(report.created),
        "changed": dict(report.changed),
        "unchanged": dict(report.unchanged),
        "statuses": {status.value: count for status, count in sorted_statuses(report)},
        "references": report.references,
        "left_out": report.left_out,
        "notices": report.notices,
    }


def sorted_statuses(report: "Report | Imported") -> list[tuple[Status, int]]:
    return sorted(report.statuses.items(), key=lambda entry: entry[0].code)


@contextmanager
def _telling_when_stopped(sentence: str) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        _end_progress()
        print(sentence, file=sys.stderr)
        raise


def _progress(doing: str, done: int, of: int) -> None:
    """One line on a terminal that is written over; nothing anywhere else."""
    if not sys.stderr.isatty():
        return
    if of:
        filled = _WIDTH * done // of
        bar = f"[{'#' * filled}{' ' * (_WIDTH - filled)}] {done:,} of {of:,}"
    else:
        bar = f"{done:,} rows"
    print(f"\r\x1b[K{doing}: {bar}", end="", file=sys.stderr, flush=True)


def _end_progress() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
