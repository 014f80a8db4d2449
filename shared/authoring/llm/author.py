"""The author that writes with a language model."""

from collections.abc import Callable, Sequence

from shared.authoring.brief import Brief
from shared.authoring.extractive.author import ExtractiveAuthor
from shared.authoring.llm.aside import Aside
from shared.authoring.llm.chapter.write import write_chapter
from shared.authoring.llm.fusion.fuse import fuse
from shared.authoring.llm.outline.make import make_outline
from shared.authoring.llm.outline.rank import rank_evidence
from shared.authoring.model import (
    Chapter,
    ChapterPlan,
    DocumentPlan,
    Draft,
    Evidence,
    Outline,
    SourceDocument,
)
from shared.authoring.models.port import Model
from shared.authoring.port import TextSink


class LlmAuthor:
    """Writes with a model and checks all of it by code; implements ``port.Author``.

    What needs no model, and what stands in where a model's answer is of no use, comes from
    the extractive author.

    Args:
        model: keeps to the job's budget.
        aside: gives for a step, by its name, what does the work that would hold up the
            event loop.

    """

    def __init__(
        self, model: Model, extractive: ExtractiveAuthor, aside: Callable[[str], Aside]
    ) -> None:
        self._model = model
        self._extractive = extractive
        self._aside = aside

    async def research(
        self, query: str, brief: Brief, sources: Sequence[SourceDocument]
    ) -> Evidence:
        found = await self._extractive.research(query, brief, sources)
        return await rank_evidence(self._model, query, brief, sources, found)

    async def outline(
        self, query: str, brief: Brief, sources: Sequence[SourceDocument], evidence: Evidence
    ) -> Outline:
        base = await self._extractive.outline(query, brief, sources, evidence)
        return await make_outline(self._model, query, brief, sources, evidence, base)

    async def plan(
        self, outline: Outline, sources: Sequence[SourceDocument], *, strict: bool
    ) -> DocumentPlan:
        return await self._extractive.plan(outline, sources, strict=strict)

    async def write(
        self, plan: ChapterPlan, sources: Sequence[SourceDocument], on_text: TextSink
    ) -> Chapter:
        aside = self._aside("chapter")
        return await write_chapter(self._model, plan, sources, on_text, aside=aside)

    async def fuse(
        self, plan: DocumentPlan, chapters: Sequence[Chapter], sources: Sequence[SourceDocument]
    ) -> Draft:
        base = await self._extractive.fuse(plan, chapters, sources)
        return await fuse(self._model, plan, chapters, sources, base, self._aside("fuse"))
