"""The port behind which documents are written: from sentences of the sources, or by a model."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from shared.authoring.brief import Brief
from shared.authoring.model import (
    Chapter,
    ChapterPlan,
    DocumentPlan,
    Draft,
    Evidence,
    Outline,
    SourceDocument,
)
from shared.authoring.models.budget import Budget
from shared.authoring.models.usage import Meter

TextSink = Callable[[str], Awaitable[None]]
"""Takes a piece of a chapter in the making, for display."""


class Author(Protocol):
    """Plans outlines and writes chapters.

    Each method is one paid step of a graph: the same input gives output that can
    stand for it in a later attempt. None of them blocks the event loop. Sources of
    all roles are given to each; only those that are data are evidence.
    """

    async def research(
        self, query: str, brief: Brief, sources: Sequence[SourceDocument]
    ) -> Evidence:
        """Select the passages that bear on the query and rank them, the best first."""
        ...

    async def outline(
        self, query: str, brief: Brief, sources: Sequence[SourceDocument], evidence: Evidence
    ) -> Outline:
        """Structure a document about the query, as the brief wishes.

        A source whose role is ``outline`` is the draft to start from. Without data
        the result is a conventional skeleton with ``grounding == "none"``. When a
        budget is reached, the best that could be made by then is returned.
        """
        ...

    async def plan(
        self, outline: Outline, sources: Sequence[SourceDocument], *, strict: bool
    ) -> DocumentPlan:
        """Split an outline into chapters and give each its evidence and its length.

        Nodes without passages get theirs by retrieval. No passage is given twice.
        """
        ...

    async def write(
        self, plan: ChapterPlan, sources: Sequence[SourceDocument], on_text: TextSink
    ) -> Chapter:
        """Write one chapter from its evidence, handing pieces to ``on_text`` on the way.

        Raises BudgetReachedError if a budget is reached before the chapter can stand.
        """
        ...

    async def fuse(
        self, plan: DocumentPlan, chapters: Sequence[Chapter], sources: Sequence[SourceDocument]
    ) -> Draft:
        """Make one document of the chapters: no repeats, an introduction, a summary.

        Args:
            chapters: in order; some of the plan may be missing. Their citations hold
                in the result too. Needs no budget to succeed.

        """
        ...


class Authors(Protocol):
    """Gives each step of a job its author. Made once a process."""

    @property
    def version(self) -> str:
        """Name and version of author, prompts and models; part of what a step's input hashes."""
        ...

    def author(self, budget: Budget, meter: Meter) -> Author:
        """Return an author that keeps to the job's budget.

        Args:
            meter: gets what the step uses.

        """
        ...
