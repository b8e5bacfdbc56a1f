"""Columns of files that are attributes: those of parts in files of parts, those of items in theirs."""

from typing import Final

from sqlmodel import Session

from ioninv import codes
from ioninv.domain.attributes.form import derived
from ioninv.domain.attributes.reading import read_value
from ioninv.domain.attributes.rows import AttributeRow, attribute_rows
from ioninv.domain.imports.fields import Field, Kind
from ioninv.domain.imports.given import GivenRow, refuse_shortened, said_truth
from ioninv.domain.imports.headers import Defined
from ioninv.vocabulary import AppliesTo, AttributeKind

APPLIES_TO: Final = {Kind.PARTS: AppliesTo.PART, Kind.ITEMS: AppliesTo.ITEM}


def live(session: Session, kind: Kind) -> list[AttributeRow]:
    """The attributes in use that files of this kind have columns for, in order."""
    if kind not in APPLIES_TO:
        return []
    rows = attribute_rows(session, APPLIES_TO[kind]).values()
    return [row for row in rows if not row.archived]


def defined(session: Session) -> Defined:
    return {
        kind: {
            derived(row.name)["name_key"]: Field(row.field, row.name) for row in live(session, kind)
        }
        for kind in APPLIES_TO
    }


class Values:
    """Reads the cells of one kind of file that are values of attributes."""

    def __init__(self, session: Session, kind: Kind) -> None:
        self._attributes = {row.field: row for row in live(session, kind)}

    def read(self, row: GivenRow) -> dict[int, str]:
        """The stored texts that a row gives, by attribute; what is wrong with a cell is told."""
        values: dict[int, str] = {}
        for field in row.layout.attributes:
            if given := row.get(field):
                attribute = self._attributes[field]
                if attribute.kind is AttributeKind.TEXT and refuse_shortened(row, field):
                    continue
                value, problem = read_value(attribute, _worded(attribute, given))
                if problem:
                    row.refuse(field, problem)
                elif value:
                    values[attribute.id] = value
        return values


def _worded(attribute: AttributeRow, given: str) -> str:
    """A cell as it is typed here; yes and no as spreadsheets of other languages write them."""
    if attribute.kind is not AttributeKind.YES_NO:
        return given
    said = said_truth(codes.key(given))
    return given if said is None else "yes" if said else "no"
