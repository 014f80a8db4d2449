"""Outlines between the authoring model and ``quire.outline.v1``."""

from typing import Literal

from quire.job.v1 import job_pb2
from quire.outline.v1 import outline_pb2

from shared.authoring.model import Outline, OutlineNode, Passage, SourceInfo, SourceRole

_GROUNDINGS: "dict[Literal['', 'sources', 'none'], outline_pb2.Grounding.ValueType]" = {
    "": outline_pb2.GROUNDING_UNSPECIFIED,
    "sources": outline_pb2.GROUNDING_SOURCES,
    "none": outline_pb2.GROUNDING_NONE,
}
_GROUNDINGS_BACK = {number: name for name, number in _GROUNDINGS.items()}
_ROLES: "dict[SourceRole, job_pb2.FileRole.ValueType]" = {
    "data": job_pb2.FILE_ROLE_DATA,
    "style_guide": job_pb2.FILE_ROLE_STYLE_GUIDE,
    "requirements": job_pb2.FILE_ROLE_REQUIREMENTS,
    "outline": job_pb2.FILE_ROLE_OUTLINE,
}
_ROLES_BACK = {number: name for name, number in _ROLES.items()}


def outline_message(outline: Outline) -> outline_pb2.Outline:
    """Return an outline as callers see it."""
    return outline_pb2.Outline(
        title=outline.title,
        query=outline.query,
        language=outline.language,
        nodes=[_node_message(node) for node in outline.nodes],
        sources=[source_message(source) for source in outline.sources],
        grounding=_GROUNDINGS[outline.grounding],
    )


def source_message(source: SourceInfo) -> outline_pb2.Source:
    """Return a source as callers see it."""
    return outline_pb2.Source(
        id=source.id,
        title=source.title,
        uri=source.uri,
        sha256=source.sha256,
        size=source.size,
        media_type=source.media_type,
        role=_ROLES[source.role],
        language=source.language,
        authors=source.authors,
        published=source.published,
    )


def passage_message(passage: Passage) -> outline_pb2.Passage:
    """Return a passage as callers see it."""
    return outline_pb2.Passage(
        source_id=passage.source_id, start=passage.start, end=passage.end, place=passage.place
    )


def role(number: "job_pb2.FileRole.ValueType") -> SourceRole:
    """Return what a file is for; data if the caller does not say."""
    return _ROLES_BACK.get(number, "data")


def outline_model(message: outline_pb2.Outline) -> Outline:
    """Return an outline that a caller sent. What it says is not checked here."""
    return Outline(
        title=message.title,
        query=message.query,
        language=message.language,
        grounding=_GROUNDINGS_BACK[message.grounding],
        nodes=tuple(_node_model(node) for node in message.nodes),
        sources=tuple(_source_model(source) for source in message.sources),
    )


def _node_message(node: OutlineNode) -> outline_pb2.OutlineNode:
    return outline_pb2.OutlineNode(
        id=node.id,
        title=node.title,
        content_summary=node.content_summary,
        children=[_node_message(child) for child in node.children],
        passages=[passage_message(passage) for passage in node.passages],
    )


def _node_model(message: outline_pb2.OutlineNode) -> OutlineNode:
    return OutlineNode(
        id=message.id,
        title=message.title,
        content_summary=message.content_summary,
        children=tuple(_node_model(child) for child in message.children),
        passages=tuple(
            Passage(
                source_id=passage.source_id,
                start=passage.start,
                end=passage.end,
                place=passage.place,
            )
            for passage in message.passages
        ),
    )


def _source_model(message: outline_pb2.Source) -> SourceInfo:
    return SourceInfo(
        id=message.id,
        title=message.title,
        uri=message.uri,
        sha256=message.sha256,
        size=message.size,
        media_type=message.media_type,
        role=role(message.role),
        language=message.language,
        authors=tuple(message.authors),
        published=message.published,
    )
