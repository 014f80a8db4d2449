"""Run a client against all cases:  python -m tests.watch_conformance COMMAND [ARGUMENT …]."""

import sys

from tests.watch_conformance.cases import load_cases
from tests.watch_conformance.verdict import run_client


def main(command: list[str]) -> int:
    """Print a line for each case; return 1 if one failed."""
    if not command:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    verdicts = run_client(command, load_cases())
    for name, faults in verdicts.items():
        sys.stdout.write(f"{'FAILED' if faults else 'ok':<8}{name}\n")
        sys.stdout.writelines(f"        {fault}\n" for fault in faults)
    failed = sum(1 for faults in verdicts.values() if faults)
    sys.stdout.write(f"{len(verdicts) - failed} passed, {failed} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
