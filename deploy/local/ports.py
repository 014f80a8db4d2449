"""TCP ports on loopback: free ones for the demo and the tests, and whether one is taken."""

import socket
from contextlib import ExitStack
from dataclasses import dataclass

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    """Where the parts of a local Quire listen, on loopback.

    Args:
        metrics: where the first of our processes tells its metrics, each further one a port
            higher, in the order of the Procfile; 0 for nowhere.
    """

    valkey: int = 6379
    outline: int = 50051
    document: int = 50052
    panel: int = 5555
    metrics: int = 0

    @classmethod
    def free(cls) -> "Ports":
        """Return ports that nobody listened on a moment ago."""
        return cls(*free_ports(4))


def free_ports(count: int) -> list[int]:
    """Return ``count`` different TCP ports that nobody listened on a moment ago."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for sock in sockets:
            sock.bind((HOST, 0))
        return [sock.getsockname()[1] for sock in sockets]


def is_taken(port: int) -> bool:
    """Whether somebody listens on ``port``.

    Asked by binding to it: gRPC shares a port silently (SO_REUSEPORT), so a
    second server would start and take half of the calls.
    """
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((HOST, port))
        except OSError:
            return True
        return False
