"""Flower beside a whole Quire: what it shows, and that what it could do harms no job."""

import json
import subprocess
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from celery import Celery

from deploy.local.stack import PANEL, LocalStack
from shared.tasks.app import make_app
from tests.support.command import COMMAND, environment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("flower") is None, reason="Flower is not installed"),
]

AUTH = "quire:only-a-test"
WORKERS = {"outline-worker", "document-worker"}


@pytest.fixture(scope="module")
def watched_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    with LocalStack(
        tmp_path_factory.mktemp("panel"),
        panel=True,
        part_env={PANEL: {"FLOWER_BASIC_AUTH": AUTH}},
    ) as running:
        eventually(lambda: workers(running) == WORKERS)
        yield running


def test_it_shows_workers_queues_and_jobs(watched_stack: LocalStack) -> None:
    # It asks the workers every 5 s to tell of their tasks; what was before, it does not know.
    number = 0

    def made_and_shown() -> bool:
        nonlocal number
        number += 1
        outline(watched_stack, f"shown-{number}")
        return states(watched_stack, f"shown-{number}") == ["SUCCESS"]

    eventually(made_and_shown)
    lengths = api(watched_stack, "/api/queues/length")["active_queues"]
    assert {queue["name"] for queue in lengths} == {"quire.outline", "quire.document"}


def test_it_only_shows_and_only_to_those_who_know_the_password(watched_stack: LocalStack) -> None:
    with pytest.raises(HTTPError, match="403"):
        api(watched_stack, "/api/worker/shutdown/any", method="POST")
    with pytest.raises(HTTPError, match="401"):
        urlopen(f"http://{watched_stack.panel_address}/api/tasks")


def test_remote_control_harms_no_job(watched_stack: LocalStack) -> None:
    control = celery(watched_stack).control
    tasks = api(watched_stack, "/api/tasks")
    task = "generate_outline_from_query_task"
    assert answers(control.rate_limit(task, "1/h", reply=True, timeout=2))
    assert answers(control.time_limit(task, 1, 1, reply=True, timeout=2))
    assert answers(control.pool_restart(reply=True, timeout=2))
    assert answers(control.revoke([*tasks, "unknown"], terminate=True, reply=True, timeout=2))
    outline(watched_stack, "after-one")
    outline(watched_stack, "after-two")


def test_workers_that_are_shut_down_end_cleanly_and_lose_nothing(
    watched_stack: LocalStack,
) -> None:
    celery(watched_stack).control.shutdown()
    for name in WORKERS:
        part = watched_stack.parts[name]
        assert part.wait(time.monotonic() + 20)
        assert part.exit_code == 0
    outline(watched_stack, "meanwhile", "--detach")
    for name in WORKERS:
        watched_stack.start_part(name)
    assert watch(watched_stack, "meanwhile") == 0


def outline(stack: LocalStack, job_id: str, *options: str) -> None:
    """Make an outline."""
    done = run(stack, "outline", "How do tides work?", "--job-id", job_id, *options)
    assert done.returncode == 0, done.stderr


def watch(stack: LocalStack, job_id: str) -> int:
    """Follow a job to its end."""
    return run(stack, "watch", job_id).returncode


def run(stack: LocalStack, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command."""
    return subprocess.run(
        [COMMAND, *arguments],
        env=environment(stack.client_env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def api(stack: LocalStack, path: str, *, method: str = "GET") -> dict[str, Any]:
    """Return what the panel answers."""
    headers = {"Authorization": "Basic " + b64encode(AUTH.encode()).decode()}
    request = Request(f"http://{stack.panel_address}{path}", headers=headers, method=method)
    with urlopen(request, timeout=10) as answer:  # noqa: S310  it is http
        parsed: dict[str, Any] = json.load(answer)
        return parsed


def workers(stack: LocalStack) -> set[str]:
    """Return the names of the workers whose queue the panel knows, without that of the host."""
    known = api(stack, "/api/workers?refresh=1")
    return {name.partition("@")[0] for name, facts in known.items() if facts.get("active_queues")}


def states(stack: LocalStack, job_id: str) -> list[str]:
    """Return the states of the doorbells of a job."""
    tasks = api(stack, "/api/tasks").values()
    return [task["state"] for task in tasks if f"'{job_id}'" in str(task["kwargs"])]


def celery(stack: LocalStack) -> Celery:
    """Return an application on the stack's broker."""
    return make_app("control", "control", stack.store_url)


def answers(replies: list[dict[str, Any]]) -> bool:
    """Whether every worker has answered something."""
    return {name.partition("@")[0] for reply in replies for name in reply} == WORKERS


def eventually(condition: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait until something holds."""
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.2)
