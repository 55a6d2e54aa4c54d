from __future__ import annotations

import ipaddress
import socket

import pytest

from reader.fetch import addresses
from reader.fetch.addresses import NoNetwork, SystemResolver, is_loopback, is_public, literal


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::808:808"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "100.64.0.1", "100.127.255.255", "169.254.169.254", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1",
        "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:7f00:1", "::127.0.0.1", "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::1", "2001:0:7f00:1::1",
        "", "example.org", "1.2.3",
    ],
)  # fmt: skip
def test_all_others_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.1", "127.0.0.1"), ("0x7f000001", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("0177.0.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"), ("0", "0.0.0.0"), ("10.1", "10.0.0.1"), ("8.8.8.8", "8.8.8.8"),
        ("localhost", "127.0.0.1"), ("LOCALHOST.", "127.0.0.1"), ("a.localhost", "127.0.0.1"),
        ("[::1]", "::1"), ("::ffff:127.0.0.1", "::ffff:7f00:1"),
    ],
)  # fmt: skip
def test_a_literal_is_read_in_every_form_the_system_reads(host: str, address: str) -> None:
    # Pythons write the last of them in two ways.
    assert literal(host) == ipaddress.ip_address(address)


@pytest.mark.parametrize(
    "host", ["example.org", "1.example", "cafe.ex", "", "1.2.3.4.5", "999.1", "xn--1", "notlocalhost"]
)
def test_a_name_is_not_a_literal(host: str) -> None:
    assert literal(host) is None


def test_this_machine_is_known_by_how_it_is_written() -> None:
    assert [is_loopback(host) for host in ("127.1", "localhost", "[::1]", "10.0.0.1", "example.org")] == [
        True, True, True, False, False,
    ]  # fmt: skip


async def test_the_system_knows_this_machine_and_refuses_nonsense() -> None:
    resolver = SystemResolver()
    try:
        assert all(ipaddress.ip_address(found).is_loopback for found in await resolver.addresses("localhost"))
        for nonsense in ("a" * 64 + ".example", "", "a..example"):
            with pytest.raises(OSError, match=r"."):
                await resolver.addresses(nonsense)
    finally:
        resolver.close()


@pytest.mark.parametrize(("ways", "kind"), [(False, NoNetwork), (True, socket.gaierror)])
async def test_where_no_name_is_found_it_is_told_whether_there_is_a_network(
    ways: bool, kind: type[OSError], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setattr(addresses, "_has_way", lambda *_: ways)
    resolver = SystemResolver()
    try:
        with pytest.raises(socket.gaierror) as caught:
            await resolver.addresses("gone.example")
        assert type(caught.value) is kind
    finally:
        resolver.close()


def test_a_way_is_known_to_this_machine_and_none_to_an_address_of_another_kind() -> None:
    assert addresses._has_way(socket.AF_INET, "127.0.0.1")
    assert not addresses._has_way(socket.AF_INET, "::1")
