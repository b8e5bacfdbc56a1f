"""`ioninv attribute`: the fields that people define themselves."""

from typing import TYPE_CHECKING, Annotated

import typer

from ioninv.cli.acting import change, look
from ioninv.cli.remote import either
from ioninv.errors import Invalid

if TYPE_CHECKING:
    from ioninv.domain.attributes import AttributeRow

commands = typer.Typer()
_attribute = typer.Typer(
    no_args_is_help=True, help="The fields that you define for parts and items."
)
commands.add_typer(_attribute, name="attribute")

_FOR = {"items": "item", "parts": "part"}


@_attribute.command("list")
def list_() -> None:
    """Print the attributes of parts and of items in their order, archived ones last."""
    for row in either(lambda server: tuple(server.attributes(archived=True)), _all):
        more = [", ".join(row.choices), row.unit, "archived" if row.archived else ""]
        told = " · ".join(text for text in more if text)
        used = f"{row.used:,} used"
        print(
            f"{row.applies_to.label:<6} {row.name:<30} {row.kind.label:<10} {used:>12}  {told}".rstrip()
        )


@_attribute.command()
def add(
    name: Annotated[str, typer.Argument(help="What it is called, in forms, columns and files.")],
    for_: Annotated[str, typer.Option("--for", help="items or parts.")] = "items",
    kind: Annotated[str, typer.Option(help="text, number, choice, date, yes_no or link.")] = "text",
    choice: Annotated[list[str] | None, typer.Option(help="A choice; repeatable.")] = None,
    unit: Annotated[str, typer.Option(help="Shown behind a number.")] = "",
    hint: Annotated[str, typer.Option(help="Shown below the field.")] = "",
) -> None:
    """Define an attribute, for items unless you say otherwise."""
    from ioninv.vocabulary import AttributeKind

    if for_ not in _FOR:
        raise Invalid(f"--for “{for_[:40]}” is not known. Choose one of: {', '.join(_FOR)}.")
    if unit and kind != AttributeKind.NUMBER:
        raise Invalid("Only numbers have a unit. Add --kind number, or leave --unit away.")
    if choice and kind != AttributeKind.CHOICE:
        raise Invalid("Only a choice has choices. Add --kind choice, or leave --choice away.")
    row = either(
        lambda server: server.create_attribute(
            name, applies_to=_FOR[for_], kind=kind, choices=choice or [], unit=unit, hint=hint
        ),
        lambda: _create((_FOR[for_], name, kind, "\n".join(choice or []), unit, hint)),
    )
    print(f"{row.applies_to.label} have the attribute {row.name} ({row.kind.label.lower()}) now.")


def _all() -> "tuple[AttributeRow, ...]":
    from ioninv.domain import attributes

    return look(lambda session, actor: attributes.all(session, actor, archived=True))


def _create(said: tuple[str, ...]) -> "AttributeRow":
    from ioninv.domain import attributes

    form = attributes.AttributeForm(*said)
    return change(lambda session, actor: attributes.create(session, actor, form))
