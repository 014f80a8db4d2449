"""A loop that stands still is noticed, with the place where it stands."""

import asyncio
import threading
import time

import structlog

from shared.jobs.loop_watch import LoopWatch


async def test_a_blocked_loop_is_told_of_once_with_its_culprit() -> None:
    watch = LoopWatch(0.1)
    watch.start()
    answers: list[bool] = []

    def look() -> None:
        for _ in range(12):
            answers.append(watch.runs())
            time.sleep(0.05)

    def culprit() -> None:
        time.sleep(0.35)

    thread = threading.Thread(target=look)
    with structlog.testing.capture_logs() as logged:
        thread.start()
        await asyncio.sleep(0.05)
        culprit()
        while thread.is_alive():
            await asyncio.sleep(0.02)
    watch.end()
    assert answers[0]
    assert False in answers
    assert answers[-1]
    stalled, again = logged
    assert "in culprit" in stalled["stack"]
    assert __file__ in stalled["stack"]
    assert 0.3 < again["seconds"] < 2
