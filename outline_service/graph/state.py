"""What flows through the graph of an outline job, and what its nodes work with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from outline_service.models import OutlineRequest
from shared.authoring.model import Evidence, Outline, SourceDocument
from shared.authoring.outline_check import OutlineLimits
from shared.authoring.paid import Paid
from shared.authoring.sources.reader import SourceReader
from shared.authoring.web.config import Web
from shared.jobs.ports import JobContext


class State(TypedDict, total=False):
    """Filled by one node after the other."""

    sources: tuple[SourceDocument, ...]
    evidence: Evidence
    outline: Outline


@dataclass(frozen=True, slots=True)
class Deps:
    """Given to each node: the attempt, its request, and who does the work."""

    job: JobContext
    request: OutlineRequest
    files: Mapping[str, bytes]
    paid: Paid
    reader: SourceReader
    limits: OutlineLimits
    web: Web | None
