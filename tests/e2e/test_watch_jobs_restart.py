"""Whoever follows many jobs sees every event once and in order, over restarts of the server."""

import asyncio
import json
import signal
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from quire.job.v1.job_pb2 import JobOptions
from quire.outline.v1.outline_pb2 import ContextFile, OutlineEvent
from quire_client import Endpoint, LostJob, OutlineClient, SyncOutlineClient

from deploy.local.ports import Ports
from deploy.local.stack import LocalStack
from tests.support.command import COMMAND, environment

LABELS = {"team": "a"}
TEXT = "# Heat\n\nCities are warmer than the fields around them. Trees cool a street by shade.\n"

Seen = dict[str, list[int]]


@pytest.fixture
def stack(tmp_path: Path) -> "LocalStack":
    parts = ("valkey", "outline-server", "outline-worker")
    return LocalStack(tmp_path, ports=Ports.free(), parts=parts)


@pytest_asyncio.fixture
async def client(stack: LocalStack) -> AsyncIterator[OutlineClient]:
    """A client of a server whose worker has not come yet."""
    outlines = OutlineClient(Endpoint(stack.outline_address))
    try:
        stack.start_part("valkey")
        stack.start_part("outline-server")
        yield outlines
    finally:
        await outlines.close()
        stack.stop()


async def submit(client: OutlineClient, labels: dict[str, str]) -> str:
    file = ContextFile(name="heat.md", content=TEXT.encode())
    options = JobOptions(labels=labels)
    return (await client.submit("Why are cities hot?", [file], options=options)).id


def note(seen: Seen, ended: set[str], item: OutlineEvent | LostJob) -> None:
    assert isinstance(item, OutlineEvent), item
    seen[item.job_id].append(item.sequence)
    if item.terminal:
        ended.add(item.job_id)


class Watchers:
    """The asynchronous client, the synchronous one and the command, all at once."""

    def __init__(self, stack: LocalStack, client: OutlineClient) -> None:
        self.seen: dict[str, Seen] = {
            way: defaultdict(list) for way in ("async", "sync", "command")
        }
        self.ended: dict[str, set[str]] = {way: set() for way in self.seen}
        self.code: int | None = None
        self.complaints = ""
        self._stack = stack
        self._client = client

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        sync = SyncOutlineClient(Endpoint(self._stack.outline_address))
        watch = sync.watch_jobs(labels=LABELS)

        def follow_sync() -> None:
            for item in watch:
                note(self.seen["sync"], self.ended["sync"], item)

        process = await asyncio.create_subprocess_exec(
            COMMAND,
            *("jobs", "watch", "--label", "team=a", "--json"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            # The document service is not there: the command goes on without it.
            env=environment({**self._stack.client_env, "QUIRE_DOCUMENT_ADDRESS": "127.0.0.1:1"}),
        )
        tasks = [
            asyncio.create_task(self._follow_async()),
            asyncio.create_task(self._follow_command(process)),
        ]
        threaded = asyncio.create_task(asyncio.to_thread(follow_sync))
        try:
            yield
        finally:
            tasks[0].cancel()
            watch.close()
            process.send_signal(signal.SIGINT)
            self.code = await asyncio.wait_for(process.wait(), 10)
            await asyncio.gather(*tasks, threaded, return_exceptions=True)
            assert process.stderr is not None
            self.complaints = (await process.stderr.read()).decode()
            await asyncio.to_thread(sync.close)

    async def _follow_async(self) -> None:
        async with aclosing(self._client.watch_jobs(labels=LABELS)) as items:
            async for item in items:
                note(self.seen["async"], self.ended["async"], item)

    async def _follow_command(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            event = json.loads(line)
            self.seen["command"][event["job_id"]].append(event["sequence"])
            if event["terminal"]:
                self.ended["command"].add(event["job_id"])

    async def until(self, condition: Callable[[str], bool]) -> None:
        async with asyncio.timeout(60):
            while not all(condition(way) for way in self.seen):
                await asyncio.sleep(0.05)


@pytest.mark.timeout(180)
async def test_many_jobs_over_restarts(stack: LocalStack, client: OutlineClient) -> None:
    first = [await submit(client, LABELS) for _ in range(3)]
    other = await submit(client, {"team": "b"})
    watchers = Watchers(stack, client)
    async with watchers.running():
        await watchers.until(lambda way: set(watchers.seen[way]) == set(first))
        stack.kill_part("outline-server")
        stack.start_part("outline-worker")  # works while nobody can watch
        await asyncio.sleep(1)
        stack.start_part("outline-server")
        second = [await submit(client, LABELS) for _ in range(3)]
        await watchers.until(lambda way: set(second) <= set(watchers.seen[way]))
        stack.stop_part("outline-server")  # asks watchers to come back, then ends
        stack.start_part("outline-server")
        third = await submit(client, LABELS)
        wanted = {*first, *second, third}
        await watchers.until(lambda way: watchers.ended[way] >= wanted)
    truth = {job: [event.sequence async for event in client.watch(job)] for job in wanted}
    assert all(sequences == [*range(1, len(sequences) + 1)] for sequences in truth.values())
    assert {way: dict(seen) for way, seen in watchers.seen.items()} == dict.fromkeys(
        watchers.seen, truth
    )
    assert other not in watchers.seen["async"]
    assert watchers.code == 0
    assert "Traceback" not in watchers.complaints
