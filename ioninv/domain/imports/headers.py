"""What the columns of a file mean: which kind of thing it holds, and which field each column is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ioninv import codes
from ioninv.domain.imports.fields import (
    ALIASES,
    FIELDS,
    KNOWN,
    REQUIRED,
    RESERVED,
    Field,
    Kind,
    plain,
)
from ioninv.domain.imports.tables import Table
from ioninv.errors import Invalid

Defined = Mapping[Kind, Mapping[str, Field]]
"""The attributes in use as fields of each kind of file, by the key of their name."""

_LEFT_OUT_ON_PURPOSE = ""
_NOT_YET = {
    "component": "bills of material",
}


@dataclass(frozen=True)
class Layout:
    """A file's kind, and its columns: where each field stands and what its header is there.

    `attributes` are the names of those fields that are attributes.
    """

    kind: Kind
    columns: tuple[tuple[int, Field], ...]
    headers: Mapping[str, str]
    left_out: tuple[str, ...]
    attributes: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        return name in self.headers

    def header(self, field: str) -> str:
        """What the file calls a field; our own header where it has no such column."""
        return self.headers.get(field) or _OWN[self.kind].get(field, "")


def known(header: str) -> bool:
    return plain(header) in KNOWN


def layout_of(
    table: Table, kind: Kind | None, mapping: Mapping[str, str], defined: Defined
) -> Layout:
    """What a table's columns mean. `mapping` names the field of a header; nothing leaves it out.
    `defined` are the attributes, by kind and key.

    Raises Invalid for headers that stand twice, are reserved, or do not make up any kind.
    """
    _refuse_doubles(table)
    wanted = {plain(header): field for header, field in mapping.items()}
    kind = kind or _kind(table, wanted, defined)
    layout = _layout(table, kind, wanted, defined)
    for group in REQUIRED[kind]:
        if not any(layout.has(name) for name in group):
            needed = " or ".join(_OWN[kind][name] for name in group)
            raise Invalid(
                f"{table.name} has no column {needed}, which every file of {kind.value} needs. "
                f"Its columns are: {_listed(table.header)}."
            )
    return layout


def field_named(kind: Kind, name: str, defined: Defined) -> Field | None:
    """The field or attribute that a name or a header means."""
    by_name = {field.name: field for field in FIELDS[kind]}
    return by_name.get(name.strip()) or _called(kind, name, defined)


def _called(kind: Kind, header: str, defined: Defined) -> Field | None:
    attributes = defined.get(kind, {})
    return ALIASES[kind].get(plain(header)) or attributes.get(codes.code(header))


def _kind(table: Table, wanted: Mapping[str, str], defined: Defined) -> Kind:
    """The kind that understands most of the headers; the file's name decides between equals."""
    for header in table.header:
        if plain(header) in _NOT_YET:
            raise Invalid(
                f"{table.name} seems to hold {_NOT_YET[plain(header)]}, which cannot be imported "
                "yet. If it does not, say what it holds with --kind."
            )
    scores = {kind: _score(table, kind, wanted, defined) for kind in Kind}
    best = max(scores.values())
    likely = [kind for kind, score in scores.items() if score == best]
    named = [kind for kind in likely if kind.one in plain(table.name)]
    if best == (0, 0) or (len(likely) > 1 and len(named) != 1):
        raise Invalid(
            f"It is not clear what {table.name} holds: its columns are {_listed(table.header)}. "
            f"Say it with --kind ({', '.join(Kind)}), or name its columns with --map."
        )
    return named[0] if len(likely) > 1 else likely[0]


def _score(
    table: Table, kind: Kind, wanted: Mapping[str, str], defined: Defined
) -> tuple[int, int]:
    understood = {
        header: name for header, name in wanted.items() if field_named(kind, name, defined)
    }
    fields = {
        field.name
        for header in table.header
        if (field := _field(kind, header, understood, defined))
    }
    complete = all(fields & set(group) for group in REQUIRED[kind])
    return (1, len(fields)) if complete else (0, 0)


def _layout(table: Table, kind: Kind, wanted: Mapping[str, str], defined: Defined) -> Layout:
    columns: list[tuple[int, Field]] = []
    headers: dict[str, str] = {}
    left_out: list[str] = []
    for place, header in enumerate(table.header):
        field = _field(kind, header, wanted, defined)
        if field is None:
            if wanted.get(plain(header)) != _LEFT_OUT_ON_PURPOSE:
                left_out.append(header or f"column {place + 1}, which has no header")
            continue
        if field.name in headers:
            raise Invalid(
                f"{table.name}: the columns {headers[field.name]} and {header} both mean "
                f"{field.header}. Take one away, or say what it means with --map.",
                header,
            )
        headers[field.name] = header
        if field.read:
            columns.append((place, field))
    names = {field.name for field in defined.get(kind, {}).values()}
    attributes = tuple(name for name in headers if name in names)
    return Layout(kind, tuple(columns), headers, tuple(left_out), attributes)


def _field(kind: Kind, header: str, wanted: Mapping[str, str], defined: Defined) -> Field | None:
    name = wanted.get(plain(header))
    if name is None:
        return _called(kind, header, defined)
    if name == _LEFT_OUT_ON_PURPOSE:
        return None
    field = field_named(kind, name, defined)
    if field is None:
        fields = (*FIELDS[kind], *defined.get(kind, {}).values())
        raise Invalid(
            f"--map: there is no field “{name}” of {kind.value}. "
            f"There are: {', '.join(field.header for field in fields)}."
        )
    return field


def _refuse_doubles(table: Table) -> None:
    seen: dict[str, str] = {}
    for header in filter(None, table.header):
        key = plain(header)
        if key in RESERVED:
            raise Invalid(
                f"{table.name}: the column {header} cannot be imported: it is made here. "
                "Take it away.",
                header,
            )
        if key in seen:
            raise Invalid(f"{table.name}: the column {header} stands twice.", header)
        seen[key] = header


def _listed(headers: Sequence[str]) -> str:
    shown = [header[:40] or "(no name)" for header in headers[:12]]
    more = len(headers) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


_OWN = {kind: {field.name: field.header for field in fields} for kind, fields in FIELDS.items()}
