"""Where a webhook may be sent: to the public network, and to what the administrator allows beside it.

An address is looked at twice: as it is typed, and each time something is sent, as what its name
stands for then. Between that look and the connection no name is looked up again.
"""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
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
from urllib.parse import urlsplit

from ioninv.config import get_settings
from ioninv.errors import Invalid

LONGEST: Final = 2_000
_PORTS: Final = {"http": 80, "https": 443}
_FIRST_FREE: Final = 1024
_OTHER_PROTOCOLS: Final = frozenset({
    1719, 1720, 1723, 2049, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666,
    6667, 6668, 6669, 6679, 6697, 10080, 11211, 27017,
})  # fmt: skip
"""What speaks something else there, and could take a request for its own."""

_CLOSED: Final = tuple(
    ip_network(each)
    for each in (
        # Of this machine, of this network, and of nobody.
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7",
        "fe80::/10", "fec0::/10", "ff00::/8",
        # IPv4 in other clothes: mapped, translated, tunnelled.
        "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16",
        # What clouds tell their own machines at a public address.
        "168.63.129.16/32",
    )
)  # fmt: skip
Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class Target:
    """An address in its parts. `path` has the query with it; `host` is a name or an IP address."""

    scheme: str
    host: str
    port: int
    path: str


def read_address(text: str) -> Target:
    """The parts of an address, none of which is surprising. Raises Invalid."""
    if not text:
        raise _refused("Address is missing.")
    if len(text) > LONGEST or not all("!" <= each <= "~" for each in text) or "\\" in text:
        raise _refused(
            f"Write the address without blanks and signs that are no ASCII, at most {LONGEST:,}."
        )
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _refused(_LIKE) from None
    if parts.scheme not in _PORTS:
        raise _refused(_LIKE)
    if "@" in parts.netloc:
        raise _refused("An address is stored and shown: leave the name and the password out of it.")
    host = parts.hostname or ""
    if not host or "%" in host or parts.netloc.endswith(":"):
        raise _refused(_LIKE)
    if parts.fragment or "#" in text:
        raise _refused("What follows # is not sent. Leave it out.")
    port = _PORTS[parts.scheme] if port is None else port
    if port not in _PORTS.values() and (port < _FIRST_FREE or port in _OTHER_PROTOCOLS):
        raise _refused(
            f"Nothing is sent to port {port}: take 80, 443, or one above 1023 for the web."
        )
    if literal := _literal(host):
        check([literal])
        host = literal
    elif not _is_name(host):
        raise _refused(_LIKE)
    query = f"?{parts.query}" if parts.query else ""
    return Target(parts.scheme, host, port, (parts.path or "/") + query)


def check(addresses: Iterable[str]) -> None:
    """Refuse where any of these IP addresses may not be sent to, or there is none."""
    found = [*addresses]
    if not found:
        raise _refused("This name stands for no address.")
    for each in found:
        if not _is_open(each):
            raise _refused(
                f"{each[:60]} is no public address. An administrator of this server can allow its "
                "network in IONINV_WEBHOOK_NETWORKS."
            )


def _is_open(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.scope_id:
        return False
    if _in(address, _allowed()):
        return True
    return address.is_global and not address.is_multicast and not _in(address, _CLOSED)


def _in(address: Address, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    return any(address.version == each.version and address in each for each in networks)


def _allowed() -> tuple[IPv4Network | IPv6Network, ...]:
    return _networks(get_settings().webhook_networks)


@cache
def _networks(said: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(each.strip()) for each in said.split(",") if each.strip())
    except ValueError as error:
        variable = "IONINV_WEBHOOK_NETWORKS"
        raise Invalid(f"{variable} is {said!r}: {error}.", variable) from error


def _literal(host: str) -> str:
    """The IP address that a host is, also in the old ways to write one (127.1, 0x7f000001)."""
    try:
        return str(ip_address(host))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return ""


def _is_name(host: str) -> bool:
    labels = host.removesuffix(".").split(".")
    return len(host) <= 253 and all(
        0 < len(each) <= 63 and each.replace("-", "").replace("_", "").isalnum() for each in labels
    )


def _refused(sentence: str) -> Invalid:
    return Invalid(sentence, "address")


_LIKE: Final = (
    "Write an address like https://example.com/hook. Names of other letters begin with xn--."
)
