"""The subjects of the evaluation set; see ``subjects/README.md``."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from shared.authoring.model import SourceDocument
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file

Part = Literal["tune", "report"]

FOLDER = Path(__file__).parent / "subjects"


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject with its sources and what is expected of a document on it.

    Args:
        target_length: in words, or characters in Chinese.
        headings: each with the titles that are taken for the same.
        facts: sentences that the document should say in some words.
        injected: words of sources that address a model or list sources that do not exist:
            no document should have them.

    """

    name: str
    part: Part
    language: str
    query: str
    target_length: int
    headings: tuple[tuple[str, ...], ...]
    facts: tuple[str, ...]
    injected: tuple[str, ...]
    sources: tuple[SourceDocument, ...]


def names() -> list[str]:
    """Return the names of all subjects."""
    return sorted(path.parent.name for path in FOLDER.glob("*/gold.json"))


def load(name: str) -> Subject:
    """Read a subject; its sources as the product reads uploaded files."""
    folder = FOLDER / name
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    files = sorted((folder / "sources").iterdir())
    return Subject(
        name,
        gold["part"],
        gold["language"],
        gold["query"],
        gold["target_length"],
        tuple(map(tuple, gold["headings"])),
        tuple(gold["facts"]),
        tuple(gold.get("injected", ())),
        tuple(
            parse_file(f"s{number}", path.name, path.name, path.read_bytes(), FileLimits())
            for number, path in enumerate(files, 1)
        ),
    )


def select(part: str = "", wanted: Collection[str] = ()) -> list[Subject]:
    """Return the subjects of a part (all if empty), or those that are named."""
    found = map(load, names())
    return [one for one in found if (one.name in wanted if wanted else part in ("", one.part))]
