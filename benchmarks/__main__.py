"""``python -m benchmarks [NAME]``: runs all benchmarks, or one."""

import sys
from collections.abc import Callable

from benchmarks import authoring
from benchmarks.result import Row, save, show

BENCHMARKS: dict[str, Callable[[], list[Row]]] = {"authoring": authoring.run}


def main() -> int:
    """Return 0 if every goal was met, 1 if not, 2 for a name that there is not."""
    wanted = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in wanted if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark {unknown[0]}; there are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    rows = [row for name in wanted for row in BENCHMARKS[name]()]
    show(rows)
    save(rows)
    return 1 if any(row.met is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
