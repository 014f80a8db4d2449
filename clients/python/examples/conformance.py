"""Watches the jobs of tests/watch_conformance and prints what came of it.

python conformance.py async|sync ADDRESS CASES.json NAME…
"""

import asyncio
import json
import sys
import threading
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import TypedDict

from quire.document.v1.document_pb2 import DocumentEvent
from quire.outline.v1.outline_pb2 import OutlineEvent
from quire_client import (
    Endpoint,
    JobReplacedError,
    Patience,
    QuireCallError,
    QuireClient,
    QuireError,
    SyncQuireClient,
    SyncWatch,
    WatchGapError,
)


class Watch(TypedDict, total=False):
    """How a case is watched."""

    after_sequence: int
    latest: bool
    job_uid: str
    timeout_ms: int
    cancel_after_ms: int
    leave_after: int
    connect_patience_ms: int
    reconnect_patience_ms: int
    silence_ms: int
    work_ms: int


class Case(TypedDict):
    """The part of a case that a client sees."""

    name: str
    service: str
    watch: Watch


Outcome = dict[str, int | str]
LEFT: Outcome = {"kind": "left"}


async def watch_async(address: str, case: Case) -> Outcome:
    """Watch a case with the asynchronous client."""
    wish, endpoint = case["watch"], Endpoint(address)
    async with QuireClient(endpoint, endpoint, patience=_patience(wish)) as quire:
        client = quire.outlines if case["service"] == "outline" else quire.documents
        events: AsyncGenerator[OutlineEvent | DocumentEvent, None] = client.watch(
            case["name"],
            after=wish.get("after_sequence", 0),
            latest=wish.get("latest", False),
            uid=wish.get("job_uid", ""),
            timeout=_seconds(wish.get("timeout_ms")),
            silence=wish.get("silence_ms", 45_000) / 1000,
        )

        async def follow() -> Outcome:
            count = 0
            async with aclosing(events):
                async for event in events:
                    _tell(case, event)
                    count += 1
                    if count == wish.get("leave_after"):
                        return LEFT
                    await asyncio.sleep(wish.get("work_ms", 0) / 1000)
            return {"kind": "ended"}

        following = asyncio.create_task(follow())
        if "cancel_after_ms" in wish:
            asyncio.get_running_loop().call_later(wish["cancel_after_ms"] / 1000, following.cancel)
        try:
            return await following
        except asyncio.CancelledError:
            return {"kind": "error", "code": "CANCELLED", "reason": ""}
        except QuireError as error:
            return _failed(error)


def watch_sync(address: str, case: Case) -> Outcome:
    """Watch a case with the synchronous client."""
    wish, endpoint = case["watch"], Endpoint(address)
    with SyncQuireClient(endpoint, endpoint, patience=_patience(wish)) as quire:
        client = quire.outlines if case["service"] == "outline" else quire.documents
        events: SyncWatch[OutlineEvent] | SyncWatch[DocumentEvent] = client.watch(
            case["name"],
            after=wish.get("after_sequence", 0),
            latest=wish.get("latest", False),
            uid=wish.get("job_uid", ""),
            timeout=_seconds(wish.get("timeout_ms")),
            silence=wish.get("silence_ms", 45_000) / 1000,
        )
        if "cancel_after_ms" in wish:
            threading.Timer(wish["cancel_after_ms"] / 1000, events.close).start()
        count = 0
        try:
            with events:
                for event in events:
                    _tell(case, event)
                    count += 1
                    if count == wish.get("leave_after"):
                        return LEFT
                    time.sleep(wish.get("work_ms", 0) / 1000)
        except QuireError as error:
            return _failed(error)
        return {"kind": "ended"}


async def main(arguments: list[str]) -> None:
    """Watch the cases that are named, one after the other."""
    way, address, file, *names = arguments
    cases = _read(Path(file))
    by_name = {case["name"]: case for case in cases}
    for name in names:
        case, began = by_name[name], time.monotonic()
        if way == "async":
            outcome = await watch_async(address, case)
        else:
            outcome = watch_sync(address, case)
        elapsed = round((time.monotonic() - began) * 1000)
        _print({"case": name, **outcome, "elapsed_ms": elapsed})


def _read(file: Path) -> list[Case]:
    cases: list[Case] = json.loads(file.read_text(encoding="utf-8"))
    return cases


def _failed(error: QuireError) -> Outcome:
    match error:
        case WatchGapError():
            return {"kind": "gap", "expected": error.expected, "received": error.received}
        case JobReplacedError():
            return {"kind": "replaced", "expected": error.expected, "received": error.received}
        case QuireCallError():
            return {"kind": "error", "code": error.code.name, "reason": error.reason}
    raise error


def _tell(case: Case, event: OutlineEvent | DocumentEvent) -> None:
    kind = event.WhichOneof("payload") or ""  # empty for one that this client does not know
    _print({"case": case["name"], "sequence": event.sequence, "kind": kind})


def _print(line: dict[str, int | str]) -> None:
    sys.stdout.write(f"{json.dumps(line)}\n")
    sys.stdout.flush()


def _patience(wish: Watch) -> Patience:
    return Patience(
        connect=wish.get("connect_patience_ms", 10_000) / 1000,
        reconnect=wish.get("reconnect_patience_ms", 60_000) / 1000,
    )


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
