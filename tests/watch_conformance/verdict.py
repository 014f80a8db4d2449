"""What a client printed, set against what its cases ask for."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.watch_conformance.cases import CASES_FILE, Case
from tests.watch_conformance.server import ConformanceServer, Played

_LEAVING_SECONDS = 2.0


@dataclass
class Told:
    """What a client printed of one case."""

    events: list[tuple[int, str]] = field(default_factory=list)
    outcome: dict[str, Any] | None = None  # as JSON


def run_client(
    command: Sequence[str], cases: Sequence[Case], *, seconds: float = 120
) -> dict[str, list[str]]:
    """Run a client's conformance program over cases; return what is wrong, by case.

    Args:
        command: gets the address, the file of the cases and their names as arguments.
        seconds: that all cases together may take.

    """
    with ConformanceServer(cases).running() as server:
        names = [case.name for case in cases]
        printed, ending = _run([*command, server.address, str(CASES_FILE), *names], seconds)
        told = _read(printed)
        return {
            name: _faults(played, told[name]) if name in told else [f"nothing was told; {ending}"]
            for name, played in server.played.items()
        }


def _run(command: Sequence[str], seconds: float) -> tuple[str, str]:
    """Return what a program printed, in whole lines, and how it ended."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        printed, _ = process.communicate(timeout=seconds)
        ending = f"the program ended with exit code {process.returncode}"
    except subprocess.TimeoutExpired:
        process.kill()
        printed, _ = process.communicate()
        ending = f"the program took more than {seconds:g} s"
    return printed[: printed.rfind("\n") + 1], ending


def _read(printed: str) -> dict[str, Told]:
    told: dict[str, Told] = {}
    for line in printed.splitlines():
        item = json.loads(line)
        case = told.setdefault(item["case"], Told())
        if "sequence" in item:
            case.events.append((item["sequence"], item["kind"]))
        else:
            case.outcome = item
    return told


def _faults(played: Played, told: Told) -> list[str]:
    if told.outcome is None:
        return [f"no outcome was told, after {told.events}"]
    case = played.case
    wanted = [(sequence, _kind(case, sequence)) for sequence in case.yields]
    faults = []
    if told.events != wanted:
        faults.append(f"events: {told.events}, not {wanted}")
    outcome = {key: told.outcome.get(key) for key in case.outcome}
    if outcome != case.outcome:
        faults.append(f"outcome: {told.outcome}, not {case.outcome}")
    if not case.elapsed_ms.holds(told.outcome["elapsed_ms"]):
        faults.append(f"took {told.outcome['elapsed_ms']} ms, not within {case.elapsed_ms}")
    return faults + _stream_faults(played)


def _stream_faults(played: Played) -> list[str]:
    case, streams = played.case, played.streams
    faults = []
    enough = len(streams) == len(case.connections) or (
        case.connections[-1].forever and len(streams) > len(case.connections)
    )
    if not enough:
        faults.append(f"{len(streams)} streams were opened, not {len(case.connections)}")
    for place, (stream, connection) in enumerate(zip(streams, case.connections, strict=False), 1):
        if stream.asked != connection.asked:
            faults.append(f"stream {place} asked for {stream.asked}, not {connection.asked}")
        if not connection.waited_ms.holds(stream.waited_ms):
            faults.append(f"stream {place} came after {stream.waited_ms:.0f} ms")
        if not stream.left.wait(_LEAVING_SECONDS):
            faults.append(f"stream {place} was not left")
    return faults


def _kind(case: Case, sequence: int) -> str:
    """Return the kind of an event as clients print it: empty if they do not know it."""
    sends = (send for connection in case.connections for send in connection.sends)
    kind = next(send.kind for send in sends if send.event == sequence)
    return "" if kind == "unknown" else kind
