"""The supervisor as a process, with a Procfile of small parts and a real Valkey."""

import os
import re
import signal
import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.request import Request, urlopen

import psutil
import pytest

from deploy.local.ports import Ports, is_taken

TICKER = "import time; print('tick', flush=True); time.sleep(60)"


@contextmanager
def up(folder: Path, ports: Ports, part: str, *options: str) -> Iterator["subprocess.Popen[str]"]:
    procfile = folder / "Procfile"
    procfile.write_text(
        f'valkey: python -m deploy.local.valkey\nticker: python -c "{part}"\n', encoding="utf-8"
    )
    command = [
        sys.executable, "-m", "deploy.local.up",
        "--data", str(folder / "data"),
        "--procfile", str(procfile),
        "--valkey-port", str(ports.valkey),
        "--outline-port", str(ports.outline),
        "--document-port", str(ports.document),
        *options,
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    assert process.stdout is not None
    text = ""
    for line in process.stdout:
        text += line
        if words in line:
            return text
    raise AssertionError(f"{words!r} was not printed:\n{text}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stops_cleanly_when_asked_to(tmp_path: Path, number: int) -> None:
    ports = Ports.free()
    with up(tmp_path, ports, TICKER) as process:
        text = read_until(process, "Ctrl-C stops everything")
        assert f"redis://127.0.0.1:{ports.valkey}/0" in text
        children = psutil.Process(process.pid).children(recursive=True)
        assert len(children) == 2
        process.send_signal(number)
        rest, _ = process.communicate(timeout=30)
        assert "stopped" in rest
        assert process.returncode == 0
        _, alive = psutil.wait_procs(children, timeout=5)
        assert not alive
        assert not is_taken(ports.valkey)


def test_names_the_part_that_died_and_stops_the_others(tmp_path: Path) -> None:
    with up(tmp_path, Ports.free(), "import time; time.sleep(3); raise SystemExit(7)") as process:
        text, _ = process.communicate(timeout=30)
        assert "ticker ended with 7; stopping the others" in text
        assert process.returncode == 1


def test_leaves_no_orphan_when_it_is_killed(tmp_path: Path) -> None:
    with up(tmp_path, Ports.free(), TICKER) as process:
        read_until(process, "Ctrl-C stops everything")
        children = psutil.Process(process.pid).children(recursive=True)
        os.kill(process.pid, signal.SIGKILL)
        _, alive = psutil.wait_procs(children, timeout=10)
        assert not alive


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        free = Ports.free()
        ports = Ports(free.valkey, free.outline, sock.getsockname()[1])
        with up(tmp_path, ports, TICKER) as process:
            text, _ = process.communicate(timeout=30)
    assert text.count("\n") == 1
    assert f"Port {ports.document} is taken" in text
    assert "DOCUMENT_PORT" in text
    assert process.returncode == 1
    assert not (tmp_path / "data").exists()


def test_a_data_folder_is_used_once(tmp_path: Path) -> None:
    with up(tmp_path, Ports.free(), TICKER) as first:
        read_until(first, "Ctrl-C stops everything")
        with up(tmp_path, Ports.free(), TICKER) as second:
            text, _ = second.communicate(timeout=30)
            assert "in use by another" in text
            assert second.returncode == 1


@pytest.mark.skipif(find_spec("flower") is None, reason="Flower is not installed")
def test_a_panel_is_started_when_asked_for(tmp_path: Path) -> None:
    ports = Ports.free()
    with up(tmp_path, ports, TICKER, "--panel", "--panel-port", str(ports.panel)) as process:
        text = read_until(process, "Ctrl-C stops everything")
        told = re.search(r"panel +http://(\S+), name (\S+), password (\S+)", text)
        assert told
        assert told[1] == f"127.0.0.1:{ports.panel}"
        known = b64encode(f"{told[2]}:{told[3]}".encode()).decode()
        headers = {"Authorization": f"Basic {known}"}
        with urlopen(Request(f"http://{told[1]}/workers", headers=headers), timeout=10) as page:
            assert page.status == 200
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
        assert process.returncode == 0
        assert not is_taken(ports.panel)
