"""A megabyte of Markdown becomes an outline and a document.

Measured through live services, from the first submit to the last event; where the
time went, from the times of the events; and how fast the servers answer another
caller meanwhile. The baseline is the same authoring in one process, one thing after
the other, with no services around it.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import grpc
from quire.document.v1 import document_pb2
from quire.outline.v1 import outline_pb2, outline_service_pb2

from benchmarks.corpus import corpus
from benchmarks.result import Row, compare
from deploy.local.stack import LocalStack
from shared.authoring import bibliography, citations
from shared.authoring.extractive import chapters, fusion, outline, plan, research
from shared.authoring.outline_check import with_ids
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file
from tests.support.pair import Pair

QUESTION = "How do cities adapt to extreme heat?"
GOAL_SECONDS = 10.0
GOAL_ANSWER_MS = 250.0
_ASK_EVERY = 0.05


def run() -> list[Row]:
    """Print what is compared, measure, and return the rows."""
    files = corpus()
    size = sum(map(len, files.values()))
    print(f"authoring: {len(files)} Markdown files, {size:,} bytes, through live services,")
    print("  beside the same authoring in one process, one thing after the other")
    alone = _alone(files)
    with (
        tempfile.TemporaryDirectory() as data,
        LocalStack(Path(data)) as stack,
        grpc.insecure_channel(stack.outline_address) as outline_channel,
        grpc.insecure_channel(stack.document_address) as document_channel,
    ):
        pair = Pair(outline_channel, document_channel)
        with _asking(pair) as answers:
            whole, steps = _through_services(pair, files)
    rows = [
        compare(
            "author_1mb", "question to document", whole, "s",
            baseline="in one process", baseline_value=alone,
            goal=f"at most {GOAL_SECONDS:g} s", met=whole <= GOAL_SECONDS,
        ),
        *(Row("author_1mb", f"of it: {name}", seconds, "s") for name, seconds in steps),
    ]  # fmt: skip
    slow = statistics.quantiles(answers, n=100)[98] * 1000
    rows.append(
        Row(
            "author_1mb", f"GetOutline meanwhile, p99 of {len(answers)}", slow, "ms",
            goal=f"at most {GOAL_ANSWER_MS:g} ms", met=slow <= GOAL_ANSWER_MS,
        )
    )  # fmt: skip
    return rows


def _through_services(pair: Pair, files: dict[str, str]) -> tuple[float, list[tuple[str, float]]]:
    """Return seconds from question to document, and by part."""
    given = [
        outline_pb2.ContextFile(name=name, content=text.encode()) for name, text in files.items()
    ]
    began = time.perf_counter()
    outline_id = pair.make_outline(QUESTION, given).id
    submitted = time.perf_counter()
    outline_events = pair.outline_events(outline_id)
    outlined = time.perf_counter()
    document_id = pair.make_document(outline_job_id=outline_id).id
    frozen = time.perf_counter()
    document_events = pair.document_events(document_id)
    whole = time.perf_counter() - began
    assert outline_events[-1].HasField("completed"), outline_events[-1]
    assert document_events[-1].HasField("completed"), document_events[-1]
    return whole, [
        ("submit of the files", submitted - began),
        *_steps("outline", outline_events),
        ("submit of the document", frozen - outlined),
        *_steps("document", document_events),
    ]


def _steps(
    kind: str, events: Iterable[outline_pb2.OutlineEvent | document_pb2.DocumentEvent]
) -> list[tuple[str, float]]:
    """Return the seconds of each step, from its first event to that of the next."""
    marks: list[tuple[str, float]] = []
    for event in events:
        at = event.time.seconds + event.time.nanos / 1e9
        name = event.progress.step if event.HasField("progress") else ""
        if event.HasField("queued"):
            name = "wait for a worker"
        if event.terminal:
            marks.append(("", at))
        elif name and (not marks or marks[-1][0] != name):
            marks.append((name, at))
    return [(f"{kind}: {name}", after - before) for (name, before), (_, after) in pairwise(marks)]


@contextmanager
def _asking(pair: Pair) -> Iterator[list[float]]:
    """Ask for a small finished job again and again; yield the seconds each answer took."""
    job_id, _ = pair.finished_outline("anything")
    request = outline_service_pb2.GetOutlineRequest(job_id=job_id)
    answers: list[float] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.wait(_ASK_EVERY):
            began = time.perf_counter()
            pair.outline.GetOutline(request, timeout=30)
            answers.append(time.perf_counter() - began)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield answers
    finally:
        stop.set()
        thread.join()


def _alone(files: dict[str, str]) -> float:
    """Return the seconds that the authoring takes in this process."""
    began = time.perf_counter()
    sources = tuple(
        parse_file(f"s{number}", name, name, text.encode(), FileLimits())
        for number, (name, text) in enumerate(files.items(), 1)
    )
    evidence = research.research(QUESTION, sources)
    made = with_ids(outline.outline(QUESTION, sources, evidence))
    planned = plan.plan(made, sources)
    written = [chapters.compose(chapter, sources) for chapter in planned.chapters]
    draft = fusion.fuse(planned, written, sources)
    document = bibliography.number(draft, sources)
    problems = citations.verify(document, {source.info.id: source.text for source in sources})
    assert not problems
    return time.perf_counter() - began
