"""Forms that a model fills in: JSON that the rules of a pydantic model allow."""

import json
import re
from dataclasses import dataclass
from typing import Generic

from pydantic import ValidationError

from shared.authoring.models.port import F

MAX_SHOWN = 2000
"""Characters of a wrong answer that are shown to the model again."""

_ASK = {
    "zh": "只用一个符合下列 JSON Schema 的 JSON 对象回答，不要写任何其他文字：\n{schema}",
    "en": "Answer with one JSON object that follows this JSON Schema, and nothing else:\n{schema}",
}
_AGAIN = {
    "zh": "这个回答不能使用：{problem}。请重新回答。",
    "en": "That answer cannot be used: {problem}. Answer again. ",
}
_CUT = {
    "zh": "它在写完之前被截断了，请写得更短",
    "en": "it was cut off before its end; be shorter",
}
_LOOPS = {"zh": "它不断重复自己", "en": "it repeats itself"}
_MAX_PROBLEMS = 5
_FENCE = re.compile(r"```(?:json)?\s*\n?(.*?)(?:```|\Z)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read(Generic[F]):
    """What was read: a value, or why there is none, in words that hold none of the answer."""

    value: F | None
    problem: str = ""


def schema_of(form: type[F]) -> dict[str, object]:
    """Return the JSON Schema of a form."""
    return form.model_json_schema()


def read(text: str, form: type[F]) -> Read[F]:
    """Read a filled-in form from an answer.

    JSON is taken as it is. If it is none, what surrounds it is left out and what is
    nearly JSON (single quotes, trailing commas, missing quotes, comments, an open
    bracket at the end) is repaired. What then breaks the form's rules is not, nor what is
    nested too deeply to be read.
    """
    problem = "it is not a JSON object"
    for candidate in _candidates(text):
        try:
            return Read(form.model_validate(candidate))
        except ValidationError as error:
            problem = _words(error)
    return Read(None, problem)


def ask(form: type[F], language: str) -> str:
    """Return the words that ask for a form where no schema holds the model to it."""
    schema = json.dumps(schema_of(form), ensure_ascii=False, separators=(",", ":"))
    return _ASK["zh" if language == "zh" else "en"].format(schema=schema)


def ask_again(problem: str, form: type[F], language: str) -> str:
    """Return the words that ask for a form once more."""
    return _AGAIN["zh" if language == "zh" else "en"].format(problem=problem) + ask(form, language)


def cut_off(language: str) -> str:
    """Return the problem of an answer that reached its length."""
    return _CUT["zh" if language == "zh" else "en"]


def loops(language: str) -> str:
    """Return the problem of an answer that repeats itself."""
    return _LOOPS["zh" if language == "zh" else "en"]


def _candidates(text: str) -> list[object]:
    try:
        return [json.loads(text)]
    except (ValueError, RecursionError):
        if "{" not in text:
            return []
    # Its import takes 30 ms and belongs to the extra ``models``.
    from json_repair import (  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
        repair_json,
    )

    fenced = [found.group(1) for found in _FENCE.finditer(text)]
    found: list[object] = []
    for part in (*fenced, text):
        begin = part.find("{")
        if begin < 0:
            continue
        end = part.rfind("}")
        inner = part[begin : end + 1] if end > begin else part[begin:]
        try:
            value = repair_json(inner, return_objects=True, skip_json_loads=False)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and value:
            found.append(value)
    return found


def _words(error: ValidationError) -> str:
    """Return the rules that were broken. Keys of the answer are left out: they are its words."""
    faults = []
    for fault in error.errors(include_url=False, include_input=False, include_context=False):
        place = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            faults.append("it has a key that the schema does not have")
        elif fault["type"] in ("value_error", "assertion_error"):
            faults.append(f"{place} is not allowed")
        else:
            faults.append(f"{place or 'it'}: {fault['msg']}")
    return "; ".join(dict.fromkeys(faults[:_MAX_PROBLEMS]))
