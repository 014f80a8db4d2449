"""A store that dies, stands still, fills up or cannot be reached."""

import asyncio
import time
from pathlib import Path

import grpc
from quire.job.v1 import job_pb2

from deploy.local.ports import Ports
from tests.faults.documents import job_request
from tests.faults.proxy import FaultyProxy
from tests.faults.world import World
from tests.support.figures import LEASE, LEASE_SECONDS, Figures


class Load:
    """Submits a job every so often, for as long as the ``async with`` block lasts."""

    def __init__(self, world: World, every: float, seconds: float = 0.3) -> None:
        self.ids: list[str] = []
        self._world = world
        self._every = every
        self._seconds = seconds
        self._submits: set[asyncio.Task[object]] = set()

    async def __aenter__(self) -> "Load":
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await asyncio.gather(*self._submits)

    async def _run(self) -> None:
        while True:
            job_id = f"j{len(self.ids)}"
            self.ids.append(job_id)
            submit = asyncio.create_task(
                self._world.submit(job_id, chapters=2, seconds=self._seconds)
            )
            self._submits.add(submit)
            await asyncio.sleep(self._every)


async def test_store_killed_under_load(tmp_path: Path, full: bool, figures: Figures) -> None:
    kills = 20 if full else 3
    async with World(tmp_path, workers=2, slots=8) as world:
        store = world.stack.parts["valkey"]
        async with Load(world, 0.1) as load:
            for number in range(kills):
                await asyncio.sleep(1.5)
                world.kill(store)
                world.stack.start_part("valkey")
                figures.progress(number + 1, kills, "kills")
        await world.wait_ended(load.ids, 180)
        problems = await world.verdict()
        states = await world.states(load.ids)
        outcomes = [submit.outcome for submit in world.history.submits]
    figures.count(kills=kills, acknowledged=outcomes.count("acknowledged"))
    figures.judge(problems, "lost", "half_done")
    assert set(outcomes) == {"acknowledged"}
    assert set(states.values()) == {"succeeded"}


async def test_connections_killed(tmp_path: Path, full: bool, figures: Figures) -> None:
    """Every connection of store and broker is killed every two seconds."""
    seconds = 300 if full else 8
    async with World(tmp_path, workers=2, slots=8) as world:
        cuts = 0
        async with Load(world, 0.5 if full else 0.2) as load:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                await asyncio.sleep(2)
                for kind in ("normal", "pubsub"):
                    await world.redis.client_kill_filter(_type=kind, skipme=True)
                cuts += 1
                figures.progress(2 * cuts, seconds, "s of cuts")
        await world.wait_ended(load.ids, 120)
        problems = await world.verdict()
        states = await world.states(load.ids)
        starts = [event.attempt for event in world.history.events if event.kind == "started"]
        more = await world.submit("afterwards", chapters=1, seconds=0.1)
        await world.wait_ended(["afterwards"], 30)
        stuck = await world.state("afterwards") != "succeeded"
    figures.count(cuts=cuts, jobs=len(load.ids), runs=len(starts), stuck=int(stuck))
    figures.judge(problems, "lost")
    assert set(states.values()) == {"succeeded"}
    assert more == "acknowledged"
    assert not stuck
    assert len(starts) == len(load.ids), "every job was run once"


async def test_link_half_open(tmp_path: Path, full: bool, figures: Figures) -> None:
    """One worker's link to the store goes dead, with its jobs; others take them over."""
    pause = 30.0 if full else 8.0
    ports = Ports.free()
    async with (
        FaultyProxy(ports.valkey) as proxy,
        World(
            tmp_path,
            workers=2,
            slots=4,
            env=LEASE,
            ports=ports,
            store_ports={"document-worker-0": proxy.port},
        ) as world,
    ):
        ids = [f"j{number}" for number in range(8)]
        for job_id in ids:
            await world.submit(job_id, chapters=4, calls=2, seconds=0.5)
        await world.wait_called("j0", "c2/0", within=60)
        world.history.fault("link half open")
        proxy.freeze()
        await asyncio.sleep(pause)
        proxy.thaw()
        world.history.fault("link works again")
        await world.wait_ended(ids, 120)
        world.kill(world.workers[1])  # so that the first shows that it is not stuck
        await world.submit("afterwards", chapters=1, seconds=0.1)
        await world.wait_ended(["afterwards"], 60)
        stuck = await world.state("afterwards") != "succeeded"
        problems = await world.verdict()
        states = await world.states(ids)
    figures.count(seconds=int(pause), jobs=len(ids), stuck=int(stuck))
    figures.judge(problems, "lost", "late_call")
    assert not stuck
    assert set(states.values()) == {"succeeded"}


async def test_store_stopped_for_two_leases(tmp_path: Path, figures: Figures) -> None:
    """A store that stands still has heard no heartbeats; no living worker loses a job for it."""
    lease = LEASE_SECONDS
    async with World(tmp_path, workers=2, slots=8, env=LEASE) as world:
        ids = [f"j{number}" for number in range(16)]
        for job_id in ids:
            await world.submit(job_id, chapters=2, seconds=1.5)
        await world.wait_called("j0", "c2/0", within=60)
        store = world.stack.parts["valkey"]
        world.pause(store)
        await asyncio.sleep(2 * lease)
        world.resume(store)
        await world.wait_ended(ids, 60 + 2 * lease)
        problems = await world.verdict()
        states = await world.states(ids)
        starts = sum(event.kind == "started" for event in world.history.events)
    figures.count(seconds=int(2 * lease), live_jobs=len(ids), restarted=starts - len(ids))
    figures.judge(problems, "lost")
    assert set(states.values()) == {"succeeded"}
    assert starts == len(ids), "nobody was restarted"


async def test_store_full(tmp_path: Path, figures: Figures) -> None:
    async with World(tmp_path, workers=1, slots=4) as world:
        running = [f"r{number}" for number in range(4)]
        for job_id in running:
            await world.submit(job_id, chapters=3, seconds=1.0)
        await world.wait_called("r0", "c1/0")
        await world.redis.config_set("maxmemory", "1")
        world.history.fault("the store is full")
        codes = set()
        for number in range(20):
            request = job_request(f"x{number}", 1, 1, 0.1, "", job_pb2.PRIORITY_NORMAL)
            try:
                await world.stub.GenerateDocument(request, timeout=10)
            except grpc.aio.AioRpcError as error:
                codes.add(error.code())
        refused = await world.states(f"x{number}" for number in range(20))
        await asyncio.sleep(4)
        await world.redis.config_set("maxmemory", "0")
        world.history.fault("space is freed")
        await world.wait_ended(running, 60)
        await world.submit("afterwards", chapters=1, seconds=0.1)
        await world.wait_ended(["afterwards"], 30)
        problems = await world.verdict()
        states = await world.states([*running, "afterwards"])
    figures.count(
        refused=sum(state == "" for state in refused.values()),
        went_on=sum(states[job_id] == "succeeded" for job_id in running),
    )
    figures.judge(problems, "half_done")
    assert codes == {grpc.StatusCode.RESOURCE_EXHAUSTED}
    assert set(refused.values()) == {""}, "nothing of a refused submit is there"
    assert set(states.values()) == {"succeeded"}


async def test_clock_stepped(tmp_path: Path, figures: Figures) -> None:
    """The store's clock jumps an hour ahead and back again; no live job is restarted or lost."""
    lease = LEASE_SECONDS
    clock = tmp_path / "clock"
    clock.write_text("+0", "utf-8")
    restarted = lost = steps = 0
    async with World(tmp_path, workers=2, slots=8, env=LEASE, clock=clock) as world:
        for step in ("+3600", "+0", "-3600"):
            ids = [f"j{step}-{number}".replace("+", "p") for number in range(8)]
            for job_id in ids:
                await world.submit(job_id, chapters=2, calls=2, seconds=lease / 3)
            await world.wait_called(ids[0], "c1/0", within=60)
            clock.write_text(step, "utf-8")
            world.history.fault(f"clock {step} s")
            await asyncio.sleep(lease)
            await world.wait_ended(ids, 60 + 4 * lease)
            # Looked at before the next step, with which what has ended may expire. What the
            # checker compares are times, so it is no use here.
            kept = [await world.events(job_id) for job_id in ids]
            restarted += sum(sum(e.kind == "started" for e in events) > 1 for events in kept)
            lost += sum(not events or events[-1].kind != "completed" for events in kept)
            steps += 1
    figures.count(steps=steps, live_jobs=8 * steps, restarted=restarted, lost=lost)
    assert restarted == 0
    assert lost == 0
