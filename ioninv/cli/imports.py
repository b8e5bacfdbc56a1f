"""`ioninv import`: CSV files into the inventory."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ioninv.errors import Invalid

if TYPE_CHECKING:
    from ioninv.domain.imports import FileGiven, Report
    from ioninv.vocabulary import Status

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
    from ioninv.domain import imports

    load(
        [imports.FileGiven(file.name, file) for file in files],
        kind=kind,
        mapping=read_mapping(map_ or []),
        system=system,
        dry_run=dry_run,
        as_json=as_json,
    )


def load(
    files: list["FileGiven"],
    *,
    kind: str = "",
    mapping: dict[str, str] | None = None,
    system: str = "",
    dry_run: bool = False,
    as_json: bool = False,
) -> None:
    """Import files into the house of the settings, and tell what came of it."""
    from ioninv.domain import imports
    from ioninv.domain.accounts import first_user
    from ioninv.domain.house import house
    from ioninv.vocabulary import Source

    if kind and kind not in set(imports.Kind):
        raise Invalid(
            f"--kind “{kind[:40]}” is not known. Choose one of: {', '.join(imports.Kind)}."
        )
    database = house()
    door = imports.plan if dry_run else imports.run
    begin = database.reading if dry_run else database.writing
    try:
        # Stopped inside, nothing is committed; while it is being committed nobody could say.
        with begin() as session, _telling_when_stopped():
            report = door(
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


def told(report: "Report") -> str:
    """A report as a person reads it."""
    from ioninv.domain.imports import Kind

    lines: list[str] = []
    for kind in Kind:
        counts = (
            (report.created[kind], "would be created" if report.dry_run else "created"),
            (report.changed[kind], "would change" if report.dry_run else "changed"),
            (report.unchanged[kind], "unchanged"),
        )
        if said := ", ".join(f"{count:,} {what}" for count, what in counts if count):
            lines.append(f"{kind.value.replace('-', ' ').capitalize():<10} {said}")
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


def as_data(report: "Report") -> dict[str, object]:
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


def sorted_statuses(report: "Report") -> list[tuple["Status", int]]:
    return sorted(report.statuses.items(), key=lambda entry: entry[0].code)


@contextmanager
def _telling_when_stopped() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        _end_progress()
        print("Nothing was stored.", file=sys.stderr)
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
