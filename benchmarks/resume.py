"""Every place of a finished job as a cursor."""

import tempfile
import time
from pathlib import Path
from typing import cast

from benchmarks.load.events import end_job, make_jobs
from benchmarks.load.writer import WriterPlan, write
from benchmarks.processes import Load, store
from benchmarks.progress import head, say
from benchmarks.result import Row
from benchmarks.size import Size
from benchmarks.watching import quire


def resume_everywhere(size: Size) -> list[Row]:
    """Resume from every sequence of a job; what comes must be exactly the rest."""
    name = "resume_everywhere"
    events = max(3, size.count(1_000))
    head(name, f"a watch resumed from every sequence of a job of {events:,} events")
    with tempfile.TemporaryDirectory() as folder, store(Path(folder)) as valkey:
        make_jobs(valkey.port, 1)
        write(WriterPlan(valkey.port, 1, events * 100, (events - 2) / (events * 100)))
        end_job(valkey.port, 0, events)
        with quire(valkey, Path(folder)) as target:
            say(f"{events + 1:,} watches")
            began = time.perf_counter()
            with Load("resumers", target.address, str(events)) as load:
                told = load.hear()
            taken = time.perf_counter() - began
    wrong = cast("int", told["wrong"])
    delivered = events * (events + 1) // 2
    return [
        Row(
            name, f"of {events + 1:,} places: not exactly the rest", wrong, "",
            goal="0", met=wrong == 0,
        ),
        Row(name, "events read again a second", delivered / taken, "/s"),
    ]  # fmt: skip
