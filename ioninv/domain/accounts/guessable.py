"""Which long passwords are guessed first: those made of common words, rows of keys and repetition."""

import re
from typing import Final

from ioninv.domain.accounts.naming import fold

OWN_CHARACTERS: Final = 6
"""So many must be left of a password when all that is common is taken out of it."""

_COMMON: Final = (
    "correcthorsebatterystaple", "nevergonnagiveyouup", "thequickbrownfox", "jumpsoverthelazydog",
    "maytheforcebewithyou", "tobeornottobe", "onceuponatime", "happybirthday", "administrator",
    "inventory", "password", "passwort", "passphrase", "changeme", "iloveyou", "letmein", "welcome",
    "trustno", "mypassword", "football", "baseball", "superman", "batman", "princess", "sunshine",
    "whatever", "computer", "internet", "starwars", "ioninv", "default", "monkey", "dragon",
    "master", "secret", "shadow", "access", "summer", "winter", "autumn", "spring", "google",
    "manager", "company", "factory", "keeper", "viewer", "operator", "buyer", "admin", "login",
    "hello", "guest", "super", "love", "test", "user", "root", "pass", "word", "this", "that",
    "the", "my", "is", "and", "for", "you", "new", "our",
)  # fmt: skip
_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)  # fmt: skip
_BOTH_WAYS: Final = tuple(row for each in _ROWS for row in (each, each[::-1]))
_SHORTEST_RUN: Final = 3
_WRITTEN_WITH_DIGITS: Final = str.maketrans("013457@$!8", "oieastasib")
_REPEATED = re.compile(r"(.{1,}?)\1+")


def guessable(password: str, name: str) -> bool:
    """Whether less than `OWN_CHARACTERS` different ones are one's own idea, also read as leetspeak."""
    plain = fold(password)
    names = [part for part in re.split(r"[\W_]+", fold(name)) if len(part) >= _SHORTEST_RUN]
    readings = (plain, plain.translate(_WRITTEN_WITH_DIGITS))
    return any(len(set(_own(each, names))) < OWN_CHARACTERS for each in readings)


def _own(text: str, names: list[str]) -> str:
    left = re.sub(r"[\W_]+", "", text)
    for word in (*sorted(names, key=len, reverse=True), *_COMMON):
        left = left.replace(word, " ")
    left = _without_runs(left)
    left = re.sub(r"(?:19|20)\d\d", " ", left)
    return _REPEATED.sub(r"\1", left.replace(" ", ""))


def _without_runs(text: str) -> str:
    kept, at = "", 0
    while at < len(text):
        length = _run(text, at)
        if length < _SHORTEST_RUN:
            kept, at = kept + text[at], at + 1
        else:
            kept, at = kept + " ", at + length
    return kept


def _run(text: str, at: int) -> int:
    """How many characters from here on follow each other on a keyboard or in the alphabet."""
    length = _SHORTEST_RUN
    while at + length <= len(text) and any(text[at : at + length] in row for row in _BOTH_WAYS):
        length += 1
    return length - 1
