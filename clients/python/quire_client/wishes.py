"""What may be wished of an outline and of a document, as keyword arguments of a submit."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from quire.document.v1 import document_service_pb2 as document_pb
from quire.document.v1.document_service_pb2 import CLAIM_POLICY_REMOVE
from quire.job.v1 import job_pb2 as job_pb
from quire.outline.v1 import outline_pb2, outline_service_pb2


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of document.

    Args:
        name: of one that the server knows, or with a text any name of ``[a-z0-9_-]``.
        text: instructions and structure in Markdown, at most 20,000 characters; empty for
            what the server has under the name.

    """

    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class WebResearch:
    """That the web is searched for further sources, and where.

    Args:
        pages: sources wanted, at most; 0 leaves it to the server.
        allow_sites: no others are read, if given. A site is a host with all below it,
            or a part of one (``example.org/docs``).
        prefer_sites: these come before others.
        deny_sites: these are never read.

    """

    pages: int = 0
    allow_sites: tuple[str, ...] = ()
    prefer_sites: tuple[str, ...] = ()
    deny_sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """What a job may use at most; beyond it the result is partial.

    Args:
        max_tokens: in and out together; 0 for no limit.
        max_cost_micros: in millionths of the server's currency; 0 for no limit.
        finish_time: from then on no model call starts; UTC if it has no time zone.

    """

    max_tokens: int = 0
    max_cost_micros: int = 0
    finish_time: datetime | None = None


class OutlineWishes(TypedDict, total=False):
    """Wishes for an outline; what is absent is left to the author.

    Args:
        language: of the document (BCP 47); that of the query if absent.
        genre: a report if absent.
        chapters: how many.
        depth: levels of headings at most, 1 for chapters without sections.
        target_length: of the document in words, or characters in Chinese and Japanese.
        max_length: of the document, never passed.
        web: if given, the web is searched.
        budget: what the job may use; it takes the place of that of the options.

    """

    language: str
    genre: Genre | None
    chapters: int
    depth: int
    target_length: int
    max_length: int
    web: WebResearch | None
    budget: Budget | None


class DocumentWishes(TypedDict, total=False):
    """Wishes for a document; genre and lengths are those of the outline if absent.

    Args:
        strict: whether a claim that its sources do not bear is removed, not marked.
        budget: what the job may use; it takes the place of that of the options.

    """

    strict: bool
    genre: Genre | None
    target_length: int
    max_length: int
    budget: Budget | None


def apply_outline_wishes(
    request: outline_service_pb2.GenerateOutlineRequest,
    *,
    language: str = "",
    genre: Genre | None = None,
    chapters: int = 0,
    depth: int = 0,
    target_length: int = 0,
    max_length: int = 0,
    web: WebResearch | None = None,
    budget: Budget | None = None,
) -> None:
    """Write wishes into a request."""
    request.language = language
    request.chapters, request.depth = chapters, depth
    request.target_length, request.max_length = target_length, max_length
    _apply_genre(request.genre, genre)
    if web is not None:
        request.web.SetInParent()
        request.web.pages = web.pages
        request.web.allow_sites.extend(web.allow_sites)
        request.web.prefer_sites.extend(web.prefer_sites)
        request.web.deny_sites.extend(web.deny_sites)
    apply_budget(request.options, budget)


def apply_document_wishes(
    request: document_pb.GenerateDocumentRequest,
    *,
    strict: bool = False,
    genre: Genre | None = None,
    target_length: int = 0,
    max_length: int = 0,
    budget: Budget | None = None,
) -> None:
    """Write wishes into a request."""
    if strict:
        request.claim_policy = CLAIM_POLICY_REMOVE
    request.target_length, request.max_length = target_length, max_length
    _apply_genre(request.genre, genre)
    apply_budget(request.options, budget)


def _apply_genre(message: outline_pb2.Genre, genre: Genre | None) -> None:
    if genre is not None:
        message.name, message.text = genre.name, genre.text


def apply_budget(options: job_pb.JobOptions, budget: Budget | None) -> None:
    """Write a budget into options, in place of one that stands there."""
    if budget is None:
        return
    options.budget.CopyFrom(
        job_pb.Budget(max_tokens=budget.max_tokens, max_cost_micros=budget.max_cost_micros)
    )
    if budget.finish_time is not None:
        options.budget.finish_time.FromDatetime(budget.finish_time)
