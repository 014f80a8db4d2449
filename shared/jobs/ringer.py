"""Rings again for jobs that wait and that nobody has claimed."""

import asyncio
from collections.abc import Sequence

from shared.jobs.attempts import Attempts
from shared.jobs.due import Due, OneByOne
from shared.jobs.model import Priority
from shared.jobs.observer import ReaperAction
from shared.jobs.ports import Doorbell, Queue
from shared.jobs.scripts import Script, word
from shared.jobs.trouble import Trouble

FEW = 10
"""Waiting jobs up to which a doorbell too many does no harm."""

MANY = 1000
"""Waiting jobs beyond which each is rung for less often."""

_BROKER_SECONDS = 2.0


class Ringer:
    """Rings for what is due, and does not flood the queue when thousands wait.

    Args:
        doorbell: rung once for each job that is due.
        queue: where the doorbells lie. When more than ``FEW`` jobs wait, only as many are
            rung for as are missing there. Without it, each job is rung for the less often
            the more of them wait.
    """

    def __init__(self, attempts: Attempts, doorbell: Doorbell, queue: Queue | None) -> None:
        self._attempts = attempts
        self._doorbell = doorbell
        self._queue = queue
        self._trouble = Trouble("the broker does not answer")
        self._jobs = OneByOne()
        self._missing = 0

    async def round(self, due: Sequence[Due], now_ms: int, waiting: int) -> None:
        """Ring for those of ``due`` whose doorbell may be missing; fail those whose time is up.

        Errors of the broker are survived: nobody else is rung for in this round.

        Args:
            due: queued jobs by when to look at them.
            now_ms: the store's time.
            waiting: all queued jobs.

        Raises QuireError STORE_UNAVAILABLE.
        """
        if not due:
            return
        self._missing = await self._count_missing(waiting)
        for one in due:
            await self._jobs.act(one, lambda due: self._ring(due, now_ms, waiting))

    async def _count_missing(self, waiting: int) -> int:
        if self._queue is None or waiting <= FEW:
            return waiting
        try:
            async with asyncio.timeout(_BROKER_SECONDS):
                return max(0, waiting - await self._queue.length())
        except Exception as error:  # whatever the broker raises
            self._trouble.met(type(error).__name__)
            return 0

    async def _ring(self, due: Due, now_ms: int, waiting: int) -> None:
        policy = self._attempts.policy
        first = round(policy.ring_first_seconds * 1000)
        longest = round(policy.ring_cap_seconds * 1000)
        stretch = max(1.0, waiting / MANY)
        put_off = first if self._missing <= 0 else 0
        answer, *rest = await self._attempts.run(
            Script.RING,
            due.member,
            [due.score, round(first * stretch), round(longest * stretch), put_off],
            0,
        )
        if word(answer) == "overdue":
            found = await self._attempts.read(due.member)
            if found is not None and await self._attempts.overdue(found[0], now_ms):
                self._attempts.observer.reaped(ReaperAction.OVERDUE)
        elif word(answer) == "ok":
            uid, priority = (word(value) for value in rest)
            self._attempts.observer.reaped(ReaperAction.RING)
            await self._send(due.member, uid, Priority(int(priority)))

    async def _send(self, job_id: str, uid: str, priority: Priority) -> None:
        try:
            async with asyncio.timeout(_BROKER_SECONDS):
                await self._doorbell.ring(job_id, uid, priority)
        except Exception as error:  # whatever the broker raises; the next ring is set already
            self._trouble.met(type(error).__name__)
            self._missing = 0
        else:
            self._trouble.over()
            self._missing -= 1
