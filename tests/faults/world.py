"""A Quire of real processes that a fault test can hurt, and the history of what happened."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import grpc
import pytest
from quire.document.v1 import document_service_pb2, document_service_pb2_grpc
from quire.job.v1 import job_pb2
from redis.asyncio import Redis

from deploy.local.part import Part
from deploy.local.ports import Ports
from deploy.local.procfile import ROOT
from deploy.local.stack import LocalStack
from shared.jobs.keys import Keys
from shared.jobs.model import Kind
from shared.redis import make_redis
from tests.faults.checker import Violation, violations
from tests.faults.documents import event_of, job_request
from tests.faults.history import Cancel, Event, History, Outcome, Read, Submit
from tests.faults.recorder import Recorder

Pb = document_service_pb2
FAKETIME = "usr/lib/*/faketime/libfaketimeMT.so.1"
FINAL = frozenset({"succeeded", "failed", "cancelled"})

_TRANSIENT = frozenset(
    {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
    }
)


class World:
    """Valkey, a document server and some workers with slow authors.

    Args:
        data: folder for logs and the append-only file.
        workers: worker processes.
        spare: how many further ones are there to be started later, after those.
        slots: jobs at once in each.
        env: settings of servers and workers.
        store_ports: where parts find the store, by name, if not at its own port.
        server: module that runs the server, with its arguments.
        fsync: ``appendfsync`` of Valkey.
        clock: file that says by how much Valkey's clock is wrong, such as ``+3600``.
    """

    def __init__(
        self,
        data: Path,
        *,
        workers: int = 2,
        spare: int = 0,
        slots: int = 4,
        env: Mapping[str, str] | None = None,
        store_ports: Mapping[str, int] | None = None,
        ports: Ports | None = None,
        server: str = "document_service serve",
        fsync: str = "always",
        clock: Path | None = None,
    ) -> None:
        self.history = History()
        self.recorder = Recorder()
        self.keys = Keys(Kind.DOCUMENT)
        self._data = data
        self._workers = workers
        self._spare = spare
        self._slots = slots
        self._env = dict(env or {})
        self._store_ports = dict(store_ports or {})
        self._ports = ports
        self._server = server
        self._fsync = fsync
        self._clock = clock
        self._stack = AsyncExitStack()
        self.stack: LocalStack
        self.redis: Redis
        self.channel: grpc.aio.Channel

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.recorder)
        self.stack = LocalStack(
            self._data,
            ports=self._ports,
            env={
                "QUIRE_SLOTS": str(self._slots),
                "QUIRE_CPU_PROCESSES": "1",
                "FAULTS_RECORDER": self.recorder.url,
                **self._env,
            },
            part_env=self._through_proxy(),
            procfile=self._procfile(),
        )
        self._stack.callback(self._stop)
        try:
            # From this thread, since parts die with the thread that started them; but the
            # wait for them leaves the loop free, where a proxy of the test may run.
            for name, part in self.stack.parts.items():
                if part not in self.spare:
                    self.stack.start_part(name, wait=name == "valkey")
            await self.ready(self.server)
            self.redis = make_redis(self.stack.store_url, name="test", retries=10)
            self._stack.push_async_callback(self.redis.aclose)
            self.channel = self._stack_channel()
            await self._stack.enter_async_context(self.channel)
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    @property
    def stub(self) -> "document_service_pb2_grpc.DocumentServiceAsyncStub":
        return document_service_pb2_grpc.DocumentServiceStub(self.channel)

    @property
    def workers(self) -> list[Part]:
        """The worker processes."""
        return [part for name, part in self.stack.parts.items() if "worker" in name]

    @property
    def spare(self) -> list[Part]:
        """Those of them that are not started with the world."""
        return self.workers[self._workers :]

    @property
    def server(self) -> Part:
        return self.stack.parts["document-server"]

    def log(self, name: str) -> str:
        """Return all that a part has printed."""
        return self.stack.log(name)

    # What callers do.

    async def submit(
        self,
        job_id: str,
        *,
        chapters: int = 3,
        calls: int = 1,
        seconds: float = 0.2,
        mode: str = "",
        priority: job_pb2.Priority.ValueType = job_pb2.PRIORITY_NORMAL,
        within: float = 60.0,
    ) -> Outcome:
        """Submit a document job, again while it is not known whether it was recorded."""
        request = job_request(job_id, chapters, calls, seconds, mode, priority)
        begin = time.time()
        outcome: Outcome = "unknown"
        while outcome == "unknown" and time.time() - begin < within:
            try:
                await self.stub.GenerateDocument(request, timeout=5)
                outcome = "acknowledged"
            except grpc.aio.AioRpcError as error:
                if error.code() not in _TRANSIENT:
                    outcome = "refused"
                else:
                    await asyncio.sleep(0.1)
        self.history.submits.append(Submit(job_id, begin, time.time(), outcome))
        return outcome

    async def cancel(self, job_id: str) -> None:
        """Cancel a job; what is noted is when that was acknowledged."""
        await self.stub.CancelDocument(Pb.CancelDocumentRequest(job_id=job_id), timeout=10)
        self.history.cancels.append(Cancel(job_id, time.time()))

    async def get(self, job_id: str) -> str:
        """Ask the server for a job; return its state and note it."""
        begin = time.time()
        answer = await self.stub.GetDocument(
            Pb.GetDocumentRequest(job_id=job_id), timeout=10, wait_for_ready=True
        )
        state = job_pb2.Job.State.Name(answer.job.state).removeprefix("STATE_").lower()
        self.history.reads.append(Read(job_id, state, begin, time.time()))
        return state

    # What is seen of the jobs.

    async def state(self, job_id: str) -> str:
        """Return the state of a job as recorded, '' if there is none."""
        return (await self.states([job_id]))[job_id]

    async def states(self, ids: Iterable[str]) -> dict[str, str]:
        pipeline = self.redis.pipeline(transaction=False)
        wanted = list(ids)
        for job_id in wanted:
            pipeline.hget(self.keys.record(job_id), "state")
        return {
            job_id: (value or b"").decode()
            for job_id, value in zip(wanted, await pipeline.execute(), strict=True)
        }

    async def wait_ended(self, ids: Iterable[str], within: float) -> None:
        """Wait until all jobs have ended, at most so long; the checker tells what is missing."""
        wanted = list(ids)
        last: dict[str, str] = {}
        give_up = time.monotonic() + within
        while time.monotonic() < give_up:
            begin = time.time()
            states = await self.states(wanted)
            end = time.time()
            self.history.reads += [
                Read(job_id, state, begin, end)
                for job_id, state in states.items()
                if state and state != last.get(job_id)
            ]
            last = states
            if all(state in FINAL for state in states.values()):
                return
            await asyncio.sleep(0.2)

    async def wait_called(self, job_id: str, what: str, within: float = 30.0) -> None:
        """Wait until a model call of a job is under way: ``{chapter}/{number}``."""
        give_up = time.monotonic() + within
        while time.monotonic() < give_up:
            if any(call.what == what and not call.end for call in self.recorder.of(job_id)):
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"{job_id}: no call {what} within {within:g} s")

    async def events(self, job_id: str) -> list[Event]:
        """Return the events of a job as they stand in the stream."""
        rows = cast(
            "list[tuple[bytes, dict[bytes, bytes]]]",
            await self.redis.xrange(self.keys.events(job_id)),
        )
        return [event_of(fields[b"data"]) for _, fields in rows]

    async def verdict(self) -> list[Violation]:
        """Collect what is left in the store and at the recorder; return what breaks a promise."""
        ids = {submit.job_id for submit in self.history.submits}
        self.history.events = [
            event for job_id in sorted(ids) for event in await self.events(job_id)
        ]
        self.history.model_calls = self.recorder.calls
        return [*violations(self.history), *await self._half_transitions(ids)]

    async def _half_transitions(self, ids: Iterable[str]) -> list[Violation]:
        """Return where a record does not say what its events say."""
        problems = []
        for job_id in sorted(ids):
            record = cast("dict[bytes, bytes]", await self.redis.hgetall(self.keys.record(job_id)))
            if not record:
                continue
            events = self.history.of(job_id)
            state, sequence = record[b"state"].decode(), int(record[b"seq"])
            ended = bool(events) and events[-1].terminal
            if sequence != len(events) or (state in FINAL) != ended:
                what = f"{state} at {sequence} with {len(events)} events"
                problems.append(Violation("half_done", job_id, what))
            result = await self.redis.exists(self.keys.result(job_id))
            if bool(result) != (state == "succeeded"):
                what = f"{state} with {result} results"
                problems.append(Violation("half_done", job_id, what))
        for index in (self.keys.waiting, self.keys.leases, self.keys.retries, self.keys.groups):
            if await self.redis.exists(index):
                problems.append(Violation("half_done", index, "is left although all has ended"))
        return problems

    # What is done to the processes.

    def kill(self, part: Part) -> None:
        self.history.fault(f"SIGKILL {part.name}")
        part.kill()

    def pause(self, part: Part) -> None:
        self.history.fault(f"SIGSTOP {part.name}")
        os.kill(part.pid, signal.SIGSTOP)

    def resume(self, part: Part) -> None:
        self.history.fault(f"SIGCONT {part.name}")
        os.kill(part.pid, signal.SIGCONT)

    def terminate(self, part: Part) -> None:
        self.history.fault(f"SIGTERM {part.name}")
        part.terminate()

    def start(self, part: Part) -> None:
        """Start a part again, without waiting until it is ready."""
        self.stack.start_part(part.name, wait=False)

    async def ready(self, part: Part, within: float = 60.0) -> None:
        """Wait until a part is ready, while other things go on."""
        await asyncio.to_thread(self.stack.wait_ready, part.name, timeout=within)

    def _stop(self) -> None:
        for part in self.stack.parts.values():
            if part.running:
                os.kill(part.pid, signal.SIGCONT)
        for part in self.workers:
            part.kill()
        self.stack.stop(grace=10)

    def _stack_channel(self) -> grpc.aio.Channel:
        return grpc.aio.insecure_channel(
            self.stack.document_address,
            options=[
                ("grpc.initial_reconnect_backoff_ms", 100),
                ("grpc.max_reconnect_backoff_ms", 500),
            ],
        )

    def _through_proxy(self) -> dict[str, dict[str, str]]:
        env = {"valkey": {"VALKEY_APPENDFSYNC": self._fsync}}
        if self._clock is not None:
            env["valkey"] |= {
                "LD_PRELOAD": faketime_library(),
                "FAKETIME_TIMESTAMP_FILE": str(self._clock),
                "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            }
        for name, port in self._store_ports.items():
            url = f"redis://127.0.0.1:{port}/0"
            env[name] = {"QUIRE_STORE_URL": url, "QUIRE_BROKER_URL": url}
        return env

    def _procfile(self) -> Path:
        """Write a Procfile of this world."""
        lines = [
            "valkey: python -m deploy.local.valkey",
            f"document-server: python -m {self._server}",
            *(
                f"document-worker-{number}: python -m tests.faults.slow_worker"
                for number in range(self._workers + self._spare)
            ),
        ]
        self._data.mkdir(parents=True, exist_ok=True)
        path = self._data / "Procfile"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path


def faketime_library() -> str:
    """Return the path of libfaketime; skips the test, with the reason, if there is none."""
    found = subprocess.run(
        ["sh", "scripts/from_debian.sh", "libfaketime", FAKETIME],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode:
        pytest.skip(found.stderr.strip())
    return str(ROOT / found.stdout.strip())
