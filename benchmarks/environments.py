"""Environments of the baselines, apart from the project's own: made when first needed."""

import subprocess
import sys

from benchmarks.processes import BenchmarkError
from benchmarks.progress import say
from deploy.local.procfile import ROOT

_PACKAGES = {
    "langgraph": ("langgraph-cli[inmem]==0.4.40", "langgraph==1.2.24", "langgraph-api==0.16.7"),
    "sse": (
        "fastapi==0.165.0",
        "uvicorn[standard]==0.54.0",
        "sse-starlette==3.7.0",
        "redis==8.1.0",
    ),
}
_FOLDER = ROOT / ".tools" / "bench"


def python_of(name: str) -> str:
    """Return the interpreter of an environment. Raises BenchmarkError if it cannot be made."""
    home = _FOLDER / name
    stamp = home / ".packages"
    packages = _PACKAGES[name]
    wanted = "\n".join(packages)
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        say(f"installing {packages[0]} into {home.relative_to(ROOT)}")
        python = home / "bin" / "python"
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(home)],
            [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages],
        ):
            made = subprocess.run(command, capture_output=True, text=True, check=False)
            if made.returncode:
                raise BenchmarkError(f"cannot install {packages[0]}:\n{made.stderr[-2000:]}")
        stamp.write_text(wanted, "utf-8")
    return str(home / "bin" / "python")
