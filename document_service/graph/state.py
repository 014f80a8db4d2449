"""What flows through the graph of a document job, and what its nodes work with."""

import operator
from dataclasses import dataclass, field
from typing import Annotated, TypedDict

from document_service.models import DocumentRequest
from shared.authoring.citations import Problem
from shared.authoring.model import (
    Chapter,
    ChapterPlan,
    Document,
    DocumentPlan,
    Draft,
    MissingChapter,
    SourceDocument,
)
from shared.authoring.paid import Paid
from shared.cpu.pool import CpuPool
from shared.jobs.ports import JobContext


class State(TypedDict, total=False):
    """Filled by one node after the other; chapters arrive in any order, with their index."""

    plan: DocumentPlan
    chapters: Annotated[list[tuple[int, Chapter]], operator.add]
    missing: Annotated[list[tuple[int, MissingChapter]], operator.add]
    draft: Draft
    document: Document
    problems: list[Problem]


class ChapterState(TypedDict):
    """What one branch of the fan-out is given."""

    chapter: ChapterPlan


@dataclass(slots=True)
class Deps:
    """Given to each node: the attempt, its request, and who does the work.

    ``chapters_done`` counts within the attempt, so that the fraction never falls.
    """

    job: JobContext
    request: DocumentRequest
    sources: tuple[SourceDocument, ...]
    paid: Paid
    pool: CpuPool
    cpu_seconds: float
    chapters_done: int = field(default=0)
