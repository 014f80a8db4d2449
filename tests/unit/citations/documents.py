"""Small documents for the tests of numbers, markers and checks."""

from collections.abc import Mapping, Sequence

from shared.authoring.bibliography import number
from shared.authoring.model import (
    Chapter,
    Document,
    Draft,
    Paragraph,
    Passage,
    Section,
    Sentence,
    SourceDocument,
    SourceInfo,
)

HEAT = "Trees cool streets. They need [3] much *water*. 🌳 Shade helps 😀 people."
ROOFS = "White roofs reflect the sun. Roofs are cheap."
CHINESE = "行道树可以降低街道温度。🌳树荫能帮助行人避暑。白色屋顶反射阳光（见图[2]）。"


def source(name: str, text: str, title: str = "", uri: str = "") -> SourceDocument:
    return SourceDocument(info=SourceInfo(id=name, title=title or name, uri=uri), text=text)


def cited(origin: SourceDocument, words: str) -> Sentence:
    """A sentence of a source with its place."""
    start = len(origin.text[: origin.text.index(words)].encode())
    return Sentence(
        text=words,
        evidence=(Passage(source_id=origin.info.id, start=start, end=start + len(words.encode())),),
    )


def chapter(name: str, title: str, *sentences: Sentence) -> Chapter:
    return Chapter(
        section=Section(node_id=name, title=title, paragraphs=(Paragraph(sentences=sentences),))
    )


def texts(sources: Sequence[SourceDocument]) -> Mapping[str, str]:
    return {one.info.id: one.text for one in sources}


def english() -> tuple[Document, Sequence[SourceDocument]]:
    heat = source("s1", HEAT, "Heat", "https://example.org/heat_report.html")
    roofs = source("s2", ROOFS, "Roofs", "roofs.md")
    unused = source("s3", "Nothing of this is used.", "Unused")
    draft = Draft(
        title="Cooling",
        language="en",
        chapters=(
            chapter("a", "Roofs", cited(roofs, "White roofs reflect the sun.")),
            chapter(
                "b",
                "Trees",
                cited(heat, "Trees cool streets."),
                cited(heat, "They need [3] much *water*."),
                cited(heat, "🌳 Shade helps 😀 people."),
                cited(roofs, "Roofs are cheap."),
            ),
        ),
    )
    sources = (heat, roofs, unused)
    return number(draft, sources), sources


def chinese() -> tuple[Document, Sequence[SourceDocument]]:
    origin = source("s1", CHINESE, "城市降温", "降温.md")
    draft = Draft(
        title="城市如何降温",
        language="zh",
        chapters=(
            chapter(
                "1",
                "树木",
                cited(origin, "行道树可以降低街道温度。"),
                cited(origin, "🌳树荫能帮助行人避暑。"),
            ),
            chapter("2", "屋顶", cited(origin, "白色屋顶反射阳光（见图[2]）。")),
        ),
    )
    return number(draft, (origin,)), (origin,)
