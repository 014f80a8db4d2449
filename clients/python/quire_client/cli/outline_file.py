"""Outlines as files: one JSON object that stands alone.

It is the ProtoJSON of ``quire.document.v1.OutlineWithSources``: ``outline`` and
``source_texts``. Read too is a bare outline: ``title`` and ``nodes``, each node
with ``id``, ``title``, ``content_summary`` and ``children``, perhaps with
``source_texts`` as an object of texts by source id. An unknown name is refused, for
it may be a misspelt one.
"""

import json
import sys
from pathlib import Path

from google.protobuf.json_format import ParseDict, ParseError
from quire.document.v1.document_service_pb2 import OutlineWithSources

from quire_client.cli.exits import usage
from quire_client.cli.output import plain_json, write_whole

FORMS = (
    'accepted: the file that "quire outline --out" writes, or',
    '{"title": …, "nodes": [{"id": …, "title": …, "content_summary": …, "children": […]}]}',
)
STDIN = "-"


def write_outline(path: Path, outline: OutlineWithSources) -> None:
    """Write an outline with its sources.

    Raises:
        CommandError: the file cannot be written.

    """
    write_whole(path, json.dumps(plain_json(outline), ensure_ascii=False, indent=2) + "\n")


def read_outline(name: str) -> OutlineWithSources:
    """Return the outline of a file; ``-`` reads standard input.

    Raises:
        CommandError: the file cannot be read or holds no outline.

    """
    shown = "standard input" if name == STDIN else name
    try:
        data = json.loads(_read(name))
        if not isinstance(data, dict):
            raise usage(f"{shown} holds no outline", *FORMS)
        bare = {key: value for key, value in data.items() if key != "source_texts"}
        outline = bare if "nodes" in data else data.get("outline")
        if not isinstance(outline, dict):
            raise usage(f"{shown} holds no outline", *FORMS)
        texts = data.get("source_texts")
        if isinstance(texts, dict):
            texts = [{"source_id": name, "text": text} for name, text in texts.items()]
        _ids_as_text(outline)
        return ParseDict({"outline": outline, "source_texts": texts}, OutlineWithSources())
    except (ParseError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise usage(f"{shown} is no outline: {error}", *FORMS) from None
    except RecursionError:
        raise usage(f"{shown} is no outline: it is nested too deep", *FORMS) from None


def _read(name: str) -> str:
    if name == STDIN:
        return sys.stdin.read()
    path = Path(name)
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise usage(f"there is no file {name}") from None
    except OSError as error:
        raise usage(f"{name} cannot be read: {error.strerror}") from None


def _ids_as_text(node: object) -> None:
    """Turn node ids that are numbers, as other programs write them, into text."""
    if not isinstance(node, dict):
        return
    if isinstance(node.get("id"), int) and not isinstance(node["id"], bool):
        node["id"] = str(node["id"])
    for key in ("nodes", "children"):
        children = node.get(key)
        if isinstance(children, list):
            for child in children:
                _ids_as_text(child)
