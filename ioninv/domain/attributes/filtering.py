"""Filters and orders by values, as SQL over the derived index."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.db.types import to_micro
from ioninv.domain.attributes.form import ANY, BETWEEN_CHOICES, NONE
from ioninv.domain.attributes.reading import read_value
from ioninv.domain.attributes.rows import AttributeRow, attribute_rows
from ioninv.errors import Invalid
from ioninv.vocabulary import AppliesTo, AttributeKind

Asked = tuple[tuple[int, str], ...]
"""What is asked of attributes, by their ids: as the address says it behind `a<id>=`."""

LONGEST: Final = 4_000
MOST: Final = 20
NAME: Final = re.compile(r"a([1-9][0-9]{0,8})")
_RANGE = ".."


@dataclass(frozen=True)
class Wanted:
    """One condition: on `r.id`, driven by the index (`clause`) or tested along the way (`along`).

    `among` is the query behind the clause, whose rows can be counted; empty where there is none.
    """

    clause: str
    along: str
    among: str
    parameters: dict[str, Any]
    id: str = "r.id"
    looks_at_all: bool = False


def asked_by(query: Mapping[str, str]) -> Asked:
    """What a URL's query asks of attributes: every `a<id>` in it that is not blank."""
    asked = {
        int(match[1]): codes.clean(value)[:LONGEST]
        for name, value in query.items()
        if (match := NAME.fullmatch(name))
    }
    return tuple(sorted((id_, value) for id_, value in asked.items() if value))


def query_of(asked: Asked) -> dict[str, str]:
    """The query that `asked_by` reads back."""
    return {f"a{id_}": value for id_, value in asked}


def wanted(session: Session, applies_to: AppliesTo, asked: Asked, row: str = "i") -> list[Wanted]:
    """The conditions on the rows that SQL calls `row`.

    Raises Invalid naming the attribute that is not there or cannot be asked so.
    """
    if not asked:
        return []
    if len(asked) > MOST:
        raise Invalid(f"At most {MOST} attributes can be asked for at a time.")
    attributes = attribute_rows(session, applies_to)
    return [_wanted(_live(attributes.get(id_), id_), value, row) for id_, value in asked]


def sorted_by(session: Session, applies_to: AppliesTo, column: str) -> int | None:
    """The attribute that a sort's column `a<id>` names; None for another column.

    Raises Invalid with the field `sort` when it is not there.
    """
    match = NAME.fullmatch(column)
    if match is None:
        return None
    id_ = int(match[1])
    return _live(attribute_rows(session, applies_to).get(id_), id_, "sort").id


def _live(row: AttributeRow | None, id_: int, field: str = "") -> AttributeRow:
    if row is None:
        raise Invalid(f"There is no attribute {id_}.", field or f"a{id_}")
    if row.archived:
        raise Invalid(f"The attribute {row.name} is archived.", field or f"a{id_}")
    return row


def _wanted(attribute: AttributeRow, value: str, row: str) -> Wanted:
    index, condition, parameters = _condition(attribute, value)
    named = f"attribute_id = {attribute.id}"
    exists = (
        f"EXISTS (SELECT 1 FROM attribute_value WHERE {named} AND entity_id = {row}.id{condition})"
    )
    if value == NONE:
        return Wanted(f"NOT {exists}", f"NOT {exists}", "", {})
    among = (
        f"SELECT entity_id FROM attribute_value INDEXED BY attribute_value_{index} "
        f"WHERE {named}{condition}"
    )
    looks_at_all = bool(condition) and attribute.kind in (AttributeKind.TEXT, AttributeKind.LINK)
    return Wanted(f"{row}.id IN ({among})", exists, among, parameters, f"{row}.id", looks_at_all)


def _condition(attribute: AttributeRow, value: str) -> tuple[str, str, dict[str, Any]]:
    """The index to look into, what to look for there, and its parameters."""
    if value in (ANY, NONE):
        return "code", "", {}
    name = f"attribute{attribute.id}"
    match attribute.kind:
        case AttributeKind.TEXT | AttributeKind.LINK:
            code = codes.code(value)
            if not code:
                raise _refused(attribute, f"“{value[:40]}” has nothing to look for")
            return "code", f" AND instr(code, :{name}) > 0", {name: code}
        case AttributeKind.CHOICE:
            asked = [choice for choice in value.split(BETWEEN_CHOICES) if choice.strip()]
            return _codes(name, (codes.key(_read(attribute, choice)) for choice in asked))
        case AttributeKind.YES_NO:
            return _codes(name, [_read(attribute, value)])
        case AttributeKind.NUMBER | AttributeKind.DATE:
            return _between(attribute, name, value)


def _codes(name: str, codes_: Iterable[str]) -> tuple[str, str, dict[str, Any]]:
    parameters = {f"{name}_{n}": code for n, code in enumerate(codes_)}
    return "code", f" AND code IN ({', '.join(':' + each for each in parameters)})", parameters


def _between(attribute: AttributeRow, name: str, value: str) -> tuple[str, str, dict[str, Any]]:
    low, dots, high = (each.strip() for each in value.partition(_RANGE))
    if not dots:
        return "sort", f" AND sort = :{name}", {name: _sorted(attribute, low)}
    if not low and not high:
        raise _refused(attribute, "give one end of the range at least, such as 5..10 or 5..")
    condition, parameters = "", dict[str, Any]()
    if low:
        condition, parameters[f"{name}_low"] = f" AND sort >= :{name}_low", _sorted(attribute, low)
    if high:
        condition += f" AND sort <= :{name}_high"
        parameters[f"{name}_high"] = _sorted(attribute, high)
    return "sort", condition, parameters


def _sorted(attribute: AttributeRow, value: str) -> str | int:
    read = _read(attribute, value)
    return to_micro(Decimal(read)) if attribute.kind is AttributeKind.NUMBER else read


def _read(attribute: AttributeRow, value: str) -> str:
    read, problem = read_value(attribute, value)
    if problem:
        raise Invalid(problem, f"a{attribute.id}")
    return read


def _refused(attribute: AttributeRow, why: str) -> Invalid:
    return Invalid(f"{attribute.name}: {why}.", f"a{attribute.id}")


def among(session: Session, wanted: Wanted, most: int) -> tuple[int, Wanted]:
    """How many have a value that is asked for, as far as one more than `most`, and the condition.

    A text is looked for in all values of its attribute: what that found is not looked for again.
    """
    limit = f"{wanted.among} LIMIT {most + 1}"
    if not wanted.looks_at_all:
        count = session.execute(text(f"SELECT count(*) FROM ({limit})"), wanted.parameters)
        return count.scalar_one(), wanted
    ids = list(session.execute(text(limit), wanted.parameters).scalars())
    name = f"{next(iter(wanted.parameters))}_ids"
    return len(ids), replace(
        wanted,
        clause=f"{wanted.id} IN (SELECT value FROM json_each(:{name}))",
        parameters={**wanted.parameters, name: json.dumps(ids)},
    )
