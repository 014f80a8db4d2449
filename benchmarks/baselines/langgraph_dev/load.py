"""Runs of LangGraph's dev server, over its own client: ``python load.py URL MODE COUNT``.

Runs in an environment of its own and prints JSON: the seconds to the first event of each run
(``first_event``), or those of a burst of runs of a graph (``empty``, ``document``).
"""

import asyncio
import json
import random
import sys
import time

from langgraph_sdk import get_client


async def first_events(url: str, count: int) -> list[float]:
    """Return for each run the seconds until its first event."""
    client = get_client(url=url)
    taken = []
    for _ in range(count):
        # The server looks for work each second; a run that follows the one before at once
        # would always come just after it has looked.
        await asyncio.sleep(random.uniform(0, 1))  # noqa: S311  in step with nothing
        began = time.perf_counter()
        seen = False
        async for _part in client.runs.stream(None, "empty", input={}, stream_mode="updates"):
            if not seen:
                taken.append(time.perf_counter() - began)
                seen = True
    return taken


async def burst(url: str, graph: str, count: int) -> list[float]:
    """Return the seconds that so many runs take."""
    client = get_client(url=url, timeout=600)
    began = time.perf_counter()
    runs = (client.runs.wait(None, graph, input={}) for _ in range(count))
    await asyncio.gather(*runs)
    return [time.perf_counter() - began]


async def main(url: str, mode: str, count: int) -> None:
    """Do what is asked for."""
    if mode == "first_event":
        seconds = await first_events(url, count)
    else:
        await burst(url, mode, 3)  # a warm-up
        seconds = await burst(url, mode, count)
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
