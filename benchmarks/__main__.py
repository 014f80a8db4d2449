"""``python -m benchmarks [NAME …] [--share SHARE]``: runs all benchmarks, or some."""

import argparse
import sys
from collections.abc import Callable, Mapping

from benchmarks import authoring, capacity
from benchmarks.kept_jobs import kept_jobs
from benchmarks.processes import BenchmarkError, allow_many_files
from benchmarks.progress import warn
from benchmarks.result import Row, save, show
from benchmarks.resume import resume_everywhere
from benchmarks.running_jobs import critical_path, jobs_per_second, submit_first_event
from benchmarks.size import Size
from benchmarks.slow_readers import slow_readers
from benchmarks.storm import reconnect_storm
from benchmarks.watch import watch_5k_p99, watch_10k, watch_cpu_per_event, watch_fanout_p99

Benchmark = Callable[[Size], list[Row]]

GROUPS: Mapping[str, Mapping[str, Benchmark]] = {
    "authoring": {"author_1mb": lambda size: authoring.run()},
    "watch": {
        "watch_5k_p99": watch_5k_p99,
        "watch_10k": watch_10k,
        "watch_fanout_p99": watch_fanout_p99,
        "watch_cpu_per_event": watch_cpu_per_event,
        "reconnect_storm": reconnect_storm,
        "slow_readers": slow_readers,
        "resume_everywhere": resume_everywhere,
    },
    "jobs": {
        "submit_first_event_p50": submit_first_event,
        "jobs_per_second": jobs_per_second,
        "critical_path": critical_path,
        "kept_jobs": kept_jobs,
    },
}

EXIT_MISSED, EXIT_USAGE, EXIT_BROKEN = 1, 2, 3


def main() -> int:
    """Return 0 if every goal was met, 1 if not, 2 for a wrong name, 3 if one did not run."""
    every = {name: one for group in GROUPS.values() for name, one in group.items()}
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measures Quire beside its alternatives."
    )
    parser.add_argument(
        "names", nargs="*", help=f"groups ({', '.join(GROUPS)}) or benchmarks ({', '.join(every)})"
    )
    parser.add_argument(
        "--share", type=float, default=1.0, metavar="SHARE",
        help="run a smaller one, such as 0.1; its figures are not kept",
    )  # fmt: skip
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in GROUPS and name not in every]
    if unknown or not 0 < given.share <= 1:
        parser.error(f"no benchmark {unknown[0]}" if unknown else "a share is 0 < SHARE <= 1")
    wanted = [one for name in given.names or GROUPS for one in GROUPS.get(name, {name: None})]
    return _run({name: every[name] for name in wanted}, Size(given.share))


def _run(benchmarks: Mapping[str, Benchmark], size: Size) -> int:
    allow_many_files()
    rows: list[Row] = []
    broken = False
    for name, benchmark in benchmarks.items():
        try:
            found = benchmark(size)
        except BenchmarkError as error:
            warn(f"{name}: {error}")
            broken = True
            continue
        rows += found
        if size.full:
            save(found)
    show(rows)
    if size.full:
        capacity.fill()
    if broken:
        return EXIT_BROKEN
    return EXIT_MISSED if any(row.met is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
