import hashlib

import pytest

from shared.authoring.bibliography import number
from shared.authoring.counts import chapter_counts
from shared.authoring.model import Draft, Passage, Sentence
from shared.errors import QuireError
from shared.reasons import Reason
from tests.unit.citations.documents import chapter, chinese, cited, english, source


def test_the_english_document_as_printed() -> None:
    document, _ = english()
    assert document.text == (
        "# Cooling\n\n"
        "## Roofs\n\n"
        "White roofs reflect the sun.[1]\n\n"
        "## Trees\n\n"
        "Trees cool streets.[2] They need \\[3\\] much \\*water\\*.[2] "
        "🌳 Shade helps 😀 people.[2] Roofs are cheap.[1]\n\n"
        "## References\n\n"
        "[1] Roofs. roofs.md\n\n"
        "[2] Heat. https://example.org/heat_report.html\n"
    )
    assert document.length == 19
    assert document.text_sha256 == hashlib.sha256(document.text.encode()).hexdigest()


def test_the_chinese_document_as_printed() -> None:
    document, _ = chinese()
    assert document.text == (
        "# 城市如何降温\n\n"
        "## 树木\n\n"
        "行道树可以降低街道温度。[1]🌳树荫能帮助行人避暑。[1]\n\n"
        "## 屋顶\n\n"
        "白色屋顶反射阳光（见图\\[2\\]）。[1]\n\n"
        "## 参考文献\n\n"
        "[1] 城市降温. 降温.md\n"
    )
    assert [info.length for info in document.chapters] == [20, 11]


@pytest.mark.parametrize("make", [english, chinese])
def test_offsets_are_bytes_of_what_they_name(make: object) -> None:
    assert callable(make)
    document, sources = make()
    text = document.text.encode()
    stored = {one.info.id: one.text.encode() for one in sources}
    for citation in document.citations:
        marker = f"[{citation.number}]".encode()
        assert text[citation.marker_start :].startswith(marker)
        passage = citation.passage
        assert stored[passage.source_id][passage.start : passage.end].decode() == citation.quote
    for info in document.chapters:
        piece = text[info.start : info.end].decode()
        assert piece.startswith(f"## {info.title}\n\n")
        assert piece.endswith("]")
        assert sum(c.chapter_id == info.id for c in document.citations) == info.citations


def test_sources_of_one_uri_and_title_share_a_number() -> None:
    one = source("s1", "First part.", "Report", "https://a.org/r")
    two = source("s2", "Second part.", "Report", "https://a.org/r")
    other = source("s3", "Third part.", "Report", "https://a.org/other")
    draft = Draft(
        title="T",
        language="en",
        chapters=(
            chapter(
                "1",
                "C",
                cited(two, "Second part."),
                cited(one, "First part."),
                cited(other, "Third part."),
            ),
        ),
    )
    document = number(draft, (one, two, other))
    assert [citation.number for citation in document.citations] == [1, 1, 2]
    assert [entry.text for entry in document.bibliography] == [
        "Report. https://a.org/r",
        "Report. https://a.org/other",
    ]
    assert [c.passage.source_id for c in document.citations] == ["s2", "s1", "s3"]


def test_a_draft_without_evidence_has_no_bibliography() -> None:
    draft = Draft(title="T", language="en", chapters=(chapter("1", "C", Sentence(text="Yes.")),))
    document = number(draft, ())
    assert document.text == "# T\n\n## C\n\nYes.\n"
    assert not document.bibliography
    assert not document.citations


@pytest.mark.parametrize(
    "passage",
    [
        Passage(source_id="nowhere", start=0, end=3),
        Passage(source_id="s1", start=0, end=9999),
        Passage(source_id="s1", start=1, end=4),
    ],
    ids=["unknown source", "beyond the end", "within a character"],
)
def test_evidence_that_is_nowhere_fails(passage: Passage) -> None:
    draft = Draft(
        title="T",
        language="zh",
        chapters=(chapter("1", "C", Sentence(text="城", evidence=(passage,))),),
    )
    with pytest.raises(QuireError) as caught:
        number(draft, (source("s1", "城市降温"),))
    assert caught.value.reason is Reason.STEP_FAILED
    assert caught.value.metadata["step"] == "bibliography"


def test_counts_of_a_chapter() -> None:
    heat = source("s1", "Trees cool streets. White roofs help.")
    said = chapter("1", "C", cited(heat, "Trees cool streets."), cited(heat, "White roofs help."))
    assert chapter_counts(said) == (6, 2)
    tree = source("s2", "行道树可以降低街道温度。")
    assert chapter_counts(chapter("1", "C", cited(tree, "行道树可以降低街道温度。"))) == (11, 1)
