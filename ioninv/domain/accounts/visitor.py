"""Who knocks: the address, the browser, and what its cookie of a known device holds."""

import re
from dataclasses import dataclass, field
from functools import cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Final

from ioninv.config import get_settings
from ioninv.errors import Invalid

COOKIE: Final = "ioninv_session"
"""The cookie that holds the token of a session: HttpOnly, SameSite=Lax, Path=/."""

DEVICE_COOKIE: Final = "ioninv_device"
"""The cookie by which a device is known again: like the other, and kept for a year."""

_BROWSERS: Final = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS: Final = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
_PROGRAM = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True)
class Visitor:
    """Where somebody signs in from. `address` is that of `address_of`; `device` a cookie's value."""

    address: str = ""
    browser: str = ""
    device: str = field(default="", repr=False)


def address_of(peer: str, forwarded: str = "") -> str:
    """The address that asks: the socket's, or what `X-Forwarded-For` says where a proxy is trusted.

    Of several the last one counts that no trusted proxy has: those before it can be forged.
    Raises Invalid when the setting cannot be read.
    """
    asking = _address(peer)
    if asking is None:
        return ""
    for said in reversed(forwarded.split(",")):
        if not is_trusted(str(asking)):
            break
        next_ = _address(said.strip())
        if next_ is None:
            break
        asking = next_
    return str(asking)


def is_trusted(peer: str) -> bool:
    """Whether it is the address of a proxy that the settings name. Raises Invalid as `address_of`."""
    asking = _address(peer)
    return asking is not None and any(asking in network for network in _trusted())


def told(user_agent: str) -> str:
    """A browser in a few words: Firefox on Linux."""
    browser = next((name for sign, name in _BROWSERS.items() if f"{sign}/" in user_agent), "")
    system = next((name for sign, name in _SYSTEMS.items() if sign in user_agent), "")
    if browser:
        return f"{browser} on {system}" if system else browser
    program = _PROGRAM.match(user_agent)
    return program.group() if program else ""


def network_of(address: str) -> str:
    """What counts as one place: an IPv4 address, or the /64 that one IPv6 host has to itself."""
    found = _address(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, 64), strict=False))
    return str(found or "")


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return (found.ipv4_mapped if isinstance(found, IPv6Address) else None) or found


def _trusted() -> tuple[IPv4Network | IPv6Network, ...]:
    return _networks(get_settings().trusted_proxies)


@cache
def _networks(said: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        found = [each.strip() for each in said.split(",") if each.strip()]
        return tuple(ip_network(each, strict=False) for each in found)
    except ValueError as error:
        variable = "IONINV_TRUSTED_PROXIES"
        raise Invalid(f"{variable} is {said!r}: {error}.", variable) from error
