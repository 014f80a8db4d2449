"""Outlines between the authoring model and ``quire.outline.v1``."""

from typing import Literal

from google.protobuf.timestamp_pb2 import Timestamp
from quire.job.v1 import job_pb2
from quire.outline.v1 import outline_pb2

from shared.authoring import genres
from shared.authoring.brief import Genre
from shared.authoring.model import Outline, OutlineNode, Passage, SourceInfo, SourceRole
from shared.errors import FieldViolation, QuireError
from shared.reasons import Reason

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
        genre=genre_message(outline.genre),
        target_length=outline.target_length,
        max_length=outline.max_length,
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
        retrieve_time=_time(source.retrieved),
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
        genre=genre_model(message.genre, "outline.genre") if message.HasField("genre") else None,
        target_length=message.target_length,
        max_length=message.max_length,
    )


def genre_message(genre: Genre | None) -> outline_pb2.Genre | None:
    """Return a genre as callers see it."""
    return None if genre is None else outline_pb2.Genre(name=genre.name, text=genre.text)


def genre_model(message: outline_pb2.Genre, field: str) -> Genre:
    """Return a genre with its text, which the server has if the caller gives none.

    Raises QuireError(INVALID_REQUEST) naming ``field`` for one that it does not have.
    """
    if message.text:
        return Genre(name=message.name, text=message.text)
    try:
        return genres.genre(message.name or "report")
    except genres.UnknownGenreError as error:
        raise QuireError(
            Reason.INVALID_REQUEST,
            f"{field}: {error}",
            violations=(
                FieldViolation(
                    f"{field}.name", f"must be one of {', '.join(error.known)}, or have a text"
                ),
            ),
        ) from error


def require_lengths(target_length: int, max_length: int) -> None:
    """Raise QuireError(INVALID_REQUEST) for a ceiling below the length that is asked for."""
    if 0 < max_length < target_length:
        raise QuireError(
            Reason.INVALID_REQUEST,
            "max_length is less than target_length",
            violations=(FieldViolation("max_length", "must be at least target_length"),),
        )


def _node_message(node: OutlineNode) -> outline_pb2.OutlineNode:
    return outline_pb2.OutlineNode(
        id=node.id,
        title=node.title,
        content_summary=node.content_summary,
        children=[_node_message(child) for child in node.children],
        passages=[passage_message(passage) for passage in node.passages],
        purpose=node.purpose,
        key_points=node.key_points,
        target_length=node.target_length,
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
        purpose=message.purpose,
        key_points=tuple(message.key_points),
        target_length=message.target_length,
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
        retrieved=_iso(message.retrieve_time) if message.HasField("retrieve_time") else "",
    )


def _time(text: str) -> Timestamp | None:
    if not text:
        return None
    time = Timestamp()
    time.FromJsonString(text)
    return time


def _iso(time: Timestamp) -> str:
    return time.ToJsonString()
