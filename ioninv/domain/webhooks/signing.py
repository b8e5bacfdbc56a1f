"""How a receiver knows that it was ioninv that spoke, and when."""

import hashlib
import hmac
from typing import Final

SIGNATURE: Final = "Ioninv-Signature"
DELIVERY: Final = "Ioninv-Delivery"


def signature(secret: str, at: int, body: bytes) -> str:
    """The header over a body: `t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "t.body">`."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={signed.hexdigest()}"
