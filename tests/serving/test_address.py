"""Where the server listens, and what it says when it cannot."""

import socket
from collections.abc import Iterator

import pytest

from ioninv.errors import Conflict, Invalid
from ioninv.serving.address import Address, free_address


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_port_in_use_is_refused_with_the_way_out(taken: int):
    with pytest.raises(Conflict, match=rf"Port {taken} is in use.*--port {taken + 1}"):
        free_address("127.0.0.1", taken)


def test_a_port_that_became_free_can_be_used():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

    assert free_address("127.0.0.1", port) == Address("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(Invalid, match=r"192\.0\.2\.1 is not an address of this machine"):
        free_address("192.0.2.1", 8000)


@pytest.mark.parametrize(
    ("ip", "url", "reached_at", "is_for_others"),
    [
        ("127.0.0.1", "http://localhost:8000", "127.0.0.1", False),
        ("127.0.0.2", "http://127.0.0.2:8000", "127.0.0.2", False),
        ("::1", "http://localhost:8000", "::1", False),
        ("0.0.0.0", "http://localhost:8000", "127.0.0.1", True),
        ("::", "http://localhost:8000", "::1", True),
        ("192.168.1.5", "http://192.168.1.5:8000", "192.168.1.5", True),
    ],
)
def test_an_address_knows_its_name(ip: str, url: str, reached_at: str, is_for_others: bool):
    address = Address(ip, 8000)

    assert address.url == url
    assert address.reached_at == reached_at
    assert address.is_for_others is is_for_others
