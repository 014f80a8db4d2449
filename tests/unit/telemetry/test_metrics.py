"""What the engine tells, as it is counted."""

import ast

from prometheus_client import generate_latest

from deploy.local.procfile import ROOT
from outline_service.jobs import SOURCE_STEP
from shared.events.payloads import Cancelled, Completed, Failed, Failure, Usage
from shared.jobs.model import JobRecord, Kind, Priority, State
from shared.jobs.observer import ReaperAction
from shared.reasons import Reason
from shared.telemetry.metrics import KNOWN_STEPS, JobMetrics, make_registry
from tests.support.exported import families
from tests.support.scrape import Scrape

FAILURE = Failure(Reason.STEP_FAILED, "it broke")


def record(priority: Priority = Priority.NORMAL, last_sequence: int = 1) -> JobRecord:
    return JobRecord(
        job_id="j",
        uid="u",
        kind=Kind.OUTLINE,
        owner="ann",
        state=State.RUNNING,
        priority=priority,
        labels={"team": "x"},
        create_ms=1000,
        start_ms=3000,
        end_ms=0,
        expire_ms=0,
        deadline_ms=0,
        attempt=1,
        max_attempts=3,
        fraction=0,
        step="",
        message="",
        last_sequence=last_sequence,
        partial=False,
        retry_of="",
        failure=None,
        usage=Usage(),
    )


class Counted:
    """Metrics and what they tell."""

    def __init__(self) -> None:
        self._registry = make_registry()
        self.observer = JobMetrics(self._registry, Kind.OUTLINE)

    def told(self) -> Scrape:
        return Scrape(generate_latest(self._registry).decode())


def test_a_job_from_submit_to_end() -> None:
    counted = Counted()
    counted.observer.submitted(record(Priority.HIGH))
    counted.observer.started(record(Priority.HIGH))
    assert counted.told().sum("quire_attempts_running") == 1
    usage = Usage(model_calls=3, input_tokens=100, output_tokens=20)
    counted.observer.ended(record(Priority.HIGH), Completed(b"{}", 5000, usage))
    counted.observer.stopped(record(Priority.HIGH), State.SUCCEEDED)
    told = counted.told()
    assert told.sum("quire_jobs_submitted_total") == 1
    assert told.sum("quire_jobs_submitted_total", priority="high") == 1
    assert told.sum("quire_attempts_started_total") == 1
    assert told.sum("quire_attempts_running") == 0
    assert told.sum("quire_attempts_ended_total", outcome="succeeded") == 1
    assert told.sum("quire_job_wait_seconds_sum", priority="high") == 2
    assert told.sum("quire_jobs_finished_total") == 1
    assert told.sum("quire_jobs_finished_total", state="succeeded", reason="") == 1
    assert told.sum("quire_job_duration_seconds_sum", state="succeeded") == 5
    assert told.sum("quire_model_calls_total") == 3
    assert told.sum("quire_model_tokens_total", direction="input") == 100
    assert told.sum("quire_model_tokens_total", direction="output") == 20


def test_other_ends_and_what_comes_before_them() -> None:
    counted = Counted()
    counted.observer.started(record(last_sequence=5))
    counted.observer.retried(record(), FAILURE)
    counted.observer.stopped(record(), State.RETRYING)
    counted.observer.started(record(last_sequence=5))
    counted.observer.stopped(record(), State.QUEUED)
    counted.observer.started(record(last_sequence=5))
    counted.observer.stopped(record(), None)
    counted.observer.lease_lost(record())
    counted.observer.reaped(ReaperAction.LAPSE)
    counted.observer.ended(record(), Failed(FAILURE, 100))
    counted.observer.cancel_asked(record())
    counted.observer.ended(record(), Cancelled(100))
    told = counted.told()
    assert told.sum("quire_job_wait_seconds_count") == 0
    assert told.sum("quire_attempts_running") == 0
    assert told.sum("quire_attempts_retried_total", reason="STEP_FAILED") == 1
    for outcome in ("retrying", "handed_back", "lost"):
        assert told.sum("quire_attempts_ended_total", outcome=outcome) == 1
    assert told.sum("quire_attempts_ended_total") == 3
    assert told.sum("quire_leases_lost_total") == 1
    assert told.sum("quire_reaper_actions_total", action="lapse") == 1
    assert told.sum("quire_jobs_finished_total", state="failed", reason="STEP_FAILED") == 1
    assert told.sum("quire_jobs_finished_total", state="cancelled", reason="") == 1
    assert told.sum("quire_job_cancel_requests_total") == 1


def test_a_step_has_a_series_of_its_own_only_if_it_is_known() -> None:
    counted = Counted()
    counted.observer.step_done("chapter", 3.0)
    for number in range(50):
        counted.observer.step_done(f"step {number}", 1.0)
        counted.observer.step_reused(f"step {number}")
    told = counted.told()
    assert told.sum("quire_step_duration_seconds_sum", step="chapter") == 3
    assert told.sum("quire_step_duration_seconds_count", step="other") == 50
    assert told.sum("quire_steps_reused_total", step="other") == 50
    assert told.sum("quire_steps_reused_total") == 50


def test_what_alerts_look_at_is_there_before_it_happens() -> None:
    told = Counted().told()
    for name in (
        "quire_jobs_submitted_total",
        "quire_jobs_finished_total",
        "quire_attempts_started_total",
        "quire_leases_lost_total",
        "quire_doorbells_failed_total",
        "quire_store_errors_total",
    ):
        assert told.has(name)
        assert told.sum(name) == 0


def test_names_and_units_follow_the_conventions() -> None:
    for family in families():
        if not family.name.startswith("quire_"):
            continue
        assert family.name == family.name.lower()
        assert not family.name.endswith(("_ms", "_milliseconds", "_kb", "_mib"))
        if family.type == "histogram":
            assert family.name.endswith("_seconds")


STEPS = (".job.step", ".paid.step")
WEB_STEPS = {"web_search", "web_page", "web_robots"}
"""Of research in the web, which is no node of its own."""


def test_the_steps_of_both_graphs_are_known() -> None:
    named: set[str] = set()
    for path in ROOT.glob("*_service/graph/nodes.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(STEPS):
                name = ast.unparse(call.args[0])
                named.add(SOURCE_STEP if name == "SOURCE_STEP" else ast.literal_eval(name))
    assert named | WEB_STEPS == KNOWN_STEPS
