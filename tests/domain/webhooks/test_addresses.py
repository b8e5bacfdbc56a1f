"""Which addresses a webhook may have, and which a name may stand for."""

from collections.abc import Callable, Iterator

import pytest

from ioninv.config import get_settings
from ioninv.domain.webhooks.addresses import check, read_address
from ioninv.errors import Invalid

HOSTILE = (
    "http://localhost.localdomain@127.0.0.1/",
    "http://127.0.0.1/",
    "http://127.0.0.1:8000/api/v1/items",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://10.0.0.5/",
    "http://172.16.4.4/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200/latest/meta-data/",
    "http://168.63.129.16/machine",
    "http://192.0.0.192/opc/v2/",
    "http://100.64.0.1/",
    "http://198.18.0.1/",
    "http://192.0.2.7/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:8.8.8.8]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::a9fe:a9fe]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "file:///etc/passwd",
    "gopher://example.com:70/_x",
    "ftp://example.com/",
    "javascript:alert(1)",
    "//example.com/",
    "http:///x",
    "http://:80/",
    "http://user:secret@example.com/",
    "http://user@example.com/",
    "http://example.com:22/",
    "http://example.com:25/",
    "http://example.com:6379/",
    "http://example.com:99999/",
    "http://example.com:0/",
    "http://example.com:/",
    "http://example.com/#x",
    "http://example.com\\@127.0.0.1/",
    "http://example.com/ x",
    "http://exa\tmple.com/",
    "http://example.com/\r\nHost: x",
    "http://exam%70le.com/",
    "http://exämple.com/",
    "http://１２７.0.0.1/",
    "http://a..b/",
    "http://[1::2::3]/",
    "http://" + "a" * 2_000,
    "",
)
PUBLIC = (
    "https://example.com",
    "https://example.com/hook?a=1&b=%20",
    "http://example.com:8080/",
    "https://sub.xn--exmple-cua.com./",
    "https://8.8.8.8/",
    "https://[2606:4700:4700::1111]/",
)
Allow = Callable[[str], None]


@pytest.fixture
def allow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Allow]:
    def networks(said: str) -> None:
        monkeypatch.setenv("IONINV_WEBHOOK_NETWORKS", said)
        get_settings.cache_clear()

    yield networks
    get_settings.cache_clear()


def refused(address: str) -> bool:
    try:
        read_address(address)
    except Invalid as invalid:
        return invalid.field == "address"
    return False


def test_hostile_addresses_are_refused_and_public_ones_taken():
    assert [each for each in HOSTILE if not refused(each)] == []
    assert [each for each in PUBLIC if refused(each)] == []


def test_one_bad_address_among_those_of_a_name_is_one_too_many():
    check(["8.8.8.8", "2606:4700:4700::1111"])
    for bad in ("127.0.0.1", "::1", "fe80::1%eth0", "169.254.169.254", "10.1.2.3", "nonsense"):
        with pytest.raises(Invalid, match="no public address"):
            check(["8.8.8.8", bad])
    with pytest.raises(Invalid, match="stands for no address"):
        check([])


def test_what_the_administrator_allows_is_allowed_and_nothing_beside_it(allow: Allow):
    allow("10.1.0.0/16, fd00::/8")
    check(["10.1.2.3", "fd00::5"])
    for bad in ("10.2.0.1", "127.0.0.1", "::ffff:10.1.2.3", "fe80::1"):
        with pytest.raises(Invalid):
            check([bad])
    assert read_address("http://10.1.2.3:3000/x?y").path == "/x?y"


def test_a_setting_that_cannot_be_read_is_named(allow: Allow):
    allow("10.1.2.3/8")
    with pytest.raises(Invalid, match=r"IONINV_WEBHOOK_NETWORKS is '10\.1\.2\.3/8'"):
        check(["8.8.8.8"])
