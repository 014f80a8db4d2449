"""Worker processes with work of their own: ``python -m benchmarks.workers empty|model``.

All but the handler is that of the services' workers.
"""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import TypedDict

from langgraph.graph import END, START, StateGraph

from document_service.bootstrap.spec import spec as document_spec
from document_service.graph.build import document_handler
from document_service.settings import DocumentSettings
from document_service.tasks import register as register_document
from outline_service.bootstrap.spec import spec as outline_spec
from outline_service.settings import OutlineSettings
from outline_service.tasks import register as register_outline
from shared.authoring.brief import Brief
from shared.authoring.extractive.plan import plan as split
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
from shared.authoring.text.offsets import slice_bytes
from shared.bootstrap.authoring import AUTHOR_SECONDS
from shared.bootstrap.worker import run_worker_process
from shared.cpu.pool import CpuPool
from shared.jobs.model import JobResult
from shared.jobs.ports import Handler, JobContext
from shared.settings import load_settings

MODEL_SECONDS = 1.0
"""What a model takes for a chapter."""


class _State(TypedDict, total=False):
    done: bool


async def empty_handler(pool: CpuPool, authors: Authors, stack: AsyncExitStack) -> Handler:
    """Return a handler whose graph has one node that does nothing."""

    async def nothing(state: _State) -> _State:
        return {"done": True}

    builder = StateGraph(_State)
    builder.add_node("nothing", nothing)
    builder.add_edge(START, "nothing")
    builder.add_edge("nothing", END)
    graph = builder.compile()
    result = Outline(title="Nothing").model_dump_json().encode()

    async def handle(job: JobContext) -> JobResult:
        await graph.ainvoke({})
        return JobResult(json=result)

    return handle


class ModelAuthor:
    """An author that waits for a chapter as for a model, and does nothing that costs more.

    Implements ``shared.authoring.port.Author`` for documents. A chapter is its evidence.
    """

    @property
    def version(self) -> str:
        return "wait/1"

    def author(self, budget: Budget, meter: Meter) -> Author:
        return self

    async def research(
        self, query: str, brief: Brief, sources: Sequence[SourceDocument]
    ) -> Evidence:
        raise NotImplementedError("documents only")

    async def outline(
        self, query: str, brief: Brief, sources: Sequence[SourceDocument], evidence: Evidence
    ) -> Outline:
        raise NotImplementedError("documents only")

    async def plan(
        self, outline: Outline, sources: Sequence[SourceDocument], *, strict: bool
    ) -> DocumentPlan:
        return split(outline, sources)

    async def write(
        self, plan: ChapterPlan, sources: Sequence[SourceDocument], on_text: TextSink
    ) -> Chapter:
        await asyncio.sleep(MODEL_SECONDS)
        (passage,) = plan.passages[plan.node.id]
        text = slice_bytes(sources[0].text.encode(), passage.start, passage.end).strip()
        await on_text(text)
        sentence = Sentence(text=text, evidence=(passage,))
        paragraph = Paragraph(sentences=(sentence,))
        return Chapter(
            section=Section(node_id=plan.node.id, title=plan.node.title, paragraphs=(paragraph,))
        )

    async def fuse(
        self, plan: DocumentPlan, chapters: Sequence[Chapter], sources: Sequence[SourceDocument]
    ) -> Draft:
        return Draft(title=plan.title, language=plan.language, chapters=tuple(chapters))


def main(work: str) -> int:
    """Run a worker until it is told to end."""
    if work == "empty":
        outlines = load_settings(OutlineSettings)
        return run_worker_process(outlines, outline_spec(), empty_handler, register_outline)
    documents = load_settings(DocumentSettings)

    async def handler(pool: CpuPool, authors: Authors, stack: AsyncExitStack) -> Handler:
        return document_handler(
            ModelAuthor(),
            pool,
            OutlineLimits(),
            chapters_at_once=documents.chapters_at_once,
            cpu_seconds=AUTHOR_SECONDS,
        )

    return run_worker_process(documents, document_spec(), handler, register_document)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
