"""Workers that are killed, stopped, told to go, crash by themselves or stand still."""

import asyncio
import time
from pathlib import Path

import pytest

from deploy.local.part import Part
from tests.faults.history import Event
from tests.faults.world import World
from tests.support.figures import LEASE, LEASE_SECONDS, Figures

RECOVERY_GOAL = 30.0
HANDOVER_GOAL = 5.0


def starts_after(events: list[Event], moment: float) -> float | None:
    """Return how long after a moment the job was next running."""
    return next((e.at - moment for e in events if e.kind == "started" and e.at > moment), None)


async def worker_of(world: World, job_id: str, since: dict[str, int]) -> Part:
    """Return the worker that runs a job, by what it has logged since it started."""
    for part in world.workers:
        started = world.log(part.name)[since.get(part.name, 0) :]
        if f'"{job_id}"' in started and part.running:
            return part
    raise AssertionError(f"nobody runs {job_id}")


async def test_worker_killed_in_a_chapter(tmp_path: Path, full: bool, figures: Figures) -> None:
    kills, workers = (50, 5) if full else (3, 3)
    moments: dict[str, float] = {}
    async with World(
        tmp_path, workers=workers, slots=1, env={"QUIRE_MAX_ATTEMPTS": "20", **LEASE}
    ) as world:
        ids = [f"j{number}" for number in range(kills)]
        for job_id in ids:
            await world.submit(job_id, seconds=1.0)
        while len(moments) < kills:
            await asyncio.sleep(0.05)
            for job_id in ids:
                # In the second of three chapters: the first is kept, the second is lost.
                under_way = [c for c in world.recorder.of(job_id) if not c.end]
                if job_id in moments or not any(c.what == "c2/0" for c in under_way):
                    continue
                part = await worker_of(world, job_id, {})
                world.kill(part)
                moments[job_id] = time.time()
                figures.progress(len(moments), kills, "kills")
                part.log.write_text("")
                world.start(part)
        await world.wait_ended(ids, 60 + kills * 4)
        problems = await world.verdict()
        states = await world.states(ids)
        recovered = [
            took
            for job_id, moment in moments.items()
            if (took := starts_after(await world.events(job_id), moment)) is not None
        ]
    figures.count(kills=len(moments), recovered=len(recovered))
    figures.judge(problems, "lost", "bought_again")
    assert set(states.values()) == {"succeeded"}
    assert len(recovered) == kills
    figures.times("recovery", recovered, RECOVERY_GOAL)


async def test_busy_worker_killed(tmp_path: Path, full: bool, figures: Figures) -> None:
    """All slots of a worker are lost at once, and one process is left to take its jobs over."""
    if not full:
        pytest.skip("with short leases and jobs this shows nothing that the others do not")
    slots = 4
    async with World(tmp_path, workers=1, spare=1, slots=slots) as world:
        ids = [f"j{number}" for number in range(slots)]
        for job_id in ids:
            await world.submit(job_id, seconds=5.0)
        await asyncio.gather(*(world.wait_called(job_id, "c2/0", within=60) for job_id in ids))
        world.start(world.spare[0])
        moment = time.time()
        world.kill(world.workers[0])
        await world.wait_ended(ids, 180)
        problems = await world.verdict()
        states = await world.states(ids)
        recovered = [
            took
            for job_id in ids
            if (took := starts_after(await world.events(job_id), moment)) is not None
        ]
    figures.count(jobs=slots, recovered=len(recovered))
    figures.judge(problems, "lost", "bought_again")
    assert set(states.values()) == {"succeeded"}
    assert len(recovered) == slots
    figures.times("recovery", recovered, RECOVERY_GOAL)


async def test_job_that_crashes_its_worker(tmp_path: Path, figures: Figures) -> None:
    env = {"QUIRE_LEASE_SECONDS": "2"}
    async with World(tmp_path, workers=2, slots=2, env=env) as world:
        await world.submit("poison", mode="mode=crash")
        others = [f"j{number}" for number in range(10)]
        for job_id in others:
            await world.submit(job_id, seconds=0.3)
        crashes = 0
        give_up = time.monotonic() + 90
        while time.monotonic() < give_up:
            for part in world.workers:
                if not part.running:
                    crashes += 1
                    world.history.fault(f"{part.name} has crashed")
                    world.start(part)
            if await world.state("poison") == "failed":
                break
            await asyncio.sleep(0.1)
        await world.wait_ended([*others, "poison"], 60)
        problems = await world.verdict()
        states = await world.states(others)
        poison = await world.events("poison")
        record = await world.redis.hgetall(world.keys.record("poison"))
    attempts = sum(event.kind == "started" for event in poison)
    ended = sum(state == "succeeded" for state in states.values())
    figures.count(crashes=crashes, attempts=attempts, others_succeeded=ended)
    figures.judge(problems)
    assert crashes == 3
    assert attempts == 3
    assert poison[-1].kind == "failed"
    assert b"ATTEMPTS_EXHAUSTED" in record[b"failure"]
    assert ended == len(others)


async def test_worker_stopped_and_continued(tmp_path: Path, full: bool, figures: Figures) -> None:
    """SIGSTOP for longer than lease and confirmation, then SIGCONT.

    When the workers go on, all of their jobs are running elsewhere, in the middle of the
    chapter that they were stopped in: what they still write would be seen.
    """
    stopped, pause, seconds = (10, 60.0, 12.0) if full else (2, 5.0, 2.0)
    # A job that has lost its worker runs beside no other such job, so each needs a process.
    async with World(tmp_path, workers=stopped, spare=stopped, slots=1, env=LEASE) as world:
        ids = [f"j{number}" for number in range(stopped)]
        for job_id in ids:
            await world.submit(job_id, calls=2, seconds=seconds)
        await asyncio.gather(*(world.wait_called(job_id, "c2/1", within=90) for job_id in ids))
        for job_id in ids:
            world.pause(await worker_of(world, job_id, {}))
        for part in world.spare:
            world.start(part)
        paused = time.monotonic()
        while (waited := time.monotonic() - paused) < pause or not all(
            world.recorder.of(job_id)[-1].attempt == 2 for job_id in ids
        ):
            assert waited < pause + 60, "nobody has taken over"
            figures.progress(round(waited), pause, "s stopped")
            await asyncio.sleep(0.5)
        elsewhere = list((await world.states(ids)).values()).count("running")
        for part in world.workers:
            world.resume(part)
        await world.wait_ended(ids, 60 + pause)
        await asyncio.sleep(2)  # whoever would still write something, has the time to
        problems = await world.verdict()
        states = await world.states(ids)
        starts = [
            sum(event.kind == "started" for event in await world.events(job_id)) for job_id in ids
        ]
    figures.count(stopped=stopped, seconds=int(pause), running_elsewhere=elsewhere)
    figures.judge(problems, "stale_write", "late_call", "bought_again")
    assert elsewhere == stopped, "their jobs were taken over, and not ended meanwhile"
    assert set(states.values()) == {"succeeded"}
    assert starts == [2] * stopped


async def test_worker_told_to_go_in_a_chapter(tmp_path: Path, full: bool, figures: Figures) -> None:
    """SIGTERM mid-chapter: the job runs again elsewhere, and that is the same attempt."""
    wanted, workers = (50, 5) if full else (4, 2)
    moments: dict[str, float] = {}
    env = {"QUIRE_DRAIN_SECONDS": "0"}
    async with World(tmp_path, workers=workers, slots=1, env=env) as world:
        ids = [f"j{number}" for number in range(wanted)]
        for job_id in ids:
            await world.submit(job_id, seconds=1.0)
        while len(moments) < wanted:
            await asyncio.sleep(0.05)
            for part in world.workers:
                if not part.running:
                    part.log.write_text("")
                    world.start(part)
            for job_id in ids:
                under_way = [c for c in world.recorder.of(job_id) if not c.end]
                if job_id not in moments and any(c.what == "c2/0" for c in under_way):
                    moments[job_id] = time.time()
                    world.terminate(await worker_of(world, job_id, {}))
                    figures.progress(len(moments), wanted, "told to go")
        starting = asyncio.create_task(_start_again(world))
        await world.wait_ended(ids, 60 + wanted * 3)
        starting.cancel()
        problems = await world.verdict()
        states = await world.states(ids)
        events = {job_id: await world.events(job_id) for job_id in ids}
    handed_back = sum(any(e.cause == "drained" for e in events[job_id]) for job_id in ids)
    spent = sum(max(event.attempt for event in kept) - 1 for kept in events.values())
    figures.count(told=len(moments), handed_back=handed_back, attempts_spent=spent)
    figures.judge(problems, "bought_again")
    assert set(states.values()) == {"succeeded"}
    assert handed_back == wanted
    assert spent == 0
    again = [
        took
        for job_id, moment in moments.items()
        if (took := starts_after(events[job_id], moment)) is not None
    ]
    assert len(again) == wanted
    figures.times("running_again", again, HANDOVER_GOAL)


async def _start_again(world: World) -> None:
    """Start every worker again that has ended."""
    while True:
        for part in world.workers:
            if not part.running:
                world.start(part)
        await asyncio.sleep(0.1)


async def test_loop_that_stands_still(tmp_path: Path, figures: Figures) -> None:
    """One job blocks its worker's loop for five seconds, another one for ever."""
    async with World(tmp_path, workers=2, slots=3, env=LEASE) as world:
        await world.submit("stalls", mode="mode=stall stall=5", chapters=3, seconds=0.3)
        await world.submit("hangs", mode="mode=hang", chapters=3, seconds=0.3)
        others = [f"j{number}" for number in range(6)]
        for job_id in others:
            await world.submit(job_id, chapters=4, seconds=0.5)
        await world.wait_ended(["stalls", "hangs", *others], 60 + 4 * LEASE_SECONDS)
        problems = await world.verdict()
        states = await world.states(["stalls", "hangs", *others])
        hanging = [part for part in world.workers if "slow_worker.py" in world.log(part.name)]
    figures.count(blocked=2, named_in_log=len(hanging))
    figures.judge(problems, "lost", "stale_write")
    assert set(states.values()) == {"succeeded"}
    assert hanging, "the log names the place where the loop stands"
