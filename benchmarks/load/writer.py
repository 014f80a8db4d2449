"""``python -m benchmarks.load.writer PLAN``: writes events to many jobs at an even rate."""

import json
import sys
import time
from dataclasses import asdict, dataclass

from benchmarks.load.events import ANSWER_LINES, progress_writer
from benchmarks.load.resp import RawRedis

_TICK_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class WriterPlan:
    """What is written.

    Args:
        port: of the store, on loopback.
        jobs: as made by ``make_jobs``; each gets an event in turn, from its second on.
        rate: events a second.
        message_bytes: of the message in an event.
    """

    port: int
    jobs: int
    rate: float
    seconds: float
    message_bytes: int = 100


@dataclass(frozen=True, slots=True)
class Written:
    """What was written; ``seconds`` is longer than planned if the store was slow."""

    events: int
    seconds: float


def write(plan: WriterPlan) -> Written:
    """Write; return when all is written."""
    store = RawRedis(plan.port)
    writers = [progress_writer(number, plan.message_bytes) for number in range(plan.jobs)]
    total = round(plan.rate * plan.seconds)
    done = 0
    began = time.monotonic()
    while done < total:
        due = min(total, int((time.monotonic() - began) * plan.rate) + 1)
        if due > done:
            now = time.time()
            batch = b"".join(
                writers[number % plan.jobs].event(number // plan.jobs + 2, now)
                for number in range(done, due)
            )
            store.run(batch, lines=(due - done) * ANSWER_LINES)
            done = due
        time.sleep(_TICK_SECONDS if plan.rate > 1 / _TICK_SECONDS else 1 / plan.rate / 4)
    store.close()
    return Written(done, time.monotonic() - began)


if __name__ == "__main__":
    print(json.dumps(asdict(write(WriterPlan(**json.loads(sys.argv[1]))))), flush=True)
