"""`ioninv webhook`: who hears of changes, and whether they can be reached."""

import json
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ioninv.cli.acting import change, look

if TYPE_CHECKING:
    from ioninv.domain.webhooks import DeliveryRow

commands = typer.Typer()
_webhook = typer.Typer(no_args_is_help=True, help="Who is told of changes.")
commands.add_typer(_webhook, name="webhook")

_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_OURS = timedelta(minutes=1)
"""So long a server that runs leaves the test to this process."""


@_webhook.command("list")
def list_(as_json: _Json = False) -> None:
    """Print the webhooks, archived ones last."""
    from ioninv.domain import webhooks

    rows = look(lambda session, actor: webhooks.all(session, actor, include_archived=True))
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
        return
    for row in rows:
        state = "archived" if row.archived else "paused" if row.paused else "active"
        told = [state, f"{row.waiting} waiting"]
        told += [f"{row.given_up} given up"] * bool(row.given_up)
        told += [f"{row.dropped} dropped"] * bool(row.dropped)
        told += [row.failing] * bool(row.failing)
        print(f"{row.id:>4}  {row.name:<24} {row.address}  {' · '.join(told)}")


@_webhook.command("test")
def send_test(
    id_: Annotated[int, typer.Argument(metavar="ID", help="As `ioninv webhook list` shows it.")],
    as_json: _Json = False,
) -> None:
    """Send a test from this machine, and print what was answered. Exit status 1 where it failed."""
    from ioninv.domain import webhooks
    from ioninv.domain.history import now
    from ioninv.domain.webhooks import outgoing

    def prepare(session: Any, actor: Any) -> "DeliveryRow":
        row = webhooks.send_test(session, actor, id_)
        outgoing.hold_back(session, row.id, now() + _OURS)
        return row

    row = change(prepare)
    _send(id_, row.id)
    row = look(
        lambda session, actor: next(
            each for each in webhooks.deliveries(session, actor, id_) if each.id == row.id
        )
    )
    if as_json:
        print(json.dumps(asdict(row), indent=2))
    elif row.state == "delivered":
        print(f"Delivered: answered {row.code}.")
    if row.state != "delivered":
        from ioninv.errors import Conflict

        raise Conflict(f"Not delivered. {row.problem}")


def _send(webhook: int, delivery: int) -> None:
    import asyncio

    from ioninv.domain.history import now
    from ioninv.domain.house import house
    from ioninv.domain.webhooks.outgoing import Due
    from ioninv.serving.courier import Courier

    database = house(create=False)
    try:
        asyncio.run(Courier(database).deliver(Due(webhook, delivery, now(), 0)))
    finally:
        database.close()
        house.cache_clear()
