"""The port behind which documents are written: extractive today, a model next."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from shared.authoring.model import (
    Chapter,
    ChapterPlan,
    DocumentPlan,
    Draft,
    Evidence,
    Outline,
    SourceDocument,
)

TextSink = Callable[[str], Awaitable[None]]
"""Takes a piece of a chapter in the making, for display."""


class Author(Protocol):
    """Plans outlines and writes chapters.

    Each method is one paid step of a graph: the same input gives output that can
    stand for it in a later attempt. None of them blocks the event loop.
    """

    @property
    def version(self) -> str:
        """Name and version of author and prompts; part of what a step's input hashes."""
        ...

    async def research(self, query: str, sources: Sequence[SourceDocument]) -> Evidence:
        """Select the passages that bear on the query and rank them, the best first."""
        ...

    async def outline(
        self, query: str, sources: Sequence[SourceDocument], evidence: Evidence
    ) -> Outline:
        """Structure a document about the query.

        Without sources the result is a conventional skeleton with
        ``grounding == "none"``.
        """
        ...

    async def plan(self, outline: Outline, sources: Sequence[SourceDocument]) -> DocumentPlan:
        """Split an outline into chapters and give each its evidence.

        Nodes without passages get theirs by retrieval. No passage is given twice.
        """
        ...

    async def write(
        self, plan: ChapterPlan, sources: Sequence[SourceDocument], on_text: TextSink
    ) -> Chapter:
        """Write one chapter from its evidence, handing pieces to ``on_text`` on the way."""
        ...

    async def fuse(
        self, plan: DocumentPlan, chapters: Sequence[Chapter], sources: Sequence[SourceDocument]
    ) -> Draft:
        """Make one document of the chapters: no repeats, an introduction, a summary."""
        ...
