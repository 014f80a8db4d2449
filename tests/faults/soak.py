"""Random faults over a steady load, for as long as is wished: ``python -m tests.faults.soak``.

``SOAK_MINUTES`` says how long (20). Ends with 0 if no promise was broken and memory is flat,
with 1 if not; the last line printed is the figures as JSON.
"""

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import cast

import psutil

from deploy.local.part import Part
from deploy.local.ports import Ports
from tests.faults.proxy import FaultyProxy
from tests.faults.test_store import Load
from tests.faults.world import World

EVERY_SECONDS = 0.5
FLAT = 1.25
"""How much larger than after the warm-up a process may be at the end."""


class Chaos:
    """Does something bad to a world now and then."""

    def __init__(self, world: World, proxy: FaultyProxy, chance: random.Random) -> None:
        self._world = world
        self._proxy = proxy
        self._chance = chance
        self.done: dict[str, int] = {}

    async def once(self) -> None:
        """Do one thing, and put it right."""
        acts = {
            "worker_killed": self._kill_worker,
            "worker_told_to_go": self._stop_worker,
            "worker_paused": self._pause_worker,
            "server_killed": self._kill_server,
            "store_killed": self._kill_store,
            "store_paused": self._pause_store,
            "connections_killed": self._kill_connections,
            "link_frozen": self._freeze_link,
            "jobs_cancelled": self._cancel_some,
        }
        name = self._chance.choice(list(acts))
        self.done[name] = self.done.get(name, 0) + 1
        await acts[name]()

    def _worker(self) -> Part:
        return self._chance.choice(self._world.workers)

    async def _again(self, part: Part) -> None:
        self._world.start(part)
        await self._world.ready(part)

    async def _kill_worker(self) -> None:
        part = self._worker()
        self._world.kill(part)
        await self._again(part)

    async def _stop_worker(self) -> None:
        part = self._worker()
        self._world.terminate(part)
        await asyncio.to_thread(part.wait, time.monotonic() + 40)
        await self._again(part)

    async def _pause_worker(self) -> None:
        part = self._worker()
        self._world.pause(part)
        await asyncio.sleep(self._chance.uniform(1, 12))
        self._world.resume(part)

    async def _kill_server(self) -> None:
        self._world.kill(self._world.server)
        await self._again(self._world.server)

    async def _kill_store(self) -> None:
        self._world.kill(self._world.stack.parts["valkey"])
        self._world.stack.start_part("valkey")

    async def _pause_store(self) -> None:
        store = self._world.stack.parts["valkey"]
        self._world.pause(store)
        await asyncio.sleep(self._chance.uniform(0.5, 8))
        self._world.resume(store)

    async def _kill_connections(self) -> None:
        for kind in ("normal", "pubsub"):
            await self._world.redis.client_kill_filter(_type=kind, skipme=True)

    async def _freeze_link(self) -> None:
        self._proxy.freeze()
        await asyncio.sleep(self._chance.uniform(1, 10))
        self._proxy.thaw()

    async def _cancel_some(self) -> None:
        running = await self._world.redis.zrange(self._world.keys.leases, 0, 2)
        for member in cast("list[bytes]", running):
            await self._world.cancel(member.decode())


async def soak(minutes: float, folder: Path) -> int:
    """Run; return the exit code."""
    seed = random.randrange(1 << 30)
    print(f"soak for {minutes:g} min, seed {seed}")  # noqa: T201  the output of a command
    ports = Ports.free()
    async with (
        FaultyProxy(ports.valkey) as proxy,
        World(
            folder,
            workers=3,
            slots=4,
            env={"QUIRE_LEASE_SECONDS": "5", "QUIRE_MAX_ATTEMPTS": "20"},
            ports=ports,
            store_ports={"document-worker-0": proxy.port},
        ) as world,
    ):
        chance = random.Random(seed)
        chaos = Chaos(world, proxy, chance)
        end = time.monotonic() + minutes * 60
        warm: dict[str, float] = {}
        async with Load(world, EVERY_SECONDS) as load:
            while time.monotonic() < end:
                await asyncio.sleep(chance.uniform(1, 4))
                await chaos.once()
                sizes = _sizes(world)
                if not warm and end - time.monotonic() < minutes * 60 * 0.7:
                    warm = sizes
                left = max(0.0, end - time.monotonic()) / 60
                told = f"{len(load.ids)} jobs, {sum(chaos.done.values())} faults"
                print(f"{left:5.1f} min left, {told}", flush=True)  # noqa: T201
        await world.wait_ended(load.ids, 180)
        problems = await world.verdict()
        sizes = _sizes(world)
        states = await world.states(load.ids)
    grown = {name: round(sizes[name] / warm[name], 2) for name in sizes if name in warm}
    counts = {state: list(states.values()).count(state) for state in sorted(set(states.values()))}
    flat = all(ratio <= FLAT for ratio in grown.values())
    for problem in problems:
        print(problem)  # noqa: T201
    figures = {
        "minutes": minutes,
        "seed": seed,
        "jobs": counts,
        "faults": chaos.done,
        "violations": len(problems),
        "memory_growth": grown,
    }
    print(json.dumps({"soak": figures}))  # noqa: T201
    return 0 if not problems and flat and set(counts) <= {"succeeded", "cancelled"} else 1


def _sizes(world: World) -> dict[str, float]:
    """Return the resident memory of server and workers, in MiB."""
    sizes = {}
    for part in (world.server, *world.workers):
        if part.running:
            sizes[part.name] = psutil.Process(part.pid).memory_info().rss / 2**20
    return sizes


def main() -> int:
    """Run for ``SOAK_MINUTES``."""
    with tempfile.TemporaryDirectory(prefix="quire-soak-") as folder:
        return asyncio.run(soak(float(os.environ.get("SOAK_MINUTES", "20")), Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
