"""An attribute as it is typed, and how that is read."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Final

from ioninv import codes
from ioninv.domain.attributes.naming import read_name
from ioninv.domain.input import Reading
from ioninv.vocabulary import AppliesTo, AttributeKind

MOST_CHOICES: Final = 200
BETWEEN_CHOICES: Final = "|"
ANY: Final = "*"
NONE: Final = "-"
_LONGEST_CHOICE = 100
_LONGEST_UNIT = 20
_LONGEST_HINT = 200


@dataclass(frozen=True)
class AttributeForm:
    """What is typed about an attribute. `choices` stand one per line; `unit` is for numbers alone.

    `applies_to` is `part` or `item`, `kind` one of `AttributeKind`.
    """

    applies_to: str
    name: str
    kind: str
    choices: str = ""
    unit: str = ""
    hint: str = ""


def read_form(form: AttributeForm) -> dict[str, Any]:
    """The facts that a form gives. Raises Invalid with every field that cannot be right."""
    reading = Reading(asdict(form))
    applies_to = reading.choice("applies_to", "For", AppliesTo, AppliesTo.ITEM)
    kind = reading.choice("kind", "Kind", AttributeKind, AttributeKind.TEXT)
    is_number = kind is AttributeKind.NUMBER
    facts = {
        "applies_to": applies_to.value,
        "name": read_name(reading, applies_to),
        "kind": kind.value,
        "choices": _choices(reading) if kind is AttributeKind.CHOICE else "[]",
        "unit": reading.text("unit", "Unit", longest=_LONGEST_UNIT) if is_number else "",
        "hint": reading.text("hint", "Hint", longest=_LONGEST_HINT),
    }
    reading.finish()
    return facts


def derived(name: str) -> dict[str, str]:
    """What an attribute is compared by: as headers of files are, without what separates words."""
    return {"name_key": codes.code(name)}


def _choices(reading: Reading) -> str:
    """The choices as a JSON list, in the order given."""
    lines = reading.given("choices").splitlines()
    choices = [choice for choice in map(codes.clean, lines) if choice]
    seen: set[str] = set()
    for choice in choices:
        if len(choice) > _LONGEST_CHOICE:
            reading.refuse(
                "choices",
                f"“{choice[:40]}…” is too long: at most {_LONGEST_CHOICE} characters.",
            )
        if BETWEEN_CHOICES in choice or choice in (ANY, NONE):
            reading.refuse("choices", f"“{choice[:40]}” has a meaning in filters. Write it else.")
        if codes.key(choice) in seen:
            reading.refuse("choices", f"“{choice[:40]}” stands twice.")
        seen.add(codes.key(choice))
    if not choices:
        reading.refuse("choices", "Give the choices, one per line.")
    if len(choices) > MOST_CHOICES:
        reading.refuse("choices", f"{len(choices):,} are too many: at most {MOST_CHOICES} choices.")
    return json.dumps(choices, ensure_ascii=False)
