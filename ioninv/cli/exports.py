"""`ioninv export`: the inventory as CSV."""

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from ioninv.cli.remote import either
from ioninv.client import EXPORTED
from ioninv.errors import Invalid
from ioninv.vocabulary import Status

if TYPE_CHECKING:
    from sqlmodel import Session

    from ioninv.client import Client
    from ioninv.domain.access import Actor

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

    if kind not in EXPORTED:
        raise Invalid(f"There is no “{kind[:40]}” to export. Choose: {', '.join(EXPORTED)}.")
    query = dict(parse_qsl(where.removeprefix("?")))
    if sort:
        query["sort"] = sort
    if everything and not query.get("status"):
        query["status"] = ",".join(Status)
    try:
        either(
            lambda server: _write_there(server, stream, kind, query),
            lambda: _write_here(stream, kind, query),
        )
        stream.flush()
    except BrokenPipeError:
        # Somebody has seen enough (`| head`). What is still in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_there(server: "Client", stream: BinaryIO, kind: str, query: dict[str, str]) -> None:
    """Only items and orders are asked for by a filter, as here."""
    server.export(stream, kind, query if kind in ("items", "purchase-lines") else "")


def _write_here(stream: BinaryIO, kind: str, query: dict[str, str]) -> None:
    from ioninv.cli.acting import look
    from ioninv.domain import exports
    from ioninv.domain.items import ItemFilter, ItemSort
    from ioninv.domain.purchasing import OrderFilter

    of_items = kind == exports.Kind.ITEMS
    filter = ItemFilter.from_query(query if of_items else {})
    order = ItemSort.parse(query.get("sort", "") if of_items else "")

    def work(session: "Session", actor: "Actor") -> None:
        match kind:
            case exports.ISSUES:
                chunks = exports.issues(session, actor)
            case exports.Kind.PURCHASE_LINES:
                wanted = OrderFilter.from_query(query)
                chunks = exports.orders(session, actor, wanted, query.get("sort", "number"))
            case _:
                chunks = exports.rows(session, actor, exports.Kind(kind), filter, order)
        for chunk in chunks:
            stream.write(chunk.encode())

    look(work)
