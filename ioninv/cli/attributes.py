"""`ioninv attribute`: the fields that people define themselves."""

from typing import Annotated

import typer

from ioninv.errors import Invalid

commands = typer.Typer()
_attribute = typer.Typer(
    no_args_is_help=True, help="The fields that you define for parts and items."
)
commands.add_typer(_attribute, name="attribute")

_FOR = {"items": "item", "parts": "part"}


@_attribute.command("list")
def list_() -> None:
    """Print the attributes of parts and of items in their order, archived ones last."""
    from ioninv.domain import attributes
    from ioninv.domain.accounts import first_user
    from ioninv.domain.house import house
    from ioninv.vocabulary import Source

    database = house(create=False)
    try:
        with database.reading() as session:
            actor = first_user(session, Source.CLI)
            rows = attributes.all(session, actor, archived=True)
    finally:
        database.close()
        house.cache_clear()
    for row in rows:
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
    from ioninv.domain import attributes
    from ioninv.domain.accounts import first_user
    from ioninv.domain.attributes import AttributeForm
    from ioninv.domain.house import house
    from ioninv.vocabulary import AttributeKind, Source

    if for_ not in _FOR:
        raise Invalid(f"--for “{for_[:40]}” is not known. Choose one of: {', '.join(_FOR)}.")
    if unit and kind != AttributeKind.NUMBER:
        raise Invalid("Only numbers have a unit. Add --kind number, or leave --unit away.")
    if choice and kind != AttributeKind.CHOICE:
        raise Invalid("Only a choice has choices. Add --kind choice, or leave --choice away.")
    form = AttributeForm(_FOR[for_], name, kind, "\n".join(choice or []), unit, hint)
    database = house()
    try:
        with database.writing() as session:
            row = attributes.create(session, first_user(session, Source.CLI), form)
    finally:
        database.close()
        house.cache_clear()
    print(f"{row.applies_to.label} have the attribute {row.name} ({row.kind.label.lower()}) now.")
