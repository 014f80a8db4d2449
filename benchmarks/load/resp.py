"""Commands to Redis over a plain socket, a batch at a time, at the least cost to the machine.

The load generator shares two cores with what it measures, and packing by a client library
would cost as much as the server's own work.
"""

import socket


def command(*parts: bytes) -> bytes:
    """Return a command as it stands on the wire (RESP, redis.io/docs/reference/protocol-spec)."""
    pieces = [b"*%d\r\n" % len(parts)]
    for part in parts:
        pieces.append(b"$%d\r\n" % len(part))
        pieces.append(part)
        pieces.append(b"\r\n")
    return b"".join(pieces)


class RawRedis:
    """A blocking connection that is called ``bench``.

    Its batches may hold only commands that answer with a number, a status or a short string.
    """

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.run(command(b"CLIENT", b"SETNAME", b"bench"), lines=1)

    def run(self, batch: bytes, *, lines: int) -> None:
        """Send a batch and wait for its answers.

        Args:
            batch: commands, one after the other.
            lines: how many the answers have: one for a number or status, two for a string.

        Raises RuntimeError for an error among them, OSError.
        """
        self._socket.sendall(batch)
        left = lines
        tail = b""
        while left > 0:
            data = self._socket.recv(1 << 16)
            if not data:
                raise OSError("the store has closed the connection")
            if (data.startswith(b"-") and tail in (b"", b"\n")) or b"\n-" in data:
                raise RuntimeError(f"the store refuses: {data[:200]!r}")
            left -= data.count(b"\n")
            tail = data[-1:]

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()
