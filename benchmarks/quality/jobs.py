"""``python -m benchmarks.quality.jobs``: many small jobs of a model, counted by how they end.

Each job goes through the author's port as the graphs of the services take it, with two or
three sources of a subject, a query and a short length; the model is that of QUIRE_MODEL and
QUIRE_MODEL_BASE_URL. It exits with 1 if a job fails.
"""

import argparse
import asyncio
import itertools
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from benchmarks.progress import say
from benchmarks.quality.authors import make
from benchmarks.quality.made import measure
from benchmarks.quality.subjects import Subject, select
from shared.author_settings import AuthorSettings
from shared.authoring.port import Authors
from shared.bootstrap.authoring import open_authors
from shared.cpu.pool import CpuPool
from shared.errors import QuireError

FINISHED, LATE = "finished", "not in time"

_JOBS = 50
_SEED = 5
_SECONDS = 180.0
_LENGTHS = (120, 200, 300)
_SOURCES = (2, 3)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a job ended: ``reason`` is that of its error, ``FINISHED`` or ``LATE``."""

    reason: str
    markers: int = 0
    held: int = 0


def small_jobs(count: int, seed: int = _SEED) -> Iterator[Subject]:
    """Yield jobs by turns on all subjects, each with other sources, another query and length."""
    chance = random.Random(seed)  # noqa: S311  # it must be the same each time
    for subject in itertools.islice(itertools.cycle(select()), count):
        topic = chance.choice(subject.headings)[0]
        query = chance.choice((subject.query, topic, f"{topic}: {subject.query}"))
        yield replace(
            subject,
            query=query,
            target_length=chance.choice(_LENGTHS),
            sources=tuple(chance.sample(subject.sources, chance.choice(_SOURCES))),
        )


def main() -> int:
    """Run the jobs; return 0 if all finished, 1 if not, 2 without a model."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.jobs")
    parser.add_argument("--count", type=int, default=_JOBS)
    given = parser.parse_args()
    if not os.environ.get("QUIRE_MODEL"):
        parser.error("jobs need QUIRE_MODEL and QUIRE_MODEL_BASE_URL")
    began = time.perf_counter()
    ended = asyncio.run(_run(given.count))
    counts = Counter(one.reason for one in ended)
    markers, held = sum(one.markers for one in ended), sum(one.held for one in ended)
    print(f"{len(ended)} jobs in {time.perf_counter() - began:.0f} s")
    for reason, count in counts.most_common():
        print(f"{count:4} {reason}")
    print(f"{held} of {markers} citations hold")
    return 0 if counts[FINISHED] == len(ended) else 1


async def _run(count: int) -> list[Ended]:
    settings = AuthorSettings(
        model=os.environ["QUIRE_MODEL"],
        model_base_url=os.environ.get("QUIRE_MODEL_BASE_URL", ""),
    )
    async with AsyncExitStack() as stack:
        pool = CpuPool(1)
        stack.push_async_callback(pool.close)
        authors = await stack.enter_async_context(open_authors(settings, pool))
        ended = []
        for number, job in enumerate(small_jobs(count), 1):
            began = time.perf_counter()
            ended.append(await _end(job, authors))
            took = time.perf_counter() - began
            say(f"{number}/{count} {job.name}: {ended[-1].reason}, {took:.1f} s")
        return ended


async def _end(job: Subject, authors: Authors) -> Ended:
    try:
        async with asyncio.timeout(_SECONDS):
            made = await make(job, authors, "Quire, model")
    except TimeoutError:
        return Ended(LATE)
    except QuireError as error:
        return Ended(error.reason.value)
    except Exception as error:  # what no one foresaw is an end as well
        traceback.print_exception(error)
        return Ended(type(error).__name__)
    figures = measure(job, made)
    return Ended(FINISHED, figures.markers, figures.held)


if __name__ == "__main__":
    sys.exit(main())
