"""The clients' example programs, built. What has no compiler here is skipped, with the reason."""

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from deploy.local.procfile import ROOT

GO = ROOT / "clients/go"
JAVA = ROOT / "clients/java"
TYPESCRIPT = ROOT / "clients/typescript"

# A checksum that does not fit is said in the same words, and is a fault.
_UNREACHABLE = re.compile(r"Could not transfer artifact(?!.*[Cc]hecksum)|in offline mode")


@cache
def build_go() -> Path:
    """Return the folder of the Go examples."""
    _need("go")
    programs = ROOT / ".tools/go-examples"
    subprocess.run(["go", "vet", "./..."], cwd=GO, check=True)
    subprocess.run(["go", "build", "-o", f"{programs}/", "./examples/..."], cwd=GO, check=True)
    return programs


@cache
def build_typescript() -> Path:
    """Return the folder of the TypeScript examples."""
    _need("npm")
    subprocess.run(["sh", "scripts/node_modules.sh"], cwd=ROOT, check=True)
    subprocess.run(["npm", "run", "--silent", "build"], cwd=TYPESCRIPT, check=True)
    return TYPESCRIPT / "dist/examples"


@cache
def build_java() -> Path:
    """Return the folder of the programs that run the Java examples."""
    _need("javac")
    _need("mvn")
    if lacking := _build_with_maven():
        pytest.skip(f"the jars that Java needs cannot be fetched: {lacking}")
    return JAVA / "bin"


def example(language: str, name: str) -> list[str]:
    """Return the command that runs an example of a language."""
    match language:
        case "go":
            return [str(build_go() / name)]
        case "typescript":
            return ["node", str(build_typescript() / f"{name}.js")]
        case "java":
            return ["sh", str(build_java() / name)]
        case _:  # python, or python-sync
            program = str(ROOT / f"clients/python/examples/{name}.py")
            return [
                sys.executable,
                "-W",
                "error",
                program,
                "sync" if "sync" in language else "async",
            ]


@cache
def _build_with_maven() -> str:
    """Build; return what Maven says of a repository that it cannot reach, empty if it can."""
    done = subprocess.run(
        ["sh", "build.sh", "-Plint"], cwd=JAVA, check=False, capture_output=True, text=True
    )
    said = (done.stdout + done.stderr).strip()
    if done.returncode == 0:
        return ""
    unreachable = next((line for line in said.splitlines() if _UNREACHABLE.search(line)), "")
    if not unreachable:
        pytest.fail(f"the Java client cannot be built:\n{said}", pytrace=False)
    return unreachable.removeprefix("[ERROR] ")


def _need(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
