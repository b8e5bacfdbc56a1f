"""Names of users and roles: one for each, however it is written."""

import re
import unicodedata
from typing import Final

from sqlmodel import Session, col, select

from ioninv import codes
from ioninv.domain.input import Reading
from ioninv.errors import Conflict
from ioninv.models import CustomRole, User
from ioninv.vocabulary import Role

LONGEST: Final = 60
_NAME = re.compile(r"[^\W_](?:[\w .'’-]*[\w.])?")
_LOOK_ALIKE: Final = str.maketrans("аеорсухікмтнвѕјԁһɡıαορνικτη", "aeopcyxikmthbsjdhgiaopvikth")


def fold(text: str) -> str:
    """What names of people are compared by: without case, accents, width, or letters that only
    look like Latin ones.
    """
    wide = unicodedata.normalize("NFKC", codes.clean(text)).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFD", wide) if not unicodedata.combining(c))
    return codes.clean(unicodedata.normalize("NFC", bare).translate(_LOOK_ALIKE))


def derived(name: str) -> dict[str, str]:
    return {"name_key": fold(name)}


def read_name(name: str, field: str = "name") -> str:
    """The name of a user, such that `@name` can be told from what stands around it.

    Raises Invalid.
    """
    reading = Reading({field: name})
    cleaned = reading.text(field, "Name", required=True, longest=LONGEST)
    if cleaned and not (_NAME.fullmatch(cleaned) and fold(cleaned)):
        reading.refuse(
            field,
            "A name begins with a letter or digit, and has letters, digits, blanks and . - _ ' only.",
        )
    reading.finish()
    return cleaned


def refuse_taken(session: Session, name: str, itself: int | None = None) -> None:
    """Raises Conflict when another user has this name, or one that only looks different."""
    other = session.exec(select(User).where(col(User.name_key) == fold(name))).first()
    if other and other.id != itself:
        gone = "" if other.active else " It is deactivated: activate it instead."
        raise Conflict(f"There is a user called {other.name} already.{gone}", "name")


def refuse_taken_role(session: Session, name: str, itself: int | None = None) -> None:
    """Raises Conflict when another role has this name."""
    key = fold(name)
    other = session.exec(select(CustomRole).where(col(CustomRole.name_key) == key)).first()
    if (other and other.id != itself) or key in {*Role}:
        called = other.name if other else Role(key).label
        gone = " It is archived: restore it instead." if other and other.archived else ""
        raise Conflict(f"There is a role called {called} already.{gone}", "name")
