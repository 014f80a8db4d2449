import pytest

from shared.authoring.bibliography import number
from shared.authoring.citations import verify
from shared.authoring.model import Draft, Sentence, SourceDocument
from tests.unit.citations.documents import chapter, cited, source, texts

HEAT = source("s1", "Trees reduce street temperature by 3 °C. They need much water.", "Heat")
ROOFS = source("s2", "White roofs reflect the sun. Roofs are cheap.", "Roofs")
CHINESE = source("s1", "行道树可使街道温度降低3摄氏度。白色屋顶反射阳光。", "降温")


def written(origin: SourceDocument, words: str, text: str) -> Sentence:
    return cited(origin, words).model_copy(update={"text": text})


def said(*sentences: Sentence, language: str = "en", wording: str = "checked") -> str:
    sources = (CHINESE,) if language == "zh" else (HEAT, ROOFS)
    draft = Draft.model_validate(
        {
            "title": "T",
            "language": language,
            "chapters": (chapter("1", "C", *sentences),),
            "wording": wording,
        }
    )
    document = number(draft, sources)
    return "\n".join(problem.message for problem in verify(document, texts(sources)))


TREES = written(HEAT, "Trees reduce street temperature by 3 °C.", "Trees lower street temperature.")
FALSE = written(HEAT, "Trees reduce street temperature by 3 °C.", "Trees lower it by 4 °C.")
MARKED = Sentence(text="Trees please people.", unsupported=True)


def test_a_paraphrase_holds_where_wording_is_checked() -> None:
    assert said(TREES) == ""
    assert "not in its quote" in said(TREES, wording="verbatim")


def test_a_false_sentence_is_found() -> None:
    assert "not borne by its quotes (number)" in said(TREES, FALSE)


def test_uncited_and_marked_sentences_before_do_not_count() -> None:
    assert said(Sentence(text="Now to trees."), MARKED, TREES) == ""
    assert said(MARKED, TREES, MARKED) == ""


def test_chinese_marks_and_sentences() -> None:
    true = written(CHINESE, "行道树可使街道温度降低3摄氏度。", "行道树能使街道温度下降3℃。")
    false = written(CHINESE, "行道树可使街道温度降低3摄氏度。", "行道树能使街道温度上升3℃。")
    marked = Sentence(text="行道树令人愉快。", unsupported=True)
    assert said(marked, true, marked, language="zh") == ""
    assert "negation" in said(marked, false, language="zh")


def test_a_marked_sentence_bears_no_marker() -> None:
    marked = TREES.model_copy(update={"unsupported": True})
    after = Sentence(text="", evidence=TREES.evidence)
    messages = said(marked.model_copy(update={"evidence": ()}), after)
    assert "marked as unsupported" in messages


def test_the_quotes_of_a_run_are_taken_together() -> None:
    trees, roofs = (
        cited(HEAT, "Trees reduce street temperature by 3 °C."),
        cited(ROOFS, "White roofs reflect the sun."),
    )
    both = Sentence(
        text="Trees reduce street temperature, and white roofs reflect the sun.",
        evidence=(*trees.evidence, *roofs.evidence),
    )
    assert said(both) == ""
    assert "not borne" in said(both.model_copy(update={"evidence": trees.evidence}))


@pytest.mark.parametrize("changed", ["3 °C", "Trees"])
def test_an_altered_source_makes_verification_fail(changed: str) -> None:
    draft = Draft(title="T", language="en", chapters=(chapter("1", "C", TREES),), wording="checked")
    document = number(draft, (HEAT, ROOFS))
    stored = texts((HEAT, ROOFS))
    wrong = {**stored, "s1": stored["s1"].replace(changed, "Else")}
    messages = "\n".join(problem.message for problem in verify(document, wrong))
    assert "another text" in messages
    assert "does not say" in messages
