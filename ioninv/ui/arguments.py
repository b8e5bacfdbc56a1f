"""What handlers accept: the websocket enforces no types, so each handler reads its arguments here."""

from collections.abc import Mapping

from ioninv.errors import Invalid

LONGEST = 20_000


def text(value: object, longest: int = LONGEST) -> str:
    """A text of bounded length. Raises Invalid for anything else."""
    if not isinstance(value, str):
        raise Invalid("This request was not understood. Load the page again.")
    if len(value) > longest:
        raise Invalid(f"This text is too long: at most {longest:,} characters.")
    return value


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Invalid("This request was not understood. Load the page again.")
    return value


def number(value: object) -> int:
    """A whole number that an id or a page can be, given as such or as digits. Raises Invalid."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 15:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**15:
        raise Invalid("This request was not understood. Load the page again.")
    return value


def number_or_none(value: object) -> int | None:
    return None if value in (None, "") else number(value)


def numbers(value: object, most: int) -> list[int]:
    """Several ids. Raises Invalid when one is none, or when there are more than `most`."""
    if not isinstance(value, list | tuple) or len(value) > most:
        raise Invalid("This request was not understood. Load the page again.")
    return [number(each) for each in value]  # pyright: ignore[reportUnknownVariableType]


def form(value: object, longest: int = LONGEST) -> dict[str, str]:
    """The fields of a submitted form, as texts. Raises Invalid when it is none."""
    if not isinstance(value, Mapping) or len(value) > 200:
        raise Invalid("This form was not understood. Load the page again.")
    return {
        text(name, 100): "" if field is None else text(field, longest)
        for name, field in value.items()
    }  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
