"""Streams are counted by host, and texts that leave the machine are compressed."""

import grpc
import pytest

from shared.errors import QuireError
from shared.reasons import Reason
from shared.rpc.peers import PeerStreams, compress_for, peer_host


@pytest.mark.parametrize(
    ("peer", "host"),
    [
        ("ipv4:10.0.0.7:51234", "10.0.0.7"),
        ("ipv6:%5B::1%5D:51234", "::1"),
        ("ipv6:[2001:db8::5]:1", "2001:db8::5"),
        ("unix:", "unix"),
    ],
)
def test_hosts(peer: str, host: str) -> None:
    assert peer_host(peer) == host


def test_one_host_does_not_take_all() -> None:
    streams = PeerStreams(2)
    with streams.stream("ipv4:10.0.0.7:1"), streams.stream("ipv4:10.0.0.7:2"):
        with pytest.raises(QuireError) as caught, streams.stream("ipv4:10.0.0.7:3"):
            pass
        assert caught.value.reason is Reason.WATCH_LIMIT
        assert caught.value.metadata == {"limit": "2", "peer": "10.0.0.7"}
        with streams.stream("ipv4:10.0.0.8:1"):
            pass
    with streams.stream("ipv4:10.0.0.7:4"):
        pass


class Call:
    def __init__(self, peer: str) -> None:
        self._peer = peer
        self.compression: grpc.Compression | None = None

    def peer(self) -> str:
        return self._peer

    def set_compression(self, compression: grpc.Compression) -> None:
        self.compression = compression


@pytest.mark.parametrize(
    ("peer", "compressed"),
    [("ipv4:10.0.0.7:1", True), ("ipv4:127.0.0.1:1", False), ("unix:", False)],
)
def test_what_leaves_the_machine_is_compressed(peer: str, compressed: bool) -> None:
    call = Call(peer)
    compress_for(call)  # type: ignore[arg-type]
    assert (call.compression is grpc.Compression.Gzip) is compressed
