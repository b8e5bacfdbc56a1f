"""How names, serials and lots are cleaned, compared and ordered."""

import re
import unicodedata
from collections.abc import Iterable

_DIGITS = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = {"\u200d", "\ufe0f"}
_DIGITS_ORDERED = 12
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)[-\s_./\u2010-\u2015]+(?=\d)")
_SEPARATORS_GONE = str.maketrans("", "", " -_./")


def clean(text: str) -> str:
    """NFC, without control and invisible characters, outer blanks cut, inner ones single."""
    if text.isascii() and text.isprintable():
        return (_BLANKS.sub(" ", text) if "  " in text else text).strip()
    kept = "".join(
        " " if c in "\t\n\r\x0b\x0c" else c
        for c in unicodedata.normalize("NFC", text)
        if c in "\t\n\r\x0b\x0c" or c in _JOINERS or unicodedata.category(c) not in _INVISIBLE
    )
    return _BLANKS.sub(" ", kept).strip()


def scanned(text: str) -> str:
    """Like `clean`, without what a scanner may put before a code to say its kind (`]C1`, `]d2`)."""
    cleaned = clean(text)
    mark = _SYMBOLOGY.match(cleaned)
    return cleaned[mark.end() :].strip() if mark else cleaned


def clean_lines(text: str) -> str:
    """Like `clean`, but a text of several lines keeps them."""
    return "\n".join(clean(line) for line in text.replace("\r\n", "\n").split("\n")).strip()


def key(text: str) -> str:
    """What two names or serials are compared by: cleaned, case folded, NFC again."""
    if text.isascii():
        return clean(text).lower()
    return unicodedata.normalize("NFC", clean(text).casefold())


def code(text: str) -> str:
    """What a search compares: without what separates, so that dashes and blanks do not matter."""
    if text.isascii():
        return clean(text).lower().translate(_SEPARATORS_GONE)
    folded = unicodedata.normalize("NFKC", clean(text)).casefold().translate(_SEPARATORS_GONE)
    return "".join(c for c in folded if unicodedata.category(c) != "Pd")


def lot(text: str) -> str:
    """What two lots are compared by: like a code, but numbers stay apart, so that 1.1 is not 11."""
    folded = unicodedata.normalize("NFKC", clean(text))
    return code(_BETWEEN_NUMBERS.sub("~", folded))


def phrase(code: str) -> str:
    """A code as the full-text index is asked for it: one phrase, nothing in it an operator."""
    return '"' + code.replace('"', '""') + '"'


def mention(names: Iterable[str]) -> re.Pattern[str]:
    """Finds `@name` of one of these names, the longest that fits: not in x@bob.com, nor in @bob-2."""
    longest_first = sorted(names, key=len, reverse=True)
    either = "|".join(re.escape(name) for name in longest_first)
    return re.compile(rf"(?:(?<=[\s(\[{{<])|^)@({either})(?!\w|[-.]\w)", re.IGNORECASE)


def natural(text: str) -> str:
    """A key whose plain text order puts SN-2 before SN-10."""
    return _DIGITS.sub(lambda m: m.group().lstrip("0").zfill(_DIGITS_ORDERED), key(text))
