"""Finding by text in the small tables: every word anywhere, the best matches first.

A `search_text` holds one line per name, compared without case, and further lines with letters and
digits alone. It is searched with `instr`, so `%` and `_` mean themselves.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ioninv import codes

LONGEST = 200
MOST_WORDS = 8
_LINE = "\n"
_WORD_STARTS = (" ", "-", "_", "/", "(")
# Dashes do not matter anywhere; an underscore or slash not inside a word. `%`, `+`, `#` always do.
_LOOSE = re.compile(r"[-\s]*[^\W_]+(?:[-\s_/]+[^\W_]+)*[-\s]*")


@dataclass(frozen=True)
class Matching:
    """SQL over `r.search_text`: the condition, and the rank of a match (0 is best)."""

    where: str
    rank: str
    parameters: dict[str, str]


def search_text(names: Iterable[str], also: Iterable[str] = ()) -> str:
    """What is searched: the names as they are and as bare codes, then further texts as they are."""
    names, also = list(names), list(also)
    lines = [*map(codes.key, names), *map(codes.key, also), *map(codes.code, names)]
    return _LINE.join(dict.fromkeys(line for line in lines if line))


def matching(typed: str, name: str) -> Matching:
    """How a typed text is looked for; `name` is the column that holds a row's name as a key."""
    whole = codes.key(typed[:LONGEST])
    words = list(dict.fromkeys(whole.split()))[:MOST_WORDS]
    if not words:
        return Matching("1", "NULL", {})
    parameters = {f"word{n}": word for n, word in enumerate(words)}
    parameters |= {f"code{n}": _code(word) for n, word in enumerate(words)}
    parameters |= {"typed": whole, "typed_code": _code(whole)}
    every_word = " AND ".join(_holds(f"word{n}", f"code{n}") for n in range(len(words)))
    return Matching(f"(({every_word}) OR {_IS_CODE})", _rank(name), parameters)


def _code(word: str) -> str:
    """The bare code of a text that is nothing but one, else the text itself."""
    return codes.code(word) if _LOOSE.fullmatch(word) else word


def _holds(word: str, code: str) -> str:
    return f"(instr(r.search_text, :{word}) > 0 OR instr(r.search_text, :{code}) > 0)"


def _rank(name: str) -> str:
    starts = " OR ".join(f"instr(r.search_text, '{mark}' || :typed) > 0" for mark in _WORD_STARTS)
    return (
        f"CASE WHEN r.{name} = :typed THEN 0 "
        f"WHEN {_line(':typed', whole=True)} OR {_line(':typed_code', whole=True)} THEN 1 "
        f"WHEN instr(r.{name}, :typed) = 1 THEN 2 "
        f"WHEN {_line(':typed')} OR {_line(':typed_code')} THEN 3 "
        f"WHEN {starts} THEN 4 ELSE 5 END"
    )


def _line(text: str, *, whole: bool = False) -> str:
    """A line of the search text begins with this text, or is this text."""
    if whole:
        return f"instr(char(10) || r.search_text || char(10), char(10) || {text} || char(10)) > 0"
    return f"instr(char(10) || r.search_text, char(10) || {text}) > 0"


_IS_CODE = "instr(r.search_text, :typed_code) > 0"
