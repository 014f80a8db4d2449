"""Celery prefork with ``asyncio.run`` in each task: the plain way to run a graph as a task.

``python -m benchmarks.baselines.prefork STORE_URL PROCESSES`` is a worker. A task connects to
Redis, says that it has started, runs its graph, stores the result for an hour, and says that
it is done.
"""

import asyncio
import json
import sys
import time
from typing import TypedDict

from celery import Celery
from langgraph.graph import END, START, StateGraph
from redis.asyncio import Redis

TASK = "generate_outline_from_query_task"
_RESULT_SECONDS = 3600


class _State(TypedDict, total=False):
    done: bool


class Publisher:
    """Writes a job's events to its stream."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def publish(self, job_id: str, event_type: str, **fields: str) -> None:
        """Append an event."""
        event: dict[str, str] = {
            "event_type": event_type,
            "job_id": job_id,
            "task_type": "outline_generation",
            "timestamp": str(time.time()),
            **fields,
        }
        await self._redis.xadd(f"job_events:{job_id}", event)  # type: ignore[arg-type]


def make_app(store_url: str) -> Celery:
    """Return the application with its task."""
    app = Celery("prefork", broker=store_url)
    app.conf.update(task_ignore_result=True, worker_hijack_root_logger=False)

    async def nothing(state: _State) -> _State:
        return {"done": True}

    builder = StateGraph(_State)
    builder.add_node("nothing", nothing)
    builder.add_edge(START, "nothing")
    builder.add_edge("nothing", END)
    graph = builder.compile()

    async def generate(job_id: str, task_prompt: str) -> None:
        began = time.monotonic()
        async with Redis.from_url(store_url) as redis:
            publisher = Publisher(redis)
            await publisher.publish(job_id, "task_started", message=task_prompt)
            await graph.ainvoke({})
            result = json.dumps({"outline": {"title": task_prompt}})
            await redis.set(f"job_result:{job_id}", result, ex=_RESULT_SECONDS)
            duration = f"{time.monotonic() - began:.3f}s"
            await publisher.publish(job_id, "task_completed", result=result, duration=duration)

    @app.task(name=TASK)  # type: ignore[untyped-decorator]
    def generate_outline_from_query_task(
        job_id: str, task_prompt: str, context_files: dict[str, str] | None = None
    ) -> str:
        asyncio.run(generate(job_id, task_prompt))
        return "completed"

    return app


if __name__ == "__main__":
    make_app(sys.argv[1]).worker_main(
        ["worker", f"--concurrency={sys.argv[2]}", "--loglevel=WARNING", "--pool=prefork"]
    )
