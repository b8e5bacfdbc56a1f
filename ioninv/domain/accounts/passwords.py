"""Passwords: long, not the first that one would guess, and kept as Argon2id hashes only."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Final, ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ioninv.domain.accounts.guessable import guessable
from ioninv.errors import Invalid

P = ParamSpec("P")
T = TypeVar("T")

FEWEST: Final = 15
MOST: Final = 200
HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
"""What a hash costs whoever guesses: 64 MiB, three times over. Older hashes are renewed."""

_AT_ONCE: Final = 2
_pool = ThreadPoolExecutor(_AT_ONCE, "ioninv-passwords")


def read_password(password: str, name: str, field: str = "password") -> str:
    """A new password as it is hashed. Raises Invalid when it is too short, too long, or guessable."""
    if len(password) > 4 * MOST:
        raise Invalid(f"A password has at most {MOST} characters.", field)
    if any("\ud800" <= c <= "\udfff" for c in password):
        raise Invalid("This password holds half a character. Type it anew.", field)
    normal = unicodedata.normalize("NFC", password)
    if len(normal) < FEWEST:
        raise Invalid(
            f"A password has at least {FEWEST} characters. Several words are easy to keep.", field
        )
    if len(normal) > MOST:
        raise Invalid(f"A password has at most {MOST} characters.", field)
    if guessable(normal, name):
        raise Invalid(
            "This password is among the first that one would guess. Take words of your own.", field
        )
    return normal


def hash_of(password: str) -> str:
    """Slow on purpose: never inside a transaction that writes."""
    return HASHER.hash(password.encode("utf-8", "replace"))


def hash_again(password: str) -> str:
    """Of a password that was right, with the parameters of today."""
    return hash_of(_normal(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether it is the password. Takes as long where there is none to compare with."""
    nobodys = _nobodys(HASHER)
    try:
        HASHER.verify(password_hash or nobodys, _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other parameters than those of today."""
    return HASHER.check_needs_rehash(password_hash)


async def apart(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do slow work on threads of its own, so that neither pages nor writers wait."""
    return await asyncio.get_running_loop().run_in_executor(_pool, lambda: work(*args, **kwargs))


def _normal(password: str) -> str:
    """As it is hashed, whatever was given."""
    storable = password[: 4 * MOST].encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", storable)


@lru_cache(maxsize=4)
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody has this password")
