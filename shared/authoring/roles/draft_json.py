"""Drafts of outlines in JSON."""

import json
import re
from collections.abc import Mapping

from shared.authoring.roles.draft_items import DeepDraftError, Item, NoDraftError
from shared.authoring.sources import clean
from shared.jobs.model import JsonValue

_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\"\[{\]])")
_FENCE = re.compile(r"\s*```(?:json)?[^\S\n]*\n(?P<inside>.*?)\n\s*```\s*\Z", re.DOTALL)
_TITLES = ("title", "heading", "name", "标题")
_BELOW = ("children", "sections", "nodes", "chapters", "outline", "subsections", "章节", "小节")
_SUMMARIES = ("summary", "content_summary", "description", "摘要")
_POINTS = ("key_points", "points", "要点")
_PURPOSES = ("purpose", "目的")
_DEEPEST = 50


def read_json(text: str) -> Item | None:
    """Return the draft as an item that holds all others; its title may be empty.

    ``None`` if the text does not begin as JSON does. Raises NoDraftError for JSON that is
    broken, or that is no list or tree of titles; the message names the place by its path.
    """
    if fenced := _FENCE.match(text):
        text = fenced["inside"]
    if not _JSON.match(text):
        return None
    try:
        value: JsonValue = json.loads(text)
    except json.JSONDecodeError as error:
        raise NoDraftError(
            f"it begins as JSON but is not: {error.msg} at line {error.lineno}"
        ) from None
    except RecursionError:
        raise DeepDraftError("its JSON is nested too deep") from None
    if isinstance(value, list):
        return Item("", below=_items(value, "", 1))
    if not isinstance(value, dict):
        raise NoDraftError("its JSON is neither a list nor an object")
    inner = value.get("outline")
    if isinstance(inner, dict):
        value = inner
    return _item(value, "", 0)


def _items(values: list[JsonValue], path: str, depth: int) -> list[Item]:
    if depth > _DEEPEST:
        raise DeepDraftError(f"it is nested more than {_DEEPEST} levels deep")
    found: list[Item] = []
    for number, value in enumerate(values):
        place = f"{path}[{number}]"
        if isinstance(value, str):
            item = Item(clean.line(value))
        elif isinstance(value, dict):
            item = _item(value, place, depth)
        else:
            raise NoDraftError(f"{place} is neither a title nor an object")
        if not clean.has_text(item.title):
            raise NoDraftError(f"{place} has no title")
        found.append(item)
    return found


def _item(value: Mapping[str, JsonValue], path: str, depth: int) -> Item:
    below: list[Item] = []
    for name in _BELOW:
        inner = value.get(name)
        if inner is None:
            continue
        where = f"{path}.{name}".lstrip(".")
        if not isinstance(inner, list):
            raise NoDraftError(f"{where} is no list")
        below += _items(inner, where, depth + 1)
    points = next((found for name in _POINTS if isinstance(found := value.get(name), list)), [])
    return Item(
        title=_text(value, _TITLES),
        summary=_text(value, _SUMMARIES),
        purpose=_text(value, _PURPOSES),
        points=[clean.line(point) for point in points if isinstance(point, str)],
        below=below,
    )


def _text(value: Mapping[str, JsonValue], names: tuple[str, ...]) -> str:
    found = next((text for name in names if isinstance(text := value.get(name), str)), "")
    return clean.line(found)
