"""A whole Quire on this machine: Valkey, both servers, both workers and, if asked for, a panel."""

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from deploy.local import valkey
from deploy.local.part import Part, Sink
from deploy.local.ports import HOST, Ports, is_taken
from deploy.local.procfile import PROCFILE, read_procfile
from shared.rpc.probe import is_serving

STORE = "valkey"
PANEL = "panel"
_PANEL_COMMAND = [sys.executable, "-m", "deploy.panel.panel"]
START_TIMEOUT = 60.0
STOP_GRACE = 30.0
"""Seconds that a part may take to start and, asked to, to end."""


class PartError(RuntimeError):
    """A part ended or did not become ready; the message names it and ends with its log."""


class LocalStack:
    """The parts of the Procfile as processes, from ``start`` to ``stop``.

    Also a context manager. ``start`` must be called from a thread that lives on,
    such as the main thread: the parts die with it.

    Args:
        data: folder for Valkey's files (``valkey/``) and the logs (``logs/``).
        ports: where the parts listen; free ports if absent.
        env: further settings of every part, for example ``QUIRE_TOKENS``. None are
            taken from this process's environment, and addresses are the stack's own.
        part_env: environment of single parts, by name; it goes before all else.
        sink: gets every line that a part prints, with the part's name.
        parts: names of the parts to run; all if absent.
        procfile: where the parts are named.
        panel: whether Flower runs too, as the last part.

    Attributes:
        parts: every part by name, in the order of the Procfile.
    """

    def __init__(
        self,
        data: Path,
        *,
        ports: Ports | None = None,
        env: Mapping[str, str] | None = None,
        part_env: Mapping[str, Mapping[str, str]] | None = None,
        sink: Sink | None = None,
        parts: tuple[str, ...] | None = None,
        procfile: Path = PROCFILE,
        panel: bool = False,
    ) -> None:
        self.data = data.absolute()
        self.ports = ports if ports is not None else Ports.free()
        self._env = dict(env or {})
        self._commands = read_procfile(procfile)
        commands = self._commands | ({PANEL: _PANEL_COMMAND} if panel else {})
        self.parts = {
            name: Part(
                name,
                commands[name],
                self._environment(name) | dict((part_env or {}).get(name, {})),
                self.data / "logs" / f"{name}.log",
                sink,
            )
            for name in (commands if parts is None else parts)
        }

    @property
    def store_url(self) -> str:
        """Database 0 of the stack's Valkey."""
        return f"redis://{HOST}:{self.ports.valkey}/0"

    @property
    def outline_address(self) -> str:
        """``host:port`` of the outline service."""
        return f"{HOST}:{self.ports.outline}"

    @property
    def document_address(self) -> str:
        """``host:port`` of the document service."""
        return f"{HOST}:{self.ports.document}"

    @property
    def panel_address(self) -> str:
        """``host:port`` of the panel, which speaks HTTP."""
        return f"{HOST}:{self.ports.panel}"

    @property
    def metrics_addresses(self) -> dict[str, str]:
        """``host:port`` at which each server and worker tells its metrics, if they do."""
        if not self.ports.metrics:
            return {}
        return {
            name: f"{HOST}:{self.ports.metrics + number}"
            for number, name in enumerate(name for name in self._commands if name != STORE)
        }

    @property
    def client_env(self) -> dict[str, str]:
        """The environment in which clients find the two services."""
        return {
            "QUIRE_OUTLINE_ADDRESS": self.outline_address,
            "QUIRE_DOCUMENT_ADDRESS": self.document_address,
        }

    def start(self) -> None:
        """Start every part, Valkey first, and wait until all are ready.

        Raises PartError, with everything stopped again.
        """
        try:
            if STORE in self.parts:
                self.start_part(STORE)
            others = [name for name in self.parts if name != STORE]
            for name in others:
                self.start_part(name, wait=False)
            for name in others:
                self.wait_ready(name)
        except BaseException:
            self.stop(grace=2.0)
            raise

    def stop(self, *, grace: float = STOP_GRACE) -> list[str]:
        """Ask every part to end, Valkey last; kill those that take over ``grace`` seconds.

        Returns the names of those that had to be killed.
        """
        killed = []
        services = [part for name, part in self.parts.items() if name != STORE]
        for part in services:
            part.terminate()
        give_up = time.monotonic() + grace
        killed += [part.name for part in services if not part.wait(give_up)]
        if STORE in self.parts and not self.parts[STORE].stop(grace):
            killed.append(STORE)
        return killed

    def start_part(self, name: str, *, wait: bool = True) -> None:
        """Start a part, again if it was stopped, and wait until it is ready.

        Raises PartError when its port is taken or it does not get ready, KeyError for an
        unknown name.
        """
        port = self._port(name)
        if port is not None and is_taken(port):
            raise PartError(f"{name}: port {port} is taken")
        self.parts[name].start()
        if wait:
            self.wait_ready(name)

    def stop_part(self, name: str, *, grace: float = STOP_GRACE) -> bool:
        """Ask a part to end and wait for it; returns whether it did without being killed."""
        return self.parts[name].stop(grace)

    def kill_part(self, name: str) -> None:
        """End a part by SIGKILL, with all processes that it started."""
        self.parts[name].kill()

    def wait_ready(self, name: str, *, timeout: float = START_TIMEOUT) -> None:
        """Wait until a part is ready; raises PartError if it ends or takes too long.

        Valkey is ready when it answers, a server when its health is SERVING. Workers
        count as ready once they run: what they have not taken yet, waits for them.
        """
        give_up = time.monotonic() + timeout
        while not self._ready(name):
            if not self.parts[name].running:
                raise PartError(f"{name} ended at start\n{self.log_tail(name)}")
            if time.monotonic() > give_up:
                raise PartError(f"{name} was not ready within {timeout:g} s\n{self.log_tail(name)}")
            time.sleep(0.05)

    def ended(self) -> Part | None:
        """Return a part that ended although nobody stopped it, or None."""
        return next((part for part in self.parts.values() if part.died), None)

    def log(self, name: str) -> str:
        """Return all that a part has printed in this data folder."""
        path = self.parts[name].log
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def log_tail(self, name: str, lines: int = 20) -> str:
        """Return the last lines that a part has printed."""
        return "\n".join(self.log(name).splitlines()[-lines:])

    def __enter__(self) -> "LocalStack":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _ready(self, name: str) -> bool:
        if not self.parts[name].running:
            return False
        if name == STORE:
            return valkey.answers(self.ports.valkey)
        port = self._port(name)
        if port is None:
            return True
        # With TLS, whom to trust is the clients' knowledge; the panel speaks HTTP.
        if name == PANEL or "QUIRE_TLS_CERT" in self._env:
            return is_taken(port)
        return is_serving(f"{HOST}:{port}", timeout=1.0)

    def _port(self, name: str) -> int | None:
        return {
            STORE: self.ports.valkey,
            "outline-server": self.ports.outline,
            "document-server": self.ports.document,
            PANEL: self.ports.panel,
        }.get(name)

    def _environment(self, name: str) -> dict[str, str]:
        env = {key: value for key, value in os.environ.items() if not key.startswith("QUIRE_")}
        env |= {"PYTHONUNBUFFERED": "1"} | self._env
        if name == STORE:
            return env | {
                "VALKEY_PORT": str(self.ports.valkey),
                "VALKEY_DATA": str(self.data / "valkey"),
            }
        env |= {"QUIRE_STORE_URL": self.store_url, "QUIRE_BROKER_URL": self.store_url}
        if name == PANEL:
            return env | {"FLOWER_ADDRESS": HOST, "FLOWER_PORT": str(self.ports.panel)}
        port = self._port(name)
        if port is not None:
            env["QUIRE_LISTEN"] = f"{HOST}:{port}"
        if name in self.metrics_addresses:
            env["QUIRE_METRICS_LISTEN"] = self.metrics_addresses[name]
        if name.startswith("document-"):
            env["QUIRE_OUTLINE_ADDRESS"] = self.outline_address
        return env
