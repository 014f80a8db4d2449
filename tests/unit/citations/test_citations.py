import hashlib
from collections.abc import Callable, Sequence

import pytest

from shared.authoring.bibliography import number
from shared.authoring.citations import verify
from shared.authoring.model import Citation, Document, Draft, SourceDocument
from tests.unit.citations.documents import chapter, chinese, cited, english, source, texts

Make = Callable[[], tuple[Document, Sequence[SourceDocument]]]
both = pytest.mark.parametrize("make", [english, chinese])


def altered(document: Document, at: int, **update: object) -> Document:
    """The document with one citation changed."""
    citations = list(document.citations)
    citations[at] = citations[at].model_copy(update=update)
    return document.model_copy(update={"citations": tuple(citations)})


def rewritten(document: Document, old: str, new: str) -> Document:
    """The document with its text changed and digested anew."""
    assert old in document.text
    text = document.text.replace(old, new, 1)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return document.model_copy(update={"text": text, "text_sha256": digest})


def said(document: Document, sources: Sequence[SourceDocument]) -> str:
    return "\n".join(problem.message for problem in verify(document, texts(sources)))


@both
def test_a_true_document_has_no_problems(make: Make) -> None:
    document, sources = make()
    assert verify(document, texts(sources)) == []


@both
def test_an_altered_source_is_found(make: Make) -> None:
    document, sources = make()
    for changed in sources:
        if all(c.passage.source_id != changed.info.id for c in document.citations):
            continue
        wrong = {**texts(sources), changed.info.id: changed.text + "."}
        assert any("another text" in p.message for p in verify(document, wrong))
        gone = {name: text for name, text in texts(sources).items() if name != changed.info.id}
        assert any("not there" in p.message for p in verify(document, gone))


@both
@pytest.mark.parametrize(
    ("update", "found"),
    [
        (lambda c: {"quote": c.quote + "x"}, "does not say"),
        (lambda c: {"quote": c.quote[1:]}, "does not say"),
        (lambda c: {"source_sha256": "0" * 64}, "another text"),
        (lambda c: {"passage": c.passage.model_copy(update={"start": c.passage.start + 1})}, ""),
        (lambda c: {"passage": c.passage.model_copy(update={"end": 10**6})}, "no passage"),
        (lambda c: {"passage": c.passage.model_copy(update={"end": c.passage.start})}, "nothing"),
        (lambda c: {"passage": c.passage.model_copy(update={"source_id": "x"})}, "not there"),
        (lambda c: {"marker_start": c.marker_start + 1}, "does not stand"),
        (lambda c: {"number": c.number + 1}, "does not stand"),
        (lambda c: {"chapter_id": "elsewhere"}, "citations, not"),
    ],
    ids=[
        "quote longer", "quote shorter", "digest", "start", "end", "empty", "source",
        "marker", "number", "chapter",
    ],
)  # fmt: skip
def test_each_altered_citation_is_found(
    make: Make, update: Callable[[Citation], dict[str, object]], found: str
) -> None:
    document, sources = make()
    for at, citation in enumerate(document.citations):
        problems = said(altered(document, at, **update(citation)), sources)
        assert problems, f"citation {at} altered, nothing found"
        assert found in problems


def test_altered_words_are_found() -> None:
    document, sources = english()
    assert "not in its quote" in said(rewritten(document, "much", "some"), sources)
    document, sources = chinese()
    assert "not in its quote" in said(rewritten(document, "降低街道", "升高街道"), sources)


@pytest.mark.parametrize(
    "words",
    ["Trees do not cool streets.", "Cars do. Trees cool streets.", "Trees cool streets. Cars do."],
)
def test_a_sentence_that_its_evidence_does_not_say_is_found(words: str) -> None:
    origin = source("s1", "Trees cool streets. Roofs do too.")
    sentence = cited(origin, "Trees cool streets.").model_copy(update={"text": words})
    draft = Draft(title="T", language="en", chapters=(chapter("1", "C", sentence),))
    assert "not in its quote" in said(number(draft, (origin,)), (origin,))


def test_a_marker_without_a_citation_is_found() -> None:
    document, sources = english()
    changed = rewritten(document, "Roofs are cheap.[1]", "Roofs are ch[2].[1]")
    assert "[2] at 167 has no citation" in said(changed, sources)


def test_a_missing_citation_is_found() -> None:
    document, sources = english()
    changed = document.model_copy(update={"citations": document.citations[:-1]})
    assert "has no citation" in said(changed, sources)


def test_numbers_out_of_order_are_found() -> None:
    document, sources = english()
    swap = {1: 2, 2: 1}
    citations = tuple(c.model_copy(update={"number": swap[c.number]}) for c in document.citations)
    assert "first use" in said(document.model_copy(update={"citations": citations}), sources)


def test_a_bibliography_with_an_uncited_source_is_found() -> None:
    document, sources = english()
    entry = document.bibliography[0].model_copy(
        update={"number": 3, "source_id": "s3", "text": "Unused"}
    )
    changed = document.model_copy(update={"bibliography": (*document.bibliography, entry)})
    assert "exactly what is cited" in said(changed, sources)


def test_a_bibliography_that_names_another_source_is_found() -> None:
    document, sources = english()
    entries = document.bibliography
    wrong = entries[0].model_copy(update={"source_id": "s3", "text": "Unused"})
    changed = document.model_copy(update={"bibliography": (wrong, entries[1])})
    assert "number of another source" in said(changed, sources)


def test_a_bibliography_printed_otherwise_is_found() -> None:
    document, sources = english()
    assert "not printed" in said(rewritten(document, "[2] Heat.", "[2] Cold."), sources)


def test_a_text_of_another_digest_is_found() -> None:
    document, sources = english()
    changed = document.model_copy(update={"text": document.text.replace("Cooling", "Heating")})
    assert "SHA-256" in said(changed, sources)


def test_text_of_a_source_that_looks_like_markup_holds() -> None:
    text = (
        "[1] claims that [2](http://x.y) <b>bold</b> is `code` # 3. "
        "(Brackets) at the start \\[9] here! - [x] a task."
    )
    origin = source("s1", text, "A [1] title\n# x", "http://a.org/[2]")
    draft = Draft(
        title="T [4]",
        language="zh",
        chapters=(
            chapter(
                "1",
                "C [5]",
                cited(origin, "[1] claims that [2](http://x.y) <b>bold</b> is `code` # 3."),
                cited(origin, "(Brackets) at the start \\[9] here!"),
                cited(origin, "- [x] a task."),
            ),
        ),
    )
    document = number(draft, (origin,))
    assert verify(document, texts((origin,))) == []
    assert len(document.citations) == 3


def test_problems_quote_no_text() -> None:
    document, sources = english()
    changed = altered(document, 1, quote="secret words")
    assert "secret" not in said(changed, sources)
    assert "Trees" not in said(changed, sources)
