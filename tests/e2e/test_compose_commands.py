"""Each container's command as a process with its environment: up, healthy, at work, stopped."""

import subprocess
from base64 import b64encode
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.support.command import COMMAND, environment
from tests.support.containers import Container, Containers

STOP_ORDER = ("panel", "document-server", "document-worker", "outline-server", "outline-worker")
START_SECONDS = 60


@pytest.fixture
def containers(tmp_path: Path) -> Iterator[Containers]:
    every = Containers(tmp_path, {"FLOWER_BASIC_AUTH": "quire:only-a-test"})
    try:
        yield every
    finally:
        for container in every.by_name.values():
            container.kill()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_containers_commands_make_a_document_and_stop_cleanly(
    containers: Containers, tmp_path: Path
) -> None:
    valkey, *others = [one for one in containers.by_name.values() if not one.optional]
    assert valkey.name == "valkey"
    for container in (valkey, *others):
        assert not container.is_healthy(), f"{container.name} is not up yet"

    valkey.start()
    valkey.becomes_healthy(within=START_SECONDS)  # the others depend on it
    for container in others:
        container.start()
    for container in others:
        container.becomes_healthy(within=START_SECONDS)

    assert "Tides" in written(containers, tmp_path)

    for name in STOP_ORDER[1:]:
        stops(containers.by_name[name])
    stops(valkey)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(find_spec("flower") is None, reason="Flower is not installed: make up UI=1")
def test_the_panel_shows_its_page_to_those_who_know_the_password(containers: Containers) -> None:
    valkey, panel = containers.by_name["valkey"], containers.by_name["panel"]
    assert panel.optional
    valkey.start()
    valkey.becomes_healthy(within=START_SECONDS)
    assert not panel.is_healthy()
    panel.start()
    panel.becomes_healthy(within=START_SECONDS)
    page = f"http://127.0.0.1:{containers.port('panel', 5555)}/workers"
    known = {"Authorization": "Basic " + b64encode(b"quire:only-a-test").decode()}
    with urlopen(Request(page, headers=known)) as answer:
        assert b"Flower" in answer.read()
    with pytest.raises(HTTPError, match="401"):
        urlopen(page)
    stops(panel)
    stops(valkey)


def written(containers: Containers, folder: Path) -> str:
    """Go the whole way, from a question and a file over an outline to a document."""
    notes = folder / "notes.md"
    notes.write_text(
        "# Tides\n\nTides rise and fall twice a day. The moon pulls the water of the sea.\n\n"
        "## Spring tides\n\nSpring tides come at new moon and full moon, when sun and moon pull "
        "together. They are the highest tides of a month.\n",
        encoding="utf-8",
    )
    out = folder / "document.md"
    env = {
        "QUIRE_OUTLINE_ADDRESS": f"127.0.0.1:{containers.port('outline-server', 50051)}",
        "QUIRE_DOCUMENT_ADDRESS": f"127.0.0.1:{containers.port('document-server', 50052)}",
    }
    done = subprocess.run(
        [COMMAND, "write", "How do tides work?", "--file", notes, "--out", out],
        env=environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return out.read_text(encoding="utf-8")


def stops(container: Container) -> None:
    """Stop it as Docker would: in time, by itself, with 0; then it is no longer healthy."""
    assert container.stop() == 0, container.log
    assert not container.is_healthy()
