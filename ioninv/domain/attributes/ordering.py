"""The order of attributes: those in use from 1 on, the archived ones behind them."""

from typing import Final

from sqlmodel import Session, col, select

from ioninv.domain import history
from ioninv.errors import Invalid
from ioninv.models import Attribute
from ioninv.vocabulary import AppliesTo, Entity

MOST: Final = 50


def ordered(session: Session, applies_to: AppliesTo) -> list[Attribute]:
    """The attributes in use, in order."""
    return [row for row in _all(session, applies_to) if not row.archived]


def refuse_too_many(session: Session, applies_to: AppliesTo) -> None:
    """Raises Invalid when one more would be too many."""
    if len(ordered(session, applies_to)) >= MOST:
        raise Invalid(
            f"{applies_to.label} have {MOST} attributes, which is the most. Archive one first.",
            "name",
        )


def arrange(act: history.Act, applies_to: AppliesTo, wanted: list[Attribute]) -> None:
    """Number the attributes in use as `wanted` has them, and the archived ones after them."""
    archived = [row for row in _all(act.session, applies_to) if row.archived]
    for number, row in enumerate([*wanted, *archived], start=1):
        history.change_row(act, Entity.ATTRIBUTE, row, {"position": number}, kind="moved")


def _all(session: Session, applies_to: AppliesTo) -> list[Attribute]:
    query = (
        select(Attribute)
        .where(col(Attribute.applies_to) == applies_to.value)
        .order_by(col(Attribute.archived), col(Attribute.position), col(Attribute.id))
        .execution_options(populate_existing=True)
    )
    return list(session.exec(query))
