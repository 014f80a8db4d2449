"""Addresses of a store: plain, or by way of Sentinels."""

import pytest

from shared.redis_address import SentinelAddress, sentinel_address


@pytest.mark.parametrize(
    "url", ["redis://h:6379/0", "rediss://:secret@h/1", "unix:///run/valkey.sock"]
)
def test_plain_addresses(url: str) -> None:
    assert sentinel_address(url) is None


def test_sentinels() -> None:
    address = sentinel_address("sentinel://ann:p%40ss@a:1,b/quire/2")
    assert address == SentinelAddress((("a", 1), ("b", 26379)), "quire", 2, "ann", "p@ss")
    assert address.for_kombu() == "sentinel://ann:p%40ss@a:1/2;sentinel://ann:p%40ss@b:26379/2"
    plain = sentinel_address("sentinel://a/quire")
    assert plain is not None
    assert plain.for_kombu() == "sentinel://a:26379/0"


@pytest.mark.parametrize(
    "url",
    [
        "http://h",
        "redis://",
        "sentinel://a",
        "sentinel:///quire",
        "sentinel://a:x/quire",
        "sentinel://a/quire/x",
    ],
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ValueError, match=r"not (a|host:port)"):
        sentinel_address(url)
