"""Which addresses may be connected to: those of the public internet and no others.

A page's address is chosen by strangers. What it resolves to must not be a machine that
only this one can reach (server-side request forgery, CWE-918).
"""

from collections.abc import Iterable, Iterator
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_network,
)
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

# The IANA special-purpose registries (RFC 6890), and what else is nobody's public host.
# Written out, because what ``is_global`` says has changed between releases of Python.
_CLOSED_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",  # the platform's own address within Azure
            "169.254.0.0/16",  # link-local; 169.254.169.254 tells machines their credentials
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291, 2.4: the only part given to hosts
_CLOSED_6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
_SIX_TO_FOUR = IPv6Network("2002::/16")  # RFC 3056


class AddressPolicy:
    """Says which addresses may be connected to.

    Args:
        allowed: networks that are open in addition, such as an intranet.

    """

    def __init__(self, allowed: Iterable[Network] = ()) -> None:
        self._allowed = tuple(allowed)

    def allows(self, address: Address) -> bool:
        """Whether ``address`` is one of the public internet or of an allowed network.

        An IPv6 address that leads to an IPv4 one (mapped, NAT64, 6to4) is as closed as
        that one.
        """
        address = _unmapped(address)
        if any(address in network for network in self._allowed):
            return True
        return all(map(_is_public, _meant(address)))


def parse_networks(text: str) -> tuple[Network, ...]:
    """Return the networks of a list with commas: ``10.1.0.0/16,fd00:1::/32``.

    Raises ValueError naming the entry that is no network.
    """
    return tuple(_network(entry.strip()) for entry in text.split(",") if entry.strip())


def _network(entry: str) -> Network:
    try:
        return ip_network(entry)
    except ValueError as error:
        raise ValueError(f"{entry!r} is not a network such as 10.1.0.0/16: {error}") from None


def _unmapped(address: Address) -> Address:
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _meant(address: Address) -> Iterator[Address]:
    """Return the address where packets end up besides the one that is named."""
    if isinstance(address, IPv6Address) and address in _NAT64:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
        return
    yield address
    if isinstance(address, IPv6Address) and address in _SIX_TO_FOUR:
        yield IPv4Address((int(address) >> 80) & 0xFFFFFFFF)


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_4)
    return (
        address in _GLOBAL_UNICAST
        and address.scope_id is None
        and not any(address in network for network in _CLOSED_6)
    )
