"""A supplier as it is typed, and how that is read."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlmodel import Session, col, select

from ioninv import codes
from ioninv.domain.input import Reading
from ioninv.domain.matching import search_text
from ioninv.errors import Conflict
from ioninv.models import Supplier

FACTS: Final = (
    "name", "description", "contact", "email", "phone", "website", "currency", "archived",
)  # fmt: skip
_LONGEST_ADDRESS = 254


@dataclass(frozen=True)
class SupplierForm:
    """What is typed about a supplier. Only the name must be given."""

    name: str = ""
    description: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    currency: str = ""


def read_form(form: SupplierForm) -> dict[str, Any]:
    """The facts that a form gives. Raises Invalid with every field that cannot be right."""
    reading = Reading(asdict(form))
    facts = {
        "name": reading.text("name", "Name", required=True),
        "description": reading.lines("description", "Description"),
        "contact": reading.text("contact", "Contact"),
        "email": _email(reading),
        "phone": reading.text("phone", "Phone"),
        "website": _website(reading),
        "currency": reading.currency("currency"),
    }
    reading.finish()
    return facts


def derived(facts: dict[str, Any]) -> dict[str, Any]:
    """What a supplier is compared and searched by."""
    also = (facts["description"], facts["contact"], facts["email"])
    return {
        "name_key": codes.key(facts["name"]),
        "search_text": search_text([facts["name"]], also),
    }


def refuse_taken(session: Session, name: str, itself: int | None = None) -> None:
    """Raises Conflict when another supplier has this name, however it is written."""
    other = session.exec(select(Supplier).where(col(Supplier.name_key) == codes.key(name))).first()
    if other and other.id != itself:
        ending = " It is archived: restore it instead." if other.archived else ""
        raise Conflict(f"Supplier {other.name} already exists.{ending}", "name")


def _email(reading: Reading) -> str:
    value = reading.text("email", "Email", longest=_LONGEST_ADDRESS)
    name, at, domain = value.rpartition("@")
    if value and (not (name and at and domain) or " " in value):
        reading.refuse("email", "Email needs a name and a place, like orders@example.com.")
    return value


def _website(reading: Reading) -> str:
    """Always an http address, so that a link made of it can do nothing but open a page."""
    value = reading.text("website", "Website", longest=_LONGEST_ADDRESS)
    if " " in value:
        reading.refuse("website", "Website cannot hold blanks. Write it like https://example.com.")
    if not value or value.casefold().startswith(("http://", "https://")):
        return value
    return f"https://{value}"
