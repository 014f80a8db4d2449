"""A document worker whose author is slow and calls the recorder of a test, as a model would be.

Run it as ``python -m tests.faults.slow_worker``; ``FAULTS_RECORDER`` is where to call. A job
says in the query of its outline what its author does, as words ``name=value``: ``calls`` a
chapter, ``seconds`` a call, and ``mode``: ``crash`` (the process dies in every attempt), ``stall``
(the loop is blocked once for ``stall`` seconds in the first attempt), ``hang`` (for ever).
With ``FAULTS_BARE=seconds`` there is neither graph nor author: a job sleeps for so long.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack

import httpx
import structlog

from document_service.bootstrap.spec import spec
from document_service.graph.build import document_handler
from document_service.settings import DocumentSettings
from document_service.tasks import register
from shared.authoring.bibliography import number
from shared.authoring.brief import Brief
from shared.authoring.model import (
    Chapter,
    ChapterPlan,
    DocumentPlan,
    Draft,
    Evidence,
    Outline,
    Paragraph,
    Section,
    Sentence,
    SourceDocument,
)
from shared.authoring.models.budget import Budget
from shared.authoring.models.usage import Meter
from shared.authoring.outline_check import OutlineLimits
from shared.authoring.port import Author, Authors, TextSink
from shared.bootstrap.worker import run_worker_process
from shared.cpu.pool import CpuPool
from shared.jobs.model import JobResult
from shared.jobs.ports import Handler, JobContext
from shared.settings import load_settings

RECORDER = "FAULTS_RECORDER"
BARE = "FAULTS_BARE"


class SlowAuthor:
    """``shared.authoring.port.Author``: every chapter is bought with calls to the recorder."""

    version = "slow/1"

    def __init__(self, recorder: str) -> None:
        # Tasks share its connections, and a cancelled call closes its own.
        self._client = httpx.AsyncClient(
            base_url=recorder, timeout=600, limits=httpx.Limits(max_connections=500)
        )

    def author(self, budget: Budget, meter: Meter) -> Author:
        return self

    async def research(
        self, query: str, brief: Brief, sources: Sequence[SourceDocument]
    ) -> Evidence:
        raise NotImplementedError

    async def outline(
        self, query: str, brief: Brief, sources: Sequence[SourceDocument], evidence: Evidence
    ) -> Outline:
        raise NotImplementedError

    async def plan(
        self, outline: Outline, sources: Sequence[SourceDocument], *, strict: bool
    ) -> DocumentPlan:
        chapters = tuple(
            ChapterPlan(
                index=index, total=len(outline.nodes), node=node, passages={}, query=outline.query
            )
            for index, node in enumerate(outline.nodes)
        )
        return DocumentPlan(
            title=outline.title, language="en", query=outline.query, chapters=chapters
        )

    async def write(
        self, plan: ChapterPlan, sources: Sequence[SourceDocument], on_text: TextSink
    ) -> Chapter:
        wanted = dict(word.split("=", 1) for word in plan.query.split())
        bound = structlog.contextvars.get_contextvars()
        _misbehave(wanted, plan, int(bound["attempt"]))
        for call in range(int(wanted.get("calls", "1"))):
            # As a model's text would: an attempt that has lost its job goes no further.
            await on_text(f"{call} ")
            await self._client.post(
                "/",
                json={
                    "job": bound["job_id"],
                    "attempt": bound["attempt"],
                    "what": f"{plan.node.id}/{call}",
                    "seconds": wanted.get("seconds", "0.1"),
                    "worker": os.getpid(),
                },
            )
        text = Sentence(text=f"Chapter {plan.node.title} is written.")
        section = Section(
            node_id=plan.node.id, title=plan.node.title, paragraphs=(Paragraph(sentences=(text,)),)
        )
        return Chapter(section=section)

    async def fuse(
        self, plan: DocumentPlan, chapters: Sequence[Chapter], sources: Sequence[SourceDocument]
    ) -> Draft:
        return Draft(title=plan.title, language=plan.language, chapters=tuple(chapters))


def _misbehave(wanted: dict[str, str], plan: ChapterPlan, attempt: int) -> None:
    """Do what the job's mode says, in its second chapter."""
    if plan.index != 1:
        return
    match wanted.get("mode"):
        case "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        case "stall" if attempt == 1:
            time.sleep(float(wanted["stall"]))
        case "hang" if attempt == 1:
            while True:
                time.sleep(1)


def _sleeping(seconds: float) -> Handler:
    empty = number(Draft(title="Nothing", language="en", chapters=()), ())
    document = empty.model_dump_json().encode()

    async def handle(job: JobContext) -> JobResult:
        await asyncio.sleep(seconds)
        return JobResult(json=document)

    return handle


def main() -> int:
    """Run the worker; return the exit code."""
    settings = load_settings(DocumentSettings)
    author = SlowAuthor(os.environ[RECORDER])

    async def handler(pool: CpuPool, _: Authors, stack: AsyncExitStack) -> Handler:
        if bare := os.environ.get(BARE):
            return _sleeping(float(bare))
        return document_handler(
            author, pool, OutlineLimits(), chapters_at_once=1, cpu_seconds=120.0
        )

    return run_worker_process(settings, spec(), handler, register)


if __name__ == "__main__":
    sys.exit(main())
