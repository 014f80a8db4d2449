"""A small finished document, as JSON, that the product made of two sources."""

import hashlib
import json

from shared.authoring import bibliography
from shared.authoring.model import (
    Chapter,
    Draft,
    Paragraph,
    Passage,
    Section,
    Sentence,
    SourceDocument,
    SourceInfo,
)

TREES = "Trees cool streets by up to 4 °C. Their shade falls on walls. Roots need room."
ROOFS = "| roof | loss |\n|---|---|\n| white | 3 |\n"
LAMPS = "The Argand lamp of 1780 has a hollow wick. It was not dear. Fresnel saw it."


def source(name: str, text: str) -> SourceDocument:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return SourceDocument(info=SourceInfo(id=name, title=f"On {name}", sha256=digest), text=text)


SOURCES = (source("trees", TREES), source("lamps", LAMPS))
TEXTS = [one.text.encode() for one in SOURCES]


def cited(name: str, text: str, quote: str = "") -> Sentence:
    """Return a sentence with its evidence: ``quote``, else its own words."""
    stored = next(one.text for one in SOURCES if one.info.id == name)
    start = len(stored[: stored.index(quote or text)].encode())
    end = start + len((quote or text).encode())
    return Sentence(text=text, evidence=(Passage(source_id=name, start=start, end=end),))


def document(*sentences: Sentence, wording: str = "checked") -> dict[str, object]:
    """Return the JSON of a document of these sentences."""
    section = Section(node_id="1", title="Shade", paragraphs=(Paragraph(sentences=sentences),))
    draft = Draft(title="Heat", language="en", chapters=(Chapter(section=section),))
    made = bibliography.number(draft, SOURCES).model_dump(mode="json")
    made["wording"] = wording
    copy: dict[str, object] = json.loads(json.dumps(made))
    return copy
