"""What opens a door: 256 random bits, of which only a hash is ever stored."""

import hashlib
import secrets


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> bytes:
    """A secret of 256 random bits cannot be guessed, so a fast hash keeps it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
