"""`ioninv export`: the inventory as CSV."""

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from ioninv.errors import Invalid

commands = typer.Typer()


@commands.command()
def export(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="[KIND]", help="items, parts, purchase-lines, locations, suppliers or issues."
        ),
    ] = "items",
    where: Annotated[
        str, typer.Option(help="Which items: the part of a grid's address behind the “?”.")
    ] = "",
    sort: Annotated[str, typer.Option(help="serial, -quantity, …: the column, - for down.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Voided and merged items too.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Instead of the terminal.")
    ] = None,
) -> None:
    """Export to CSV what the grid would show, in its order."""
    if output is None:
        _write(sys.stdout.buffer, kind, where, sort, everything)
        return
    try:
        _write_whole(output, kind, where, sort, everything)
    except OSError as error:
        raise Invalid(f"{output} cannot be written: {error.strerror}.") from error


def _write_whole(output: Path, *what: object) -> None:
    """The whole file, or the one that was there before."""
    handle, name = tempfile.mkstemp(dir=output.absolute().parent, prefix=f".{output.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            _write(stream, *what)  # pyright: ignore[reportArgumentType]
        Path(name).chmod(0o644)
        Path(name).replace(output)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _write(stream: BinaryIO, kind: str, where: str, sort: str, everything: bool) -> None:
    from urllib.parse import parse_qsl

    from ioninv.domain import exports
    from ioninv.domain.accounts import first_user
    from ioninv.domain.house import house
    from ioninv.domain.items import ItemFilter, ItemSort
    from ioninv.domain.purchasing import OrderFilter
    from ioninv.vocabulary import Source, Status

    kinds = (*exports.Kind, exports.ISSUES)
    if kind not in kinds:
        raise Invalid(f"There is no “{kind[:40]}” to export. Choose: {', '.join(kinds)}.")
    query = dict(parse_qsl(where.removeprefix("?")))
    if everything and not query.get("status"):
        query["status"] = ",".join(Status)
    of_items = kind == exports.Kind.ITEMS
    filter = ItemFilter.from_query(query if of_items else {})
    order = ItemSort.parse((sort or query.get("sort", "")) if of_items else "")
    database = house(create=False)
    try:
        with database.reading() as session:
            actor = first_user(session, Source.CLI)
            match kind:
                case exports.ISSUES:
                    chunks = exports.issues(session, actor)
                case exports.Kind.PURCHASE_LINES:
                    wanted = OrderFilter.from_query(query)
                    by = sort or query.get("sort", "number")
                    chunks = exports.orders(session, actor, wanted, by)
                case _:
                    chunks = exports.rows(session, actor, exports.Kind(kind), filter, order)
            for chunk in chunks:
                stream.write(chunk.encode())
            stream.flush()
    except BrokenPipeError:
        # Somebody has seen enough (`| head`). What is still in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    finally:
        database.close()
        house.cache_clear()
