"""The author that needs no model: everything it writes is a sentence of a source."""

from collections.abc import Callable, Iterator, Sequence
from typing import ParamSpec, TypeVar

from shared.authoring import render
from shared.authoring.brief import Brief
from shared.authoring.code_version import code_version
from shared.authoring.extractive.chapters import compose
from shared.authoring.extractive.fusion import fuse
from shared.authoring.extractive.plan import plan
from shared.authoring.extractive.research import research
from shared.authoring.extractive.wishes import outline_for
from shared.authoring.model import (
    Chapter,
    ChapterPlan,
    DocumentPlan,
    Draft,
    Evidence,
    Outline,
    Section,
    SourceDocument,
)
from shared.authoring.models.budget import Budget
from shared.authoring.models.usage import Meter
from shared.authoring.port import TextSink
from shared.authoring.text.language import CHARACTER_LANGUAGES
from shared.cpu.pool import CpuPool
from shared.cpu.step import run_step

P = ParamSpec("P")
R = TypeVar("R")


class ExtractiveAuthor:
    """Composes outlines and chapters of what the sources say, in English and Chinese.

    Implements ``shared.authoring.port.Author``. The same input gives the same
    output, in every process. Raises QuireError(STEP_FAILED), metadata ``step``, when
    a step takes longer than allowed or its process dies.

    Args:
        pool: runs the work, away from the event loop.
        seconds: that one step may take.
        by_meaning: whether embeddings have a say in what is found.

    """

    def __init__(self, pool: CpuPool, *, seconds: float, by_meaning: bool = False) -> None:
        self._pool = pool
        self._seconds = seconds
        self._by_meaning = by_meaning

    async def research(
        self, query: str, brief: Brief, sources: Sequence[SourceDocument]
    ) -> Evidence:
        return await self._run("research", research, query, sources, by_meaning=self._by_meaning)

    async def outline(
        self, query: str, brief: Brief, sources: Sequence[SourceDocument], evidence: Evidence
    ) -> Outline:
        return await self._run("outline", outline_for, query, brief, sources, evidence)

    async def plan(
        self, outline: Outline, sources: Sequence[SourceDocument], *, strict: bool
    ) -> DocumentPlan:
        return await self._run(
            "plan", plan, outline, sources, strict=strict, by_meaning=self._by_meaning
        )

    async def write(
        self, plan: ChapterPlan, sources: Sequence[SourceDocument], on_text: TextSink
    ) -> Chapter:
        cited = {passage.source_id for group in plan.passages.values() for passage in group}
        needed = tuple(source for source in sources if source.info.id in cited)
        chapter = await self._run("chapter", compose, plan, needed)
        for piece in _pieces(chapter.section, plan.language, 2):
            await on_text(piece)
        return chapter

    async def fuse(
        self, plan: DocumentPlan, chapters: Sequence[Chapter], sources: Sequence[SourceDocument]
    ) -> Draft:
        return await self._run("fuse", fuse, plan, chapters, sources)

    async def _run(self, step: str, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await run_step(self._pool, step, self._seconds, work, *args, **kwargs)


class ExtractiveAuthors:
    """The author that needs no model, for every step; implements ``port.Authors``."""

    def __init__(self, pool: CpuPool, *, seconds: float, by_meaning: bool = False) -> None:
        self._author = ExtractiveAuthor(pool, seconds=seconds, by_meaning=by_meaning)
        self._version = f"extractive/{code_version()}{'+meaning' if by_meaning else ''}"

    @property
    def version(self) -> str:
        return self._version

    def author(self, budget: Budget, meter: Meter) -> ExtractiveAuthor:
        return self._author


def _pieces(section: Section, language: str, level: int) -> Iterator[str]:
    """Yield a chapter's paragraphs as Markdown, the first of a section with its heading."""
    head = f"{render.heading(level, section.title)}\n\n" if level > 2 else ""  # noqa: PLR2004
    gap = "" if language in CHARACTER_LANGUAGES else " "
    for paragraph in section.paragraphs:
        said = gap.join(render.escape(sentence.text) for sentence in paragraph.sentences)
        yield f"{head}{said}\n\n"
        head = ""
    if head:
        yield head
    for below in section.sections:
        yield from _pieces(below, language, level + 1)
