"""Random calls, compared with a small model of a job that knows the table and nothing else."""

import asyncio
import contextlib
import dataclasses
import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.errors import QuireError
from shared.jobs.attempt import Attempt
from shared.jobs.lost import LeaseLost
from shared.jobs.model import State
from tests.integration.jobs.engine import OWNER, QUICK, Engine, make_engine, result
from tests.integration.jobs.test_transitions import FAILURE, NONE, PROGRESS, TABLE

MOVES = (
    "submit", "claim", "claim", "cancel", "delete", "emit", "keep_step", "finish", "fail",
    "retry", "release", "cancelled", "reap", "stale finish", "stale emit",
)  # fmt: skip
MAX_ATTEMPTS = 3


class Model:
    """A job as the table has it: its state, and attempts and events of this life."""

    def __init__(self) -> None:
        self.state = NONE
        self.attempt = 0
        self.terminal = 0

    def move(self, name: str) -> None:
        if name == "reap":
            name = "requeue" if self.state == "RETRYING" else "lapse"
        after = TABLE.get((self.state, name))
        if after is None:
            return
        if name == "lapse" and self.state == "RUNNING" and self.attempt >= MAX_ATTEMPTS:
            after = "FAILED"
        if name == "submit":
            self.attempt = self.terminal = 0
        if name == "claim":
            self.attempt += 1
        if name == "release":
            self.attempt -= 1
        if after in ("SUCCEEDED", "FAILED", "CANCELLED") and name != "delete":
            self.terminal += 1
        self.state = after


class Driver:
    """Makes the same moves on the real thing, as the present and a former attempt."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.present: Attempt | None = None
        self.former: Attempt | None = None

    async def move(self, name: str) -> None:
        with contextlib.suppress(LeaseLost, QuireError):
            await self._move(name)

    async def _move(self, name: str) -> None:
        engine = self.engine
        match name:
            case "submit":
                await engine.submit()
            case "claim":
                claim = await engine.attempts.claim("j")
                if claim.answer == "ok" and claim.record is not None:
                    self.former = self.present
                    self.present = Attempt(engine.attempts, claim.record, claim.token, claim.now_ms)
            case "cancel":
                await engine.store.cancel("j", OWNER)
            case "delete":
                await engine.store.delete("j", OWNER)
            case "reap":
                for _ in range(3):
                    await engine.reaper.round()
                    await asyncio.sleep(engine.policy.lease_seconds)
            case "stale finish" if self.former is not None:
                assert await self.former.finish(result()) == "stale"
            case "stale emit" if self.former is not None:
                await self.former.emit(PROGRESS)
            case _ if self.present is not None:
                await self._write(self.present, name)

    async def _write(self, attempt: Attempt, name: str) -> None:
        match name:
            case "emit":
                await attempt.emit(PROGRESS)
            case "keep_step":
                await attempt.keep_step("a|b", b"x", None)
            case "finish":
                await attempt.finish(result())
            case "fail":
                await attempt.fail(FAILURE)
            case "retry":
                await attempt.retry(FAILURE, 0)
            case "release":
                await attempt.release()
            case "cancelled":
                await attempt.cancelled()


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(MOVES), min_size=8, max_size=25))
def test_whatever_is_called_the_job_is_as_the_table_says(
    valkey: ValkeyProcess, moves: list[str]
) -> None:
    asyncio.run(_compare(valkey.url, ["submit", *moves]))


async def _compare(url: str, moves: list[str]) -> None:
    async with Redis.from_url(url, decode_responses=False) as client:
        await _drive(client, url, moves)


async def _drive(client: Redis, url: str, moves: list[str]) -> None:
    keys = make_engine(client, url, f"m-{uuid.uuid4().hex[:12]}:").keys
    # Every lease is overdue by the time that a reaper looks.
    policy = dataclasses.replace(QUICK, lease_seconds=0.01, max_attempts=MAX_ATTEMPTS)
    engine = Engine(client, url, keys, policy)
    model, driver = Model(), Driver(engine)
    for name in moves:
        await driver.move(name)
        model.move(name)
        fields = await engine.image()
        state = fields.get(b"state", b"").decode().upper() or NONE
        assert state == model.state, f"after {name} in {moves}"
        if state == NONE:
            continue
        events = await engine.events()
        assert [event.sequence for event in events] == list(range(1, len(events) + 1))
        assert [event.terminal for event in events].count(True) == model.terminal
        assert not model.terminal or events[-1].terminal
        assert int(fields.get(b"attempt", 0)) == model.attempt
        assert bool(await client.exists(keys.result("j"))) == (state == State.SUCCEEDED.name)
