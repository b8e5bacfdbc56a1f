"""What a scan is for the order on the screen: what the desk says, and what it counts."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from ioninv import codes
from ioninv.domain import items, purchasing
from ioninv.domain.access import Actor, Session
from ioninv.domain.items import ItemRow
from ioninv.domain.purchasing import Choice, LineItem, Match, MatchKind, OrderDetail, OrderFilter
from ioninv.errors import Refused
from ioninv.vocabulary import Entity, PurchaseState

ITEM: Final = "item"
SERIAL: Final = "serial"
UNITS: Final = "units"
INSTEAD: Final = "instead"
EXTRA: Final = "extra"
MODES: Final = (ITEM, SERIAL, UNITS, INSTEAD, EXTRA)
"""How a scan is booked: an expected item, a new serial, a quantity, instead of one, or beyond."""

DECIDE: Final = "decide"
NOTHING: Final = "nothing"
"""What is not booked: the person has to choose first, or there is nothing to book."""

GOOD, ASK, BAD = "good", "ask", "bad"
"""How an answer looks and sounds."""

LONGEST: Final = 200
MOST_CHOICES: Final = 200
_WORDS: Final = {
    MatchKind.EXPECTED: "Found",
    MatchKind.PENDING: "New serial",
    MatchKind.UNEXPECTED: "Not expected",
    MatchKind.WRONG_PART: "Wrong part",
    MatchKind.ALREADY: "Already in",
    MatchKind.ELSEWHERE: "Other order",
    MatchKind.UNKNOWN: "Unknown",
}
_OPEN: Final = (PurchaseState.DRAFT, PurchaseState.ORDERED, PurchaseState.PART_RECEIVED)


@dataclass(frozen=True)
class Option:
    """One way to take in a scan about which the person decides."""

    mode: str
    line: int
    label: str
    item: int = 0
    quantity: str = "1"


@dataclass(frozen=True)
class Answer:
    """What the desk says to a scan; `key` tells whether two scans are one.

    `about` is the one item that it speaks of, on order or not: an issue can be raised on that.
    """

    nonce: str
    code: str
    key: str
    kind: str
    tone: str
    word: str
    sentence: str
    mode: str = NOTHING
    line: int = 0
    item: int = 0
    quantity: str = "1"
    options: tuple[Option, ...] = ()
    go: str = ""
    about: int = 0

    def shown(self) -> dict[str, Any]:
        return asdict(self)


def answer(session: Session, actor: Actor, order_id: int, code: str, nonce: str) -> Answer:
    """What the code is for this order. A refusal is an answer too: no scan stays without one."""
    shown = codes.scanned(code)
    if len(shown) > LONGEST:
        said = f"This has {len(shown):,} characters: no code is longer than {LONGEST}."
        return _nothing(shown[:60] + "…", MatchKind.UNKNOWN, said, nonce)
    try:
        found = purchasing.match(session, actor, order_id, shown)
        answer = _answer(session, actor, order_id, shown, found, nonce)
        return replace(answer, about=_about(found))
    except Refused as refused:
        return _nothing(shown, MatchKind.UNKNOWN, refused.message, nonce)


def orders_of(session: Session, actor: Actor, code: str) -> list[tuple[int, str]]:
    """Ids and numbers of the orders that a code names: by their number, or by one of their items."""
    numbers: dict[str, str] = {}
    for found in items.find(session, actor, codes.scanned(code)):
        if not found.exact:
            continue
        if found.kind is Entity.PURCHASE_ORDER:
            return [(found.id, found.title)]
        if found.kind is Entity.ITEM:
            number = items.get(session, actor, found.id).row["purchase_order"]
            numbers[codes.key(number)] = number
    ids = [(_order(session, actor, number), number) for number in numbers.values() if number]
    return [(id_, number) for id_, number in ids if id_]


def open_orders(session: Session, actor: Actor, text: str = "") -> list[purchasing.OrderRow]:
    """The orders of which something has still to come, the earliest first."""
    wanted = OrderFilter(text=text, states=tuple(state.value for state in _OPEN))
    found = purchasing.orders(session, actor, wanted, "expected", 1, 100)
    return [row for row in found.rows if row.open_lines]


def _about(found: Match) -> int:
    """The item that a match speaks of. Units that have no serial yet are none."""
    return 0 if found.kind == MatchKind.PENDING else found.item_id or 0


def _answer(
    session: Session, actor: Actor, order_id: int, code: str, found: Match, nonce: str
) -> Answer:
    match found.kind:
        case MatchKind.EXPECTED if found.item_id:
            row = items.get(session, actor, found.item_id).row
            return _expected(code, found, row, nonce)
        case MatchKind.EXPECTED if found.line_id:
            return _nothing(
                code, MatchKind.EXPECTED, found.sentence, nonce, ASK, "Scan its serials"
            )
        case MatchKind.EXPECTED:
            detail = purchasing.get(session, actor, order_id)
            return _several(code, found, detail, nonce)
        case MatchKind.PENDING:
            return _serial(code, found, nonce)
        case MatchKind.UNEXPECTED:
            return _unexpected(code, found, nonce)
        case MatchKind.ELSEWHERE if found.item_id:
            number = items.get(session, actor, found.item_id).row["purchase_order"]
            other = _order(session, actor, number)
            go = f"/receive?order={other}" if other else ""
            return _nothing(code, MatchKind.ELSEWHERE, found.sentence, nonce, go=go)
        case _:
            return _nothing(code, MatchKind(found.kind), found.sentence, nonce)


def _expected(code: str, found: Match, row: ItemRow, nonce: str) -> Answer:
    if row["serial"]:
        return _good(code, found, ITEM, nonce, item=found.item_id or 0)
    # A lot or a code of an item means all of it; a part number means one of them.
    named = codes.code(code) in (codes.code(row["uid"]), codes.code(row["lot"]))
    if named:
        quantity = row["quantity"].replace(",", "")
        return _good(code, found, UNITS, nonce, item=found.item_id or 0, quantity=quantity)
    return _good(code, found, UNITS, nonce)


def _several(code: str, found: Match, detail: OrderDetail, nonce: str) -> Answer:
    """Several items go by this name: of one line they are its units, else the person chooses."""
    known = {item.id: item for item in detail.items}
    nameless = all(
        choice.item_id in known and not known[choice.item_id].serial for choice in found.choices
    )
    by_part = any(
        codes.code(code) in (codes.code(line.part), codes.code(line.sku)) for line in detail.lines
    ) or not any(codes.code(code) == codes.code(item.lot) for item in known.values())
    if nameless and by_part:
        lines = _by_line(found.choices)
        if len(lines) == 1:
            one = Match(found.kind, f"{code} is expected.", lines[0].line_id, None)
            return _good(code, one, UNITS, nonce)
        options = [Option(UNITS, each.line_id, each.label) for each in lines]
    else:
        options = [_item(choice, known.get(choice.item_id)) for choice in found.choices]
    return _decide(code, MatchKind.EXPECTED, "Choose which", found.sentence, options, nonce)


def _item(choice: Choice, item: LineItem | None) -> Option:
    if item is None or item.serial:
        return Option(ITEM, choice.line_id, choice.label, choice.item_id)
    return Option(UNITS, choice.line_id, choice.label, choice.item_id, item.quantity)


def _serial(code: str, found: Match, nonce: str) -> Answer:
    """A code that nothing has yet: it can become a serial, where it can be one."""
    serials, problems = items.read_serials(code)
    if problems or serials != [code]:
        said = problems[0].message if problems else f"{code} names several serials, not one."
        return _nothing(code, MatchKind.UNKNOWN, said, nonce)
    if found.line_id:
        return _good(code, found, SERIAL, nonce)
    options = [Option(SERIAL, each.line_id, each.label) for each in found.choices]
    return _decide(code, MatchKind.PENDING, "Choose the line", found.sentence, options, nonce)


def _unexpected(code: str, found: Match, nonce: str) -> Answer:
    serials, problems = items.read_serials(code)
    if problems or serials != [code]:
        return _nothing(code, MatchKind.UNKNOWN, found.sentence, nonce)
    instead = [
        Option(INSTEAD, each.line_id, each.label, each.item_id)
        for each in found.choices[:MOST_CHOICES]
    ]
    extra = [
        Option(EXTRA, each.line_id, each.label.rpartition(", ")[2])
        for each in _by_line(found.choices)
    ]
    word = _WORDS[MatchKind.UNEXPECTED]
    return _decide(code, MatchKind.UNEXPECTED, word, found.sentence, [*instead, *extra], nonce, BAD)


def _by_line(choices: Iterable[Choice]) -> list[Choice]:
    return list({choice.line_id: choice for choice in reversed(list(choices))}.values())[::-1]


def _good(
    code: str, found: Match, mode: str, nonce: str, item: int = 0, quantity: str = "1"
) -> Answer:
    kind = MatchKind(found.kind)
    line = found.line_id or 0
    return Answer(
        nonce, code, codes.key(code), kind.value, GOOD, _WORDS[kind], found.sentence, mode, line,
        item, quantity,
    )  # fmt: skip


def _decide(
    code: str,
    kind: MatchKind,
    word: str,
    sentence: str,
    options: Sequence[Option],
    nonce: str,
    tone: str = ASK,
) -> Answer:
    return Answer(
        nonce, code, codes.key(code), kind.value, tone, word, sentence, DECIDE,
        options=tuple(options),
    )  # fmt: skip


def _nothing(
    code: str,
    kind: MatchKind,
    sentence: str,
    nonce: str,
    tone: str = BAD,
    word: str = "",
    go: str = "",
) -> Answer:
    return Answer(
        nonce, code, codes.key(code), kind.value, tone, word or _WORDS[kind], sentence, go=go
    )


def _order(session: Session, actor: Actor, number: str) -> int:
    """The id of the order with this number; 0 where there is none, as for what was only written so."""
    found = purchasing.orders(session, actor, OrderFilter(text=number), "number", 1, 50)
    same = [row.id for row in found.rows if codes.key(row.number) == codes.key(number)]
    return same[0] if number and same else 0
