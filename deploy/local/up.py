"""``make up``: runs a whole Quire in the foreground until Ctrl-C, or until a part dies."""

import argparse
import fcntl
import os
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from deploy.local.console import PrefixPrinter
from deploy.local.part import Part
from deploy.local.ports import Ports, is_taken
from deploy.local.procfile import PROCFILE, read_procfile
from deploy.local.stack import PANEL, LocalStack, PartError

SELF = "quire"
"""Prefix of what the supervisor itself says."""


class AskedToStopError(BaseException):
    """A signal asked for the end. No Exception, so that nothing swallows it."""


def main() -> int:
    """Run the stack; return 0 when it was asked to stop, 1 when it could not go on."""
    options = _options()
    ports = Ports(
        options.valkey_port,
        options.outline_port,
        options.document_port,
        options.panel_port,
        options.metrics_port,
    )
    panel = [PANEL] if options.panel else []
    printer = PrefixPrinter([*read_procfile(options.procfile), *panel, SELF])
    lock = _PanelLock()
    stack = LocalStack(
        options.data,
        ports=ports,
        env=_settings(),
        part_env={PANEL: {"FLOWER_BASIC_AUTH": lock.auth}},
        sink=printer,
        procfile=options.procfile,
        panel=options.panel,
    )
    problems = taken_ports(ports, panel=options.panel, metrics=len(stack.metrics_addresses))
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    try:
        with _only_one(stack.data):
            return _run(stack, printer, lock)
    except BlockingIOError:
        print(f"{stack.data} is in use by another `make up`.", file=sys.stderr)
        return 1


def taken_ports(ports: Ports, *, panel: bool = False, metrics: int = 0) -> list[str]:
    """Return a line for each port that somebody listens on: what wants it, what to change.

    Args:
        panel: whether the panel's port is wanted.
        metrics: how many ports are wanted for metrics.
    """
    wanted = (
        ("valkey", ports.valkey, "VALKEY_PORT"),
        ("outline-server", ports.outline, "OUTLINE_PORT"),
        ("document-server", ports.document, "DOCUMENT_PORT"),
        *([(PANEL, ports.panel, "PANEL_PORT")] if panel else []),
        *(("metrics", ports.metrics + number, "METRICS_PORT") for number in range(metrics)),
    )
    return [
        f"Port {port} is taken; {part} needs it. Choose another: make up {setting}={port + 1000}"
        for part, port, setting in wanted
        if is_taken(port)
    ]


class _PanelLock:
    """Who may look into the panel: as ``FLOWER_BASIC_AUTH`` says, else a new password.

    Attributes:
        auth: ``name:password``.
    """

    def __init__(self) -> None:
        given = os.environ.get("FLOWER_BASIC_AUTH", "")
        self.auth = given or f"quire:{secrets.token_urlsafe(12)}"
        self._made = not given

    def told(self) -> str:
        """Return the words for it; a password that was given is not repeated."""
        name, _, password = self.auth.partition(":")
        return f"name {name}, password {password}" if self._made else "as FLOWER_BASIC_AUTH says"


def _run(stack: LocalStack, printer: PrefixPrinter, lock: _PanelLock) -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        stack.start()
        for line in _welcome(stack, lock):
            printer(SELF, line)
        died = _wait(stack)
        printer(SELF, f"{died.name} {_ending(died)}; stopping the others")
        code = 1
    except PartError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except AskedToStopError:
        printer(SELF, "stopping; once more to stop at once")
        code = 0
    try:
        killed = stack.stop()
    except AskedToStopError:
        killed = stack.stop(grace=0)
    printer(SELF, f"had to be killed: {', '.join(killed)}" if killed else "stopped")
    return 1 if killed else code


def _stop(number: int, frame: FrameType | None) -> None:
    raise AskedToStopError


def _wait(stack: LocalStack) -> Part:
    while (died := stack.ended()) is None:
        time.sleep(0.1)
    return died


def _ending(part: Part) -> str:
    code = part.exit_code or 0
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"


def _welcome(stack: LocalStack, lock: _PanelLock) -> list[str]:
    panel = f"panel             http://{stack.panel_address}, {lock.told()}"
    return [
        f"outline service   {stack.outline_address}",
        f"document service  {stack.document_address}",
        f"valkey            {stack.store_url}, data in {stack.data / 'valkey'}",
        *([panel] if PANEL in stack.parts else []),
        *(
            f"metrics           http://{address}/metrics, {name}"
            for name, address in stack.metrics_addresses.items()
        ),
        "",
        "Try it from another terminal:",
        *(f"  export {name}={value}" for name, value in stack.client_env.items()),
        '  .venv/bin/quire write "How do cities adapt to extreme heat?" \\',
        "      examples/*.html examples/*.pdf --out document.md",
        "",
        "Ctrl-C stops everything.",
    ]


def _settings() -> dict[str, str]:
    """Return the caller's QUIRE_ settings; logs are for eyes unless they say otherwise."""
    given = {name: value for name, value in os.environ.items() if name.startswith("QUIRE_")}
    return {"QUIRE_LOG_FORMAT": "console"} | given


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    """Hold the data folder: two Valkeys would ruin each other's append-only file."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _options() -> argparse.Namespace:
    default = Ports()
    parser = argparse.ArgumentParser(prog="python -m deploy.local.up", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(".quire"), help="data and logs")
    parser.add_argument("--procfile", type=Path, default=PROCFILE, help="what to run")
    parser.add_argument("--valkey-port", type=int, default=default.valkey)
    parser.add_argument("--outline-port", type=int, default=default.outline)
    parser.add_argument("--document-port", type=int, default=default.document)
    parser.add_argument("--panel", action="store_true", help="run Flower, the task panel, too")
    parser.add_argument("--panel-port", type=int, default=default.panel)
    parser.add_argument(
        "--metrics-port", type=int, default=default.metrics, help="the first of four; 0 for none"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
