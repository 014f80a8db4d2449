from ipaddress import ip_address

import pytest

from shared.authoring.web.addresses import AddressPolicy, parse_networks

PUBLIC = [
    "1.1.1.1",
    "93.184.216.34",
    "172.15.255.255",
    "172.32.0.0",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:4001:80b::200e",
    "::ffff:93.184.216.34",
    "64:ff9b::5db8:d822",
    "2002:5db8:d822::1",
]
CLOSED = [
    "0.0.0.0",  # noqa: S104  not bound to
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::5db8:d822",
    "2002:7f00:1::1",
    "2002:c0a8:101::",
    "2001::1",
    "2001:0:5db8:d822::",
    "2001:db8::1",
    "3fff::1",
    "100::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1111%eth0",
    "fec0::1",
    "ff02::1",
    "4000::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_is_open(address: str) -> None:
    assert AddressPolicy().allows(ip_address(address))


@pytest.mark.parametrize("address", CLOSED)
def test_everything_else_is_closed(address: str) -> None:
    assert not AddressPolicy().allows(ip_address(address))


def test_a_network_that_is_allowed_opens_itself_and_nothing_else() -> None:
    policy = AddressPolicy(parse_networks("10.1.0.0/16, fd00:1::/32"))
    for address in ("10.1.2.3", "::ffff:10.1.2.3", "fd00:1::5", "1.1.1.1"):
        assert policy.allows(ip_address(address)), address
    for address in ("10.2.0.1", "127.0.0.1", "fd00:2::5", "64:ff9b::a01:203", "2002:a01:203::1"):
        assert not policy.allows(ip_address(address)), address


@pytest.mark.parametrize("text", ["10.1.0.0/33", "10.1.2.3/16", "localhost", "10.1"])
def test_what_is_no_network_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        parse_networks(f"10.0.0.0/8,{text}")
