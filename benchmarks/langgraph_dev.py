"""LangGraph's dev server as a baseline."""

import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, cast

from benchmarks.environments import python_of
from benchmarks.processes import BenchmarkError, Target, free_address, running

NAME = "LangGraph dev server"
_FOLDER = Path(__file__).parent / "baselines" / "langgraph_dev"
_TOGETHER = "200"
_SECONDS = 300.0


@contextmanager
def langgraph_dev(data: Path) -> Iterator[Target]:
    """Run the server within the block, with room for 200 runs at once."""
    address = free_address()
    host, _, port = address.partition(":")
    # It runs the graphs of the folder that it stands in, and leaves files there.
    folder = data / "langgraph"
    shutil.copytree(_FOLDER, folder, dirs_exist_ok=True)
    command = (
        "sh", "-c", 'cd "$0" && exec "$@"', str(folder),
        str(Path(python_of("langgraph")).with_name("langgraph")), "dev",
        "--host", host, "--port", port,
        "--no-browser", "--no-reload", "--n-jobs-per-worker", _TOGETHER,
    )  # fmt: skip
    env = {"LANGSMITH_TRACING": "false", "LANGGRAPH_CLI_NO_ANALYTICS": "1"}
    with running(NAME, command, data, address=address, env=env, is_ready=_answers) as target:
        yield target


def runs(
    target: Target, mode: Literal["first_event", "empty", "document"], count: int
) -> list[float]:
    """Return seconds as ``langgraph_dev/load.py`` tells them. Raises BenchmarkError."""
    command = [python_of("langgraph"), str(_FOLDER / "load.py")]
    command += [f"http://{target.address}", mode, str(count)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if ran.returncode:
        raise BenchmarkError(f"the load on {NAME} failed:\n{ran.stderr[-2000:]}")
    return cast("list[float]", json.loads(ran.stdout)["seconds"])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{address}/ok", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        time.sleep(0.1)
        return False
