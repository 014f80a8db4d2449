import re

import pytest

from shared.authoring.bibliography import number
from shared.authoring.missing import with_missing
from shared.authoring.model import (
    Chapter,
    Draft,
    MissingChapter,
    Paragraph,
    Passage,
    Section,
    Sentence,
)
from shared.authoring.quality.prose import ProseSection, sections_of
from shared.authoring.support import mark
from tests.unit.citations.documents import chapter, chinese, cited, english, source

TABLE = (
    "Heat grows by day.\n\n| day | heat |\n|---|---|\n| 1 | 30 |\n\nRain cools.\n\n"
    "```\nprint(1)\n\nprint(2)\n```\n"
)


def said(sections: tuple[ProseSection, ...]) -> list[tuple[str, str, int]]:
    return [
        (section.heading, sentence.text, len(sentence.citations))
        for section in sections
        for sentence in section.sentences()
    ]


def test_sentences_have_their_citations_and_no_escapes() -> None:
    document, _ = english()
    assert said(sections_of(document)) == [
        ("Roofs", "White roofs reflect the sun.", 1),
        ("Trees", "Trees cool streets.", 1),
        ("Trees", "They need [3] much *water*.", 1),
        ("Trees", "🌳 Shade helps 😀 people.", 1),
        ("Trees", "Roofs are cheap.", 1),
    ]


def test_chinese_sentences() -> None:
    document, _ = chinese()
    assert [text for _, text, cites in said(sections_of(document)) if cites] == [
        "行道树可以降低街道温度。", "🌳树荫能帮助行人避暑。", "白色屋顶反射阳光（见图[2]）。",
    ]  # fmt: skip


def test_only_the_sentence_before_a_marker_is_cited() -> None:
    heat = source("s1", "Trees cool streets.")
    first = Sentence(text="Much is known of heat. Some of it is new.")
    document = number(
        Draft(
            title="T",
            language="en",
            chapters=(chapter("a", "Heat", first, cited(heat, "Trees cool streets."), first),),
        ),
        (heat,),
    )
    assert [cites for _, _, cites in said(sections_of(document))] == [0, 0, 1, 0, 0]


def test_two_sentences_of_one_quote_are_both_cited() -> None:
    heat = source("s1", "Trees cool streets. They need water.")
    document = number(
        Draft(title="T", language="en", chapters=(chapter("a", "Heat", cited(heat, heat.text)),)),
        (heat,),
    )
    assert [cites for _, _, cites in said(sections_of(document))] == [1, 1]


def test_several_markers_of_one_sentence() -> None:
    one, two = source("s1", "Trees cool."), source("s2", "Trees cool.")
    evidence = cited(one, "Trees cool.").evidence + cited(two, "Trees cool.").evidence
    sentence = Sentence(text="Trees cool.", evidence=evidence)
    document = number(
        Draft(title="T", language="en", chapters=(chapter("a", "Heat", sentence),)), (one, two)
    )
    assert said(sections_of(document)) == [("Heat", "Trees cool.", 2)]


def test_headings_tables_code_and_bibliography_are_no_prose() -> None:
    heat = source("s1", TABLE)
    rain = Section(
        node_id="a.1",
        title="Rain *",
        paragraphs=(Paragraph(sentences=(cited(heat, "Rain cools."),)),),
    )
    section = Section(
        node_id="a",
        title="Heat",
        paragraphs=(Paragraph(sentences=(cited(heat, "Heat grows by day."),)),),
        sections=(rain,),
    )
    document = number(
        Draft(title="T", language="en", chapters=(Chapter(section=section),)), (heat,)
    )
    assert "| 1 | 30 |" in document.text
    assert "print(2)" in document.text
    found = sections_of(document)
    assert said(found) == [("Heat", "Heat grows by day.", 1), ("Rain *", "Rain cools.", 1)]
    assert [len(one.paragraphs) for one in found] == [1, 1]


def test_names_as_markers() -> None:
    heat = source("s1", "Trees cool [streets, 2020]. Rain helps.", "Heat")
    sentences = (cited(heat, "Trees cool [streets, 2020]."), cited(heat, "Rain helps."))
    draft = Draft(title="T", language="en", chapters=(chapter("a", "A", *sentences),))
    document = number(draft, (heat,), "author_date")
    assert [(text, cites) for _, text, cites in said(sections_of(document))] == [
        ("Trees cool [streets, 2020].", 1),
        ("Rain helps.", 1),
    ]


@pytest.mark.parametrize(
    ("language", "said_before", "doubtful", "sure"),
    [
        ("en", "Nobody knows. ", "Roofs are free.", "Roofs are cheap."),
        ("zh", "无人知晓。", "屋顶免费。", "屋顶便宜。"),
    ],
)
def test_marked_sentences_are_found_and_lose_the_mark(
    language: str, said_before: str, doubtful: str, sure: str
) -> None:
    origin = source("s1", sure)
    sentences = (Sentence(text=said_before + doubtful, unsupported=True), cited(origin, sure))
    draft = Draft(title="T", language=language, chapters=(chapter("a", "A", *sentences),))
    document = number(draft, (origin,))
    assert mark.markdown(language) in document.text
    found = list(sections_of(document)[0].sentences())
    assert [(one.text, one.unsupported, len(one.citations)) for one in found] == [
        (said_before.strip(), False, 0),
        (doubtful, True, 0),
        (sure, False, 1),
    ]


def test_a_source_cannot_bring_the_mark() -> None:
    text = "Roofs are free ⟨*unsupported*⟩."
    origin = source("s1", text)
    draft = Draft(title="T", language="en", chapters=(chapter("a", "A", cited(origin, text)),))
    (found,) = sections_of(number(draft, (origin,)))[0].sentences()
    assert (found.text, found.unsupported, len(found.citations)) == (text, False, 1)


def test_the_note_in_place_of_a_missing_chapter_is_no_prose() -> None:
    missing = MissingChapter(id="b", title="Roofs", reason="This chapter was not written.")
    draft = Draft(
        title="T", language="en", chapters=(chapter("a", "A", Sentence(text="Trees cool.")),)
    )
    document = number(with_missing(draft, {1: missing}), ())
    assert missing.reason in document.text
    assert said(sections_of(document)) == [("A", "Trees cool.", 0)]


def test_every_word_of_prose_is_in_some_sentence() -> None:
    document, _ = english()
    words = re.findall(
        r"[a-z]+", " ".join(text for _, text, _ in said(sections_of(document))).lower()
    )
    assert len(words) == document.length - document.text.count("\\[3\\]")


def test_passages_of_evidence_are_those_of_the_citations() -> None:
    document, _ = chinese()
    first = next(sections_of(document)[0].sentences())
    assert first.citations[0].passage == Passage(source_id="s1", start=0, end=36)
