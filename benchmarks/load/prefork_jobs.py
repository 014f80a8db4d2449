"""``python -m benchmarks.load.prefork_jobs STORE_URL COUNT``: sends tasks to the prefork worker.

Nothing stands in front of it: tasks are sent and streams are read straight from Redis.
"""

import random
import sys
import time

from redis import Redis

from benchmarks.baselines.prefork import TASK, make_app
from benchmarks.load.control import tell

_FIRST_EVENTS = 100
_POLL_SECONDS = 0.01
_GIVE_UP_SECONDS = 120.0


def main(store_url: str, count: int) -> None:
    """Tell the seconds to the first event, job by job, and those of a burst of jobs."""
    app, redis = make_app(store_url), Redis.from_url(store_url)

    def send(name: str) -> None:
        app.send_task(TASK, kwargs={"job_id": name, "task_prompt": "Anything"})

    def wait_for(names: list[str]) -> None:
        began = time.perf_counter()
        results = [f"job_result:{name}" for name in names]
        while redis.exists(*results) < len(results):
            time.sleep(_POLL_SECONDS)
            if time.perf_counter() - began > _GIVE_UP_SECONDS:
                raise TimeoutError

    send("warm-up")
    wait_for(["warm-up"])
    taken = []
    for number in range(_FIRST_EVENTS):
        time.sleep(random.uniform(0, 0.1))  # noqa: S311  in step with nothing
        name = f"first-{number}"
        began = time.perf_counter()
        send(name)
        redis.xread({f"job_events:{name}": "0"}, block=10_000, count=1)
        taken.append(time.perf_counter() - began)
        wait_for([name])
    names = [f"job-{number}" for number in range(count)]
    began = time.perf_counter()
    for name in names:
        send(name)
    wait_for(names)
    tell(first=taken, burst=time.perf_counter() - began)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
