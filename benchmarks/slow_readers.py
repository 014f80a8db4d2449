"""Some watchers never read; what the others notice of that."""

import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.progress import head
from benchmarks.result import Row, compare
from benchmarks.size import Size
from benchmarks.watching import Shape, measure, quire

_MOST_MIB = 64.0


def slow_readers(size: Size) -> list[Row]:
    """Measure the same watchers without and with further ones that never read."""
    name = "slow_readers"
    deaf = size.count(50)
    shape = Shape(size.count(450), 50, 500, size.seconds(25), message_bytes=2_000)
    head(name, f"{shape.watchers} watchers, and {deaf} more that never read")
    with tempfile.TemporaryDirectory() as folder:
        without = measure(quire, shape, Path(folder))
        among = measure(quire, replace(shape, deaf=deaf), Path(folder))
    p99, usual = among.received.latencies["p99"], without.received.latencies["p99"]
    return [
        compare(
            name, "p99 of those who read", p99, "ms",
            baseline="without them", baseline_value=usual,
            goal="at most 1.5×", met=among.received.exact and p99 <= 1.5 * usual,
        ),
        compare(
            name, "server grows by", among.grown_mib, "MiB",
            baseline="without them", baseline_value=without.grown_mib,
            goal=f"at most {_MOST_MIB:g} MiB", met=among.grown_mib <= _MOST_MIB,
        ),
    ]  # fmt: skip
