"""Small documents for fusion: sources, chapters that cite them, and plans."""

import hashlib
from collections.abc import Sequence

from shared.authoring.counts import sentences_of
from shared.authoring.extractive.fusion import fuse as extractive_fusion
from shared.authoring.model import (
    Chapter,
    ChapterPlan,
    DocumentPlan,
    Draft,
    OutlineNode,
    Paragraph,
    Passage,
    Section,
    Sentence,
    SourceDocument,
    SourceInfo,
)

TIDES = (
    "The gravity of the moon raises two bulges of water on opposite sides of the earth. "
    "A coast passes through both bulges every day, so most coasts see two high tides. "
    "The sun adds to the pull when it stands in line with the moon. "
    "Such spring tides come twice a month and are higher than the others. "
    "Between them lie the neap tides, which are lower."
)
POWER = (
    "A tidal barrage closes a bay and lets the water run through turbines. "
    "The barrage at La Rance has delivered power since 1966. "
    "Turbines on the sea floor use the current instead and need no dam. "
    "Barrages change the mud flats on which wading birds feed. "
    "Spring tides carry far more energy than neap tides."
)
TIDES_ZH = (
    "月球的引力在地球两侧引起两处水体隆起。海岸每天经过这两处隆起，所以多数海岸每天有两次高潮。"
    "太阳与月球成一线时，引力叠加，形成大潮。大潮每月出现两次，潮位高于其他时候。"
)
POWER_ZH = (
    "潮汐电站用堤坝围住海湾，让水流通过水轮机发电。朗斯潮汐电站自1966年起供电。"
    "海底水轮机利用海流发电，不需要修建堤坝。堤坝会改变涉禽觅食的滩涂。"
)

Said = tuple[str, str]
"""A sentence and what it cites of the source, word for word; ``""`` for nothing."""


def source(name: str, text: str) -> SourceDocument:
    stored = text.encode()
    digest = hashlib.sha256(stored).hexdigest()
    info = SourceInfo(id=name, title=name.title(), sha256=digest, size=len(stored))
    return SourceDocument(info=info, text=text)


def cited(at: SourceDocument, text: str, quote: str = "") -> Sentence:
    """Return a sentence whose evidence is where the source says ``quote``."""
    quote = quote or text
    start = len(at.text[: at.text.index(quote)].encode())
    passage = Passage(source_id=at.info.id, start=start, end=start + len(quote.encode()))
    return Sentence(text=text, evidence=(passage,))


def section(node_id: str, title: str, *paragraphs: Sequence[Sentence]) -> Section:
    made = tuple(Paragraph(sentences=tuple(each)) for each in paragraphs)
    return Section(node_id=node_id, title=title, paragraphs=made)


def chapter(node_id: str, title: str, *paragraphs: Sequence[Sentence]) -> Chapter:
    return Chapter(section=section(node_id, title, *paragraphs))


def plan_of(
    chapters: Sequence[Chapter], language: str = "en", max_length: int = 0, query: str = ""
) -> DocumentPlan:
    plans = tuple(
        ChapterPlan(
            index=at,
            total=len(chapters),
            node=OutlineNode(id=one.section.node_id, title=one.section.title),
            passages={
                one.section.node_id: tuple(
                    passage for each in sentences_of(one.section) for passage in each.evidence
                )
            },
            language=language,
        )
        for at, one in enumerate(chapters)
    )
    title = query or "Tides"
    return DocumentPlan(
        title=title, language=language, query=title, chapters=plans, max_length=max_length
    )


def base_of(
    plan: DocumentPlan, chapters: Sequence[Chapter], sources: Sequence[SourceDocument]
) -> Draft:
    return extractive_fusion(plan, chapters, sources)


def tides() -> tuple[list[Chapter], list[SourceDocument]]:
    """Return two chapters of five cited sentences each, without repeats."""
    sea, dam = source("tides", TIDES), source("power", POWER)
    return [
        chapter(
            "c1",
            "How tides arise",
            [
                cited(
                    sea,
                    "The gravity of the moon raises two bulges of water on opposite sides "
                    "of the earth.",
                ),
                cited(
                    sea,
                    "Most coasts see two high tides every day.",
                    "A coast passes through both bulges every day, so most coasts see two high "
                    "tides.",
                ),
            ],
            [
                cited(sea, "The sun adds to the pull when it stands in line with the moon."),
                cited(
                    sea,
                    "Spring tides come twice a month and are higher than the others.",
                    "Such spring tides come twice a month and are higher than the others.",
                ),
                cited(
                    sea,
                    "Neap tides lie between them and are lower.",
                    "Between them lie the neap tides, which are lower.",
                ),
            ],
        ),
        chapter(
            "c2",
            "Power from tides",
            [
                cited(dam, "A tidal barrage closes a bay and lets the water run through turbines."),
                cited(dam, "The barrage at La Rance has delivered power since 1966."),
                cited(dam, "Turbines on the sea floor use the current instead and need no dam."),
                cited(dam, "Barrages change the mud flats on which wading birds feed."),
                cited(dam, "Spring tides carry far more energy than neap tides."),
            ],
        ),
    ], [sea, dam]


def tides_zh() -> tuple[list[Chapter], list[SourceDocument]]:
    sea, dam = source("tides", TIDES_ZH), source("power", POWER_ZH)
    return [
        chapter(
            "c1",
            "潮汐的成因",
            [
                cited(sea, "月球的引力在地球两侧引起两处水体隆起。"),
                cited(sea, "海岸每天经过这两处隆起，所以多数海岸每天有两次高潮。"),
                cited(sea, "太阳与月球成一线时，引力叠加，形成大潮。"),
                cited(sea, "大潮每月出现两次，潮位高于其他时候。"),
            ],
        ),
        chapter(
            "c2",
            "潮汐发电",
            [
                cited(dam, "潮汐电站用堤坝围住海湾，让水流通过水轮机发电。"),
                cited(dam, "朗斯潮汐电站自1966年起供电。"),
                cited(dam, "海底水轮机利用海流发电，不需要修建堤坝。"),
                cited(dam, "堤坝会改变涉禽觅食的滩涂。"),
            ],
        ),
    ], [sea, dam]


def texts(chapters: Sequence[Chapter]) -> list[str]:
    return [one.text for each in chapters for one in sentences_of(each.section)]


def bodies(draft: Draft) -> list[Chapter]:
    return [one for one in draft.chapters if one.role == "body"]


def of_role(draft: Draft, role: str) -> list[Sentence]:
    return [
        one for each in draft.chapters if each.role == role for one in sentences_of(each.section)
    ]
