"""Logs: one JSON line an entry, for ours and for libraries, without credentials."""

import io
import json
import logging
import subprocess
import sys

import pytest

from outline_service.settings import OutlineSettings

PROGRAM = """
import logging, structlog, warnings
from shared.log import configure_logging
configure_logging("outline-server", form="{form}", level="{level}")
log = structlog.get_logger("quire.test")
with structlog.contextvars.bound_contextvars(job_id="j1", attempt=2):
    log.info("ours", token="hunter2")
logging.getLogger("celery.worker").info("connected to redis://:hunter2@host:6379/0")
logging.getLogger("kombu").debug("never")
log.debug("fine detail")
secret = "hunter2"
try:
    raise ValueError("broken")
except ValueError:
    log.exception("oops")
"""


def run(form: str, level: str = "info") -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(form=form, level=level)],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stdout == ""
    assert "hunter2" not in done.stderr.replace('secret = "hunter2"', "")
    return done.stderr


def test_every_line_is_json_with_the_bound_fields() -> None:
    lines = [json.loads(line) for line in run("json").splitlines()]
    assert [line["event"] for line in lines] == [
        "ours",
        "connected to redis://***@host:6379/0",
        "oops",
    ]
    assert {line["service"] for line in lines} == {"outline-server"}
    assert (lines[0]["job_id"], lines[0]["attempt"], lines[0]["token"]) == ("j1", 2, "***")
    assert lines[0]["level"] == "info"
    assert lines[1]["logger"] == "celery.worker"
    assert lines[2]["exception"].endswith("builtins.ValueError")
    assert "broken" not in lines[2]["exception"]


def test_debug_is_ours_alone() -> None:
    events = [json.loads(line)["event"] for line in run("json", "debug").splitlines()]
    assert "fine detail" in events
    assert "never" not in events


def test_the_console_form_is_text() -> None:
    text = run("console")
    assert "ours" in text
    assert "job_id=j1" in text
    assert "builtins.ValueError" in text
    assert "broken" not in text.replace('raise ValueError("broken")', "")


@pytest.mark.parametrize(("terminal", "form"), [(True, "console"), (False, "json")])
def test_the_form_is_for_eyes_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, form: str
) -> None:
    monkeypatch.delenv("QUIRE_LOG_FORMAT", raising=False)
    stderr = io.StringIO()
    monkeypatch.setattr(stderr, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stderr", stderr)
    assert OutlineSettings().log_format == form


UNFORESEEN = """
import asyncio, logging, threading
from shared.log import configure_logging
configure_logging("outline-worker")

async def broken():
    raise ValueError("text of a document")

async def forget():
    task = asyncio.create_task(broken())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task

def fail():
    raise KeyError("text of a document")

asyncio.run(forget())
thread = threading.Thread(target=fail, name="t1")
thread.start()
thread.join()
logging.getLogger("grpc._cython.cygrpc").error("servicer failed", exc_info=OSError("text of a"))
raise RuntimeError("text of a document")
"""


def test_what_nobody_foresaw_is_a_line_too_without_its_words() -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNFORESEEN],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 1
    assert "text of" not in done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["logger"], line["level"]) for line in lines] == [
        ("asyncio", "error"),
        ("quire.process", "critical"),
        ("grpc._cython.cygrpc", "error"),
        ("quire.process", "critical"),
    ]
    assert lines[0]["event"] == "Task exception was never retrieved"
    kinds = [line["exception"].rpartition("builtins.")[2] for line in lines]
    assert kinds == ["ValueError", "KeyError", "OSError", "RuntimeError"]


def test_nothing_is_configured_by_import() -> None:
    before = list(logging.getLogger().handlers)
    __import__("shared.log")
    assert logging.getLogger().handlers == before
