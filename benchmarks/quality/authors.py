"""The product's authors, run in this process through their port: no services are needed."""

import time

from benchmarks.quality.made import Made
from benchmarks.quality.subjects import Subject
from shared.authoring import bibliography
from shared.authoring.brief import Brief
from shared.authoring.models.budget import Budget
from shared.authoring.models.usage import Meter
from shared.authoring.outline_check import with_ids
from shared.authoring.port import Authors
from shared.jobs.model import SpendLimits


async def _nowhere(text: str) -> None:
    """Take text that nobody watches."""


async def make(subject: Subject, authors: Authors, name: str) -> Made:
    """Make the document on a subject, step by step as the graphs of the services do.

    Args:
        name: of the system, for the table.

    """
    began = time.perf_counter()
    author = authors.author(Budget(SpendLimits()), Meter())
    brief = Brief(target_length=subject.target_length)
    sources = subject.sources
    evidence = await author.research(subject.query, brief, sources)
    outline = with_ids(await author.outline(subject.query, brief, sources, evidence))
    plan = await author.plan(outline, sources, strict=False)
    chapters = [await author.write(chapter, sources, _nowhere) for chapter in plan.chapters]
    draft = await author.fuse(plan, chapters, sources)
    document = bibliography.number(draft, sources)
    return Made(
        name,
        tuple(node.title for node in outline.nodes),
        document.model_dump(mode="json"),
        time.perf_counter() - began,
    )
