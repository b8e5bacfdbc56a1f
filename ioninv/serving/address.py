"""Where to listen, and under which name that is reached."""

import errno
import socket
from dataclasses import dataclass
from ipaddress import ip_address

from ioninv.errors import Conflict, Invalid


@dataclass(frozen=True)
class Address:
    """An IP address of this machine and a port."""

    ip: str
    port: int

    @property
    def url(self) -> str:
        """What to open in a browser."""
        return f"http://{self._name}:{self.port}"

    @property
    def reached_at(self) -> str:
        """The IP address to connect to, from this machine."""
        each = ip_address(self.ip)
        if each.is_unspecified:
            return "127.0.0.1" if each.version == 4 else "::1"
        return self.ip

    @property
    def is_for_others(self) -> bool:
        """Whether other machines can connect to it."""
        return not ip_address(self.ip).is_loopback

    @property
    def _name(self) -> str:
        if self.reached_at in {"127.0.0.1", "::1"}:
            return "localhost"
        return f"[{self.ip}]" if ":" in self.ip else self.ip


def free_address(host: str, port: int) -> Address:
    """The address of `host`, a name or an IP address, if one can listen there.

    Raises Invalid for an unknown host, Conflict with the way out for a port that is in use.
    """
    try:
        family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise Invalid(f"No machine is known by the name {host}.", "host") from error
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
            probe.listen()
        except OSError as error:
            raise _refusal(error, host, port) from error
    return Address(str(where[0]), port)


def _refusal(error: OSError, host: str, port: int) -> Conflict | Invalid:
    if error.errno == errno.EADDRINUSE:
        return Conflict(
            f"Port {port} is in use, perhaps by another ioninv. "
            f"Stop that, or choose another port: --port {port + 1}.",
            "port",
        )
    if error.errno == errno.EACCES:
        return Conflict(f"Only root may listen on port {port}. Choose one above 1023.", "port")
    return Invalid(f"{host} is not an address of this machine.", "host")
