"""Installs each service alone, as it is deployed, and prints the size of its site-packages.

Compiled Python files are not counted. Usage: installed_size.py [--largest N]
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("quire-outline", "quire-document")
OWN = (*PACKAGES, "quire-shared", "quire-protos")
MB = 1_000_000


def main() -> int:
    """Print a line for each service and return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=8, metavar="N", help="parts to list")
    largest: int = parser.parse_args().largest
    for package in PACKAGES:
        with tempfile.TemporaryDirectory(prefix="quire-size-") as folder:
            sizes = sizes_of(site_packages(install_alone(package, Path(folder) / "venv")))
        print(f"{package}: {sum(sizes.values()) / MB:.0f} MB")
        for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:largest]:
            print(f"  {size / MB:6.1f}  {name}")
    return 0


def install_alone(package: str, venv: Path) -> Path:
    """Install ``package`` with what it needs, and nothing else, into a new ``venv``; return it.

    Raises CalledProcessError when that fails.
    """
    # uv keeps a wheel of ours until its pyproject.toml changes, whatever the code does.
    refresh = [word for name in OWN for word in ("--refresh-package", name)]
    subprocess.run(
        [
            ROOT / ".uv/bin/uv", "sync", "--quiet", "--frozen", "--no-dev", "--no-editable",
            "--package", package, "--python", sys.executable, *refresh,
        ],
        cwd=ROOT,
        env=dict(os.environ) | {"UV_PROJECT_ENVIRONMENT": str(venv)},
        check=True,
    )  # fmt: skip
    return venv


def site_packages(venv: Path) -> Path:
    """Return the folder of ``venv`` that packages are installed into."""
    return next((venv / "lib").glob("python*/site-packages"))


def sizes_of(folder: Path) -> dict[str, int]:
    """Return the size in bytes of each entry of ``folder``, without compiled Python files."""
    return {
        entry.name: sum(
            file.stat().st_size
            for file in (entry.rglob("*") if entry.is_dir() else [entry])
            if file.is_file() and file.suffix != ".pyc"
        )
        for entry in folder.iterdir()
    }


if __name__ == "__main__":
    sys.exit(main())
