"""Serial numbers as people type them: one, several, or a pattern."""

import re

from ioninv import codes
from ioninv.errors import Problem
from ioninv.vocabulary import LARGEST_ACT

FIELD = "serials"
LONGEST = 100
_BETWEEN = re.compile(r"[,;\n\r\t]+")
_TO = re.compile(r"(?<=[0-9]) ?(?:\.\.+|…) ?")
_DIGITS = "0123456789"
_LONGEST_PIECE = 2 * LONGEST + 10
_PROBLEMS_SHOWN = 10


def read_serials(typed: str) -> tuple[list[str], list[Problem]]:
    """The serials that a text names, in order, and what is wrong with it.

    Serials stand one per line or apart by comma, semicolon or tab. `SN-0001..0010` (or
    `SN-0001..SN-0010`) names every number between, with as many digits as the first one has.
    """
    serials: list[str] = []
    problems: list[Problem] = []
    for piece in filter(None, (codes.clean(piece) for piece in _BETWEEN.split(typed))):
        named, problem = _expand(piece)
        serials += named
        if problem:
            problems.append(Problem(problem, FIELD))
        if len(problems) == _PROBLEMS_SHOWN:
            return [], problems
        if len(serials) > LARGEST_ACT:
            return [], [
                Problem(f"At most {LARGEST_ACT:,} serials can be created at a time.", FIELD)
            ]
    return serials, problems + _doubles(serials)


def _expand(piece: str) -> tuple[list[str], str]:
    """What one piece names, measured before it is looked into: it may be of any length."""
    too_long = f"Serial “{piece[:30]}…” is too long: at most {LONGEST} characters."
    if len(piece) > _LONGEST_PIECE:
        return [], too_long
    ends = _ends(piece)
    if ends is None:
        return ([], too_long) if len(piece) > LONGEST else ([piece], "")
    head, first, last_head, last = ends
    if last_head not in ("", head):
        return [], f"The two ends of “{piece[:60]}” begin differently. Write it like SN-0001..0010."
    if len(head) + max(len(first), len(last)) > LONGEST:
        return [], too_long
    low, high = int(first), int(last)
    if high < low:
        return [], f"“{piece[:60]}” counts backwards. Put the smaller number first."
    if high - low >= LARGEST_ACT:
        return (
            [],
            f"“{piece[:60]}” names {high - low + 1:,} serials, more than {LARGEST_ACT:,} at a time.",
        )
    return [f"{head}{number:0{len(first)}d}" for number in range(low, high + 1)], ""


def _ends(piece: str) -> tuple[str, str, str, str] | None:
    """Both ends of a pattern, each as what stands before its number and the number; None for none."""
    to = _TO.search(piece)
    if to is None or piece[-1] not in _DIGITS:
        return None
    (head, first), (last_head, last) = _parted(piece[: to.start()]), _parted(piece[to.end() :])
    return head, first, last_head, last


def _parted(end: str) -> tuple[str, str]:
    head = end.rstrip(_DIGITS)
    return head, end[len(head) :]


def _doubles(serials: list[str]) -> list[Problem]:
    seen: set[str] = set()
    for serial in serials:
        key = codes.key(serial)
        if key in seen:
            return [Problem(f"Serial {serial} is typed twice.", FIELD)]
        seen.add(key)
    return []
