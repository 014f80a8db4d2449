"""``make demo`` without the set-up: what it shows, and that nothing of it stays."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from deploy.local.demo import DOCUMENT, sample_files
from deploy.local.procfile import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


@contextmanager
def demo() -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Start the demo; yield it and a word that is in the environment of all that it starts."""
    mark = uuid.uuid4().hex
    with subprocess.Popen(
        [sys.executable, "-m", "deploy.local.demo"],
        cwd=ROOT,
        env=dict(os.environ) | {"DEMO_MARK": mark},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process, mark
        finally:
            process.kill()


def left(mark: str) -> list[str]:
    """Return the command lines of the processes that carry the mark, once it is still."""
    give_up = time.monotonic() + 5
    while True:
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get("DEMO_MARK") == mark:
                    found.append(" ".join(process.cmdline()))
            except psutil.Error:
                continue
        if not found or time.monotonic() > give_up:
            return found
        time.sleep(0.1)


def read_until(process: "subprocess.Popen[str]", words: str) -> None:
    assert process.stdout is not None
    text = ""
    for line in process.stdout:
        text += line
        if words in line:
            return
    raise AssertionError(f"{words!r} was not printed:\n{text}")


def test_shows_the_whole_way_and_leaves_nothing_but_the_document() -> None:
    with demo() as (process, mark):
        text, _ = process.communicate(timeout=100)
    assert process.returncode == 0, text
    assert "quire write" in text
    assert "100 %" in text or "100%" in text
    document = (ROOT / DOCUMENT).read_text(encoding="utf-8")
    title = document.splitlines()[0]
    assert title.startswith("# ")
    assert f"The first lines of {DOCUMENT}" in text
    assert f"  {title}\n" in text
    assert "[1]" in document
    assert not left(mark)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_is_stopped_at_any_time_and_leaves_nothing(number: signal.Signals) -> None:
    with demo() as (process, mark):
        read_until(process, "quire write")
        time.sleep(0.2)  # between fork and exec the command could not hear it
        if number is signal.SIGINT:
            os.killpg(process.pid, number)  # as a terminal does
        else:
            process.send_signal(number)
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert not left(mark)


def test_the_samples_are_of_several_kinds_and_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names = [path.name for path in sample_files()]
    assert len(names) >= 3
    assert any(not name.isascii() for name in names)
    assert any(name.endswith((".pdf", ".docx")) for name in names)
