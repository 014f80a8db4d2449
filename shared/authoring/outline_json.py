"""Outlines as JSON: Quire's own form, and the plain tree that others write.

Accepted are ``{"title", "nodes": [{"id", "title", "content_summary", "children"}]}``,
the JSON of an outline job's result, and either of them with ``source_texts``,
``{source id: text}``; also ``{"outline": …, "source_texts": …}``.
"""

import json
from collections.abc import Mapping

from pydantic import ValidationError

from shared.authoring.model import Outline
from shared.errors import FieldViolation, QuireError
from shared.jobs.model import JsonValue
from shared.reasons import Reason

_MAX_DEPTH = 200


def parse_outline(value: JsonValue) -> tuple[Outline, dict[str, str]]:
    """Return the outline and its source texts by source id.

    Only the form is checked here; ``check_outline`` checks what it says. Raises
    QuireError(OUTLINE_INVALID) with the fields at fault, or OUTLINE_TOO_DEEP for a
    value nested so deep that it cannot be walked.
    """
    if not isinstance(value, dict):
        raise _invalid((FieldViolation("outline", "must be a JSON object with title and nodes"),))
    if _depth(value) > _MAX_DEPTH:
        raise QuireError(
            Reason.OUTLINE_TOO_DEEP,
            f"the outline is nested more than {_MAX_DEPTH} levels deep",
            metadata={"limit": str(_MAX_DEPTH)},
        )
    inner = value.get("outline")
    body = dict(inner if isinstance(inner, dict) else value)
    texts = value.get("source_texts", body.get("source_texts"))
    body.pop("source_texts", None)
    try:
        outline = Outline.model_validate_json(json.dumps(_with_empty_ids(body)))
    except ValidationError as error:
        raise _invalid(
            tuple(
                FieldViolation("outline." + _path(fault["loc"]), fault["msg"])
                for fault in error.errors(include_url=False, include_input=False)
            )
        ) from None
    return outline, _texts(texts)


def _with_empty_ids(body: Mapping[str, JsonValue]) -> JsonValue:
    """Return the outline with ``id`` where a node has none; null children become none."""

    def node(value: JsonValue) -> JsonValue:
        if not isinstance(value, dict):
            return value
        kept = {key: item for key, item in value.items() if item is not None}
        if isinstance(children := kept.get("children"), list):
            kept["children"] = [node(child) for child in children]
        return {"id": "", **kept}

    whole: dict[str, JsonValue] = {k: item for k, item in body.items() if item is not None}
    if isinstance(nodes := whole.get("nodes"), list):
        whole["nodes"] = [node(item) for item in nodes]
    return whole


def _texts(value: JsonValue) -> dict[str, str]:
    if value is None:
        return {}
    if isinstance(value, list):
        pairs: dict[str, JsonValue] = {
            str(item.get("source_id")): item.get("text") for item in value if isinstance(item, dict)
        }
    elif isinstance(value, dict):
        pairs = value
    else:
        pairs = {"": None}
    texts = {name: text for name, text in pairs.items() if isinstance(text, str)}
    if len(texts) != len(pairs):
        raise _invalid((FieldViolation("source_texts", "must be an object of texts by source id"),))
    return texts


def _depth(value: JsonValue) -> int:
    deepest = 0
    waiting: list[tuple[JsonValue, int]] = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        deepest = max(deepest, depth)
        if isinstance(item, dict):
            waiting.extend((child, depth + 1) for child in item.values())
        elif isinstance(item, list):
            waiting.extend((child, depth + 1) for child in item)
    return deepest


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def _invalid(violations: tuple[FieldViolation, ...]) -> QuireError:
    return QuireError(
        Reason.OUTLINE_INVALID,
        "; ".join(f"{fault.field}: {fault.description}" for fault in violations[:5]),
        metadata={"field": violations[0].field},
        violations=violations,
    )
