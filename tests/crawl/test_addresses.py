"""Only public peers are spoken to; private ones by request, and some never."""

from __future__ import annotations

import pytest

from spacenews.crawl.addresses import check_peer
from spacenews.model.errors import AddressError

PUBLIC = [
    "8.8.8.8",
    "93.184.215.14",
    "2606:4700::1111",
    "::ffff:8.8.8.8",  # a dual-stack socket names an IPv4 peer so
    "64:ff9b::808:808",  # NAT64: 8.8.8.8 in a network of IPv6 alone
    "2002:808:808::1",  # 6to4: 8.8.8.8
    "2606:4700::1111%eth0",
]
PRIVATE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104 - refused, not bound
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "::1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2002:a00:1::",
]
NEVER = [
    "169.254.169.254",
    "fe80::1",
    "fe80::1%eth0",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::",
    "2001:0:4136:e378:8000:63bf:5601:5601",  # Teredo: 169.254.169.254
    "224.0.0.1",
    "239.255.255.250",
    "ff02::1",
    "::ffff:224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "::",
    "fec0::1",
    "::127.0.0.1",  # long withdrawn form
    "100.64.0.1",
]


@pytest.mark.parametrize("host", PUBLIC)
def test_a_public_peer_may_be_asked(host: str) -> None:
    check_peer(host)
    check_peer(host, allow_loopback=True)


@pytest.mark.parametrize("host", PRIVATE)
def test_a_private_peer_is_asked_only_by_request(host: str) -> None:
    with pytest.raises(AddressError, match="--allow-loopback"):
        check_peer(host)
    check_peer(host, allow_loopback=True)


@pytest.mark.parametrize("host", NEVER)
def test_some_peers_are_never_asked(host: str) -> None:
    with pytest.raises(AddressError, match="never asked"):
        check_peer(host, allow_loopback=True)


@pytest.mark.parametrize("host", ["", "localhost", "127.1", "2130706433", "0x7f.1", "1.2.3.4.5", "/run/socket"])
def test_what_is_no_address_is_refused(host: str) -> None:
    with pytest.raises(AddressError, match="no IP address"):
        check_peer(host, allow_loopback=True)


def test_the_address_that_is_meant_is_named() -> None:
    with pytest.raises(AddressError, match=r"::ffff:a9fe:a9fe \(that is 169\.254\.169\.254\)"):
        check_peer("::ffff:169.254.169.254")
