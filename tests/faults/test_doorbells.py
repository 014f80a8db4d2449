"""Doorbells that are lost or doubled, submits that are repeated, servers that die in between."""

import asyncio
import signal
import time
from contextlib import aclosing
from pathlib import Path

from quire.job.v1 import job_pb2
from quire_client import DocumentClient, Endpoint

from document_service.tasks import QUEUE, TASK
from shared.jobs.model import Priority
from shared.tasks.app import make_app
from shared.tasks.doorbell import CeleryDoorbell
from tests.faults.documents import job_request
from tests.faults.dying_server import DIE_AT
from tests.faults.history import Seen
from tests.faults.test_workers import starts_after
from tests.faults.world import World
from tests.support.figures import Figures

START_GOAL = 15.0


async def test_thousand_submits_of_one_id(tmp_path: Path, full: bool, figures: Figures) -> None:
    wanted = 1000 if full else 200
    async with World(tmp_path, workers=1) as world:
        request = job_request("one", 3, 1, 0.1, "", job_pb2.PRIORITY_NORMAL)
        answers = await asyncio.gather(
            *(world.stub.GenerateDocument(request, timeout=60) for _ in range(wanted))
        )
        await world.submit("one", seconds=0.1)
        await world.wait_ended(["one"], 60)
        problems = await world.verdict()
        events = await world.events("one")
    jobs = len({answer.job.uid for answer in answers})
    figures.count(submits=len(answers), jobs=jobs)
    figures.judge(problems)
    assert jobs == 1
    assert sum(event.kind == "queued" for event in events) == 1


async def test_doorbells_sent_ten_times(tmp_path: Path, full: bool, figures: Figures) -> None:
    wanted = 50 if full else 15
    async with World(tmp_path, workers=2) as world:
        app = make_app("doubling", QUEUE, world.stack.store_url)
        bell = CeleryDoorbell(app, TASK, {"outline": {}})
        ids = [f"j{number}" for number in range(wanted)]
        for job_id in ids:
            await world.submit(job_id, chapters=2, seconds=0.1)
            for _ in range(9):
                await bell.ring(job_id, "doubled", Priority.NORMAL)
        await world.wait_ended(ids, 120)
        problems = await world.verdict()
        events = [await world.events(job_id) for job_id in ids]
        bell.close()
        app.close()
    claims = [sum(event.kind == "started" for event in kept) for kept in events]
    figures.count(jobs=wanted, doorbells=10 * wanted, claims=sum(claims))
    figures.judge(problems)
    assert claims == [1] * wanted


async def test_doorbells_deleted(tmp_path: Path, full: bool, figures: Figures) -> None:
    wanted = 100 if full else 20
    async with World(tmp_path, workers=2, slots=8) as world:
        for part in world.workers:
            world.kill(part)
        ids = [f"j{number}" for number in range(wanted)]
        for job_id in ids:
            await world.submit(job_id, chapters=1, seconds=0.1)
        world.history.fault("all doorbells deleted")
        await _empty_queue(world)
        deleted = time.time()
        for part in world.workers:
            world.start(part)
        await world.wait_ended(ids, 120)
        problems = await world.verdict()
        waits = [starts_after(await world.events(job_id), deleted) for job_id in ids]
    figures.count(deleted=wanted, ran=sum(wait is not None for wait in waits))
    figures.judge(problems, "lost")
    assert None not in waits
    figures.times("run_within", [wait for wait in waits if wait is not None], START_GOAL)


async def _empty_queue(world: World) -> None:
    for key in [key async for key in world.redis.scan_iter(f"{QUEUE}*")]:
        await world.redis.delete(key)


async def test_server_killed_between_record_and_doorbell(
    tmp_path: Path, full: bool, figures: Figures
) -> None:
    """The server dies with records written and not rung for; each of them runs all the same."""
    rounds, each = (20, 5) if full else (2, 5)
    env = {DIE_AT: str(each)}
    async with World(
        tmp_path, workers=2, slots=8, env=env, server="tests.faults.dying_server"
    ) as world:
        ids: list[str] = []
        kills = in_between = 0
        for number in range(rounds):
            names = [f"j{number}-{one}" for one in range(each)]
            ids += names
            submits = [
                asyncio.create_task(world.submit(name, chapters=1, seconds=0.1)) for name in names
            ]
            assert await asyncio.to_thread(world.server.wait, time.monotonic() + 30)
            kills += world.server.exit_code == -signal.SIGKILL
            in_between += sum(map(bool, (await world.states(names)).values()))
            world.history.fault("server killed")
            figures.progress(number + 1, rounds, "kills")
            world.start(world.server)
            await asyncio.gather(*submits)  # a repeat is answered, and not rung for
        await world.wait_ended(ids, 120)
        problems = await world.verdict()
        waits = []
        for job_id in ids:
            events = await world.events(job_id)
            waits += [event.at - events[0].at for event in events if event.kind == "started"][:1]
        outcomes = {submit.outcome for submit in world.history.submits}
    figures.count(server_kills=kills, recorded_not_rung=in_between, ran=len(waits))
    figures.judge(problems, "lost")
    assert kills == rounds
    assert in_between == len(waits) == rounds * each
    assert outcomes == {"acknowledged"}
    figures.times("run_within", waits, START_GOAL)


async def test_cancel_waiting_and_running(tmp_path: Path, full: bool, figures: Figures) -> None:
    running, waiting = (200, 200) if full else (40, 40)
    workers = 5 if full else 2
    async with World(tmp_path, workers=workers, slots=running // workers) as world:
        ids = [f"r{number}" for number in range(running)]
        await asyncio.gather(*(world.submit(job_id, chapters=2, seconds=60) for job_id in ids))
        give_up = time.monotonic() + 60
        while len({call.job_id for call in world.recorder.calls}) < running:
            assert time.monotonic() < give_up, "not all of them run"
            await asyncio.sleep(0.1)
        queued = [f"w{number}" for number in range(waiting)]
        await asyncio.gather(*(world.submit(job_id, chapters=2, seconds=60) for job_id in queued))
        asked: dict[str, float] = {}

        async def cancel(job_id: str) -> None:
            asked[job_id] = time.time()
            await world.cancel(job_id)

        for job_id in (*queued, *ids):  # one after the other, as people do
            await cancel(job_id)
        await world.wait_ended([*ids, *queued], 60)
        await asyncio.sleep(1)
        await asyncio.gather(*(world.get(job_id) for job_id in (*ids, *queued)))
        problems = await world.verdict()
        ends = {job_id: (await world.events(job_id))[-1] for job_id in (*ids, *queued)}
    cancelled = sum(event.kind == "cancelled" for event in ends.values())
    figures.count(running=running, waiting=waiting, cancelled=cancelled)
    figures.judge(problems, "late_call", "ending", "cancel")
    assert cancelled == running + waiting
    figures.times("waiting", [ends[job_id].at - asked[job_id] for job_id in queued], 1.0)
    figures.times("running", [ends[job_id].at - asked[job_id] for job_id in ids], 1.0)


async def test_rolling_restart_under_watchers(tmp_path: Path, full: bool, figures: Figures) -> None:
    """Everything but the store is restarted, one after the other; watchers see nothing of it."""
    watchers, jobs = (200, 40) if full else (40, 10)
    async with World(tmp_path, workers=3, slots=4) as world:
        ids = [f"j{number}" for number in range(jobs)]
        for job_id in ids:
            await world.submit(job_id, chapters=4, calls=2, seconds=0.4)
        watching = [
            asyncio.create_task(_watch(world, f"w{number}", ids[number % jobs]))
            for number in range(watchers)
        ]
        await asyncio.sleep(1)
        restarts = 0
        for part in [*world.workers, world.server]:
            world.terminate(part)
            await asyncio.to_thread(part.wait, time.monotonic() + 40)
            world.start(part)
            await world.ready(part)
            restarts += 1
            figures.progress(restarts, 4, "restarts")
        await world.wait_ended(ids, 120)
        await asyncio.wait_for(asyncio.gather(*watching), 60)
        problems = await world.verdict()
        states = await world.states(ids)
        last = {event.job_id: event.attempt for event in world.history.events}
    spent = sum(attempt - 1 for attempt in last.values())
    figures.count(watchers=watchers, restarts=restarts, attempts_spent=spent)
    figures.judge(problems, "watcher", "lost")
    assert set(states.values()) == {"succeeded"}
    assert spent == 0, "a restart costs no attempt"


async def _watch(world: World, name: str, job_id: str) -> None:
    """Follow a job as the Python client does."""
    client = DocumentClient(Endpoint(world.stack.document_address))
    async with aclosing(client.watch(job_id)) as events:
        async for event in events:
            world.history.seen.append(Seen(name, job_id, event.sequence, event.terminal))
    await client.close()
