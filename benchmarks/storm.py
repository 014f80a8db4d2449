"""The server is restarted under 10,000 watchers, who all come back at once."""

import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from benchmarks.load.events import make_jobs
from benchmarks.load.tally import Received
from benchmarks.load.watchers import WatchPlan
from benchmarks.load.writer import WriterPlan
from benchmarks.processes import BenchmarkError, Load, Target, store
from benchmarks.progress import head, say
from benchmarks.result import Row
from benchmarks.size import Size
from benchmarks.watching import quire, wait_for_all
from shared.rpc.probe import is_serving

_BEFORE_SECONDS = 5.0
_LEAST_SECONDS = 20.0
_STOP_SECONDS = 30.0
_START_SECONDS = 30.0


def reconnect_storm(size: Size) -> list[Row]:
    """Restart the server while events are written; count every event of every watcher."""
    name = "reconnect_storm"
    watchers = size.count(10_000)
    head(name, f"the server restarted under {watchers:,} watchers of as many jobs, events going on")
    with tempfile.TemporaryDirectory() as folder, store(Path(folder)) as valkey:
        make_jobs(valkey.port, watchers)
        with quire(valkey, Path(folder)) as target:
            plan = WatchPlan(target.address, watchers, watchers, resume=True)
            writes = WriterPlan(
                valkey.port, watchers, watchers / 5, max(_LEAST_SECONDS, size.seconds(40))
            )
            say(f"Quire: {watchers:,} watchers join")
            with Load("watchers", asdict(plan)) as load:
                wait_for_all(load, watchers)
                say(f"{writes.rate:,g} events/s; restart")
                with Load("writer", asdict(writes)) as writer:
                    time.sleep(_BEFORE_SECONDS)
                    asked, serving = _restart(target)
                    say("it serves again")
                    written = cast("int", writer.hear()["events"])
                load.tell(finish=written)
                received = Received(**cast("dict[str, Any]", load.hear_until("delivered")))
    say(f"streams ended with {received.errors}")
    back = received.back_at - asked
    wrong = received.missing + received.duplicates + received.gaps
    return [
        Row(
            name, "all have events again, from SIGTERM on", back, "s",
            goal="at most 15 s", met=received.lost == 0 and back <= 15,
        ),
        Row(name, "of it: until it serves again", serving - asked, "s"),
        Row(name, "refused for good", received.lost, "", goal="0", met=received.lost == 0),
        Row(
            name, f"of {received.delivered:,}: missing, twice or out of order", wrong, "events",
            goal="0", met=wrong == 0,
        ),
    ]  # fmt: skip


def _restart(target: Target) -> tuple[float, float]:
    """Return the Unix times when the server was asked to end and when it served again."""
    asked = time.time()
    target.part.stop(_STOP_SECONDS)
    target.part.start()
    while not is_serving(target.address):
        if time.time() - asked > _STOP_SECONDS + _START_SECONDS:
            raise BenchmarkError("the server did not start again")
        time.sleep(0.05)
    return asked, time.time()
