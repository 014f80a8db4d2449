import pickle

from shared.authoring.bibliography import number
from shared.authoring.model import (
    Change,
    Chapter,
    ChapterPlan,
    Document,
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
from shared.authoring.passages import split
from shared.authoring.quality.model import Quality
from shared.authoring.quality.report import quality
from shared.events.payloads import Usage
from tests.unit.citations.documents import chapter, cited, source

TREES = source(
    "s1",
    "Street trees lower the air temperature by 3 degrees in summer. "
    "A mature oak gives off 150 litres of water a day.\n\n"
    "## Cost\n\nPlanting one tree costs the city of Utrecht 800 euros in its first five years.",
)
ROOFS = source("s2", "White roofs reflect 80 percent of the sunlight that reaches them.")
UNUSED = source("s3", "Fountains cool the squares around them on hot days by evaporation.")
BRIEF = SourceDocument(
    info=SourceInfo(id="r1", title="brief.md", role="requirements"),
    text="- The report must say what planting a tree costs.\n"
    "- The report must describe underground metro ventilation shafts.\n",
)
SOURCES = (TREES, ROOFS, UNUSED, BRIEF)


def plan_of(*given: tuple[str, tuple[Passage, ...]]) -> DocumentPlan:
    chapters = tuple(
        ChapterPlan(
            index=place,
            total=len(given),
            node=OutlineNode(id=name, title=name),
            passages={name: passages},
            target_length=20,
        )
        for place, (name, passages) in enumerate(given)
    )
    return DocumentPlan(title="T", language="en", query="q", chapters=chapters, target_length=50)


PLAN = plan_of(("a", split(TREES)), ("b", split(ROOFS)))


def document_of(*chapters: Chapter, language: str = "en") -> Document:
    return number(Draft(title="T", language=language, chapters=chapters), SOURCES)


def report(document: Document, plan: DocumentPlan = PLAN) -> Quality:
    return quality(document, plan, SOURCES, {}, {})


def evidence(words: str) -> tuple[Passage, ...]:
    origin = next(one for one in SOURCES if words in one.text)
    return cited(origin, words).evidence


OAK = "A mature oak gives off 150 litres of water a day."


def test_a_verbatim_document_is_verified_and_counted_by_chapter() -> None:
    body = chapter(
        "a", "Trees", cited(TREES, OAK), Sentence(text="Rome had 912 fountains in 1870.")
    )
    roofs = chapter("b", "Roofs", cited(ROOFS, ROOFS.text))
    document = document_of(body, roofs)

    found = quality(
        document,
        PLAN,
        SOURCES,
        {"small": Usage(3, 100, 20, 7)},
        {"b": Usage(1, 30, 5, 2)},
    )

    first, second = found.chapters
    assert (first.sentences, first.cited, first.verified, first.uncited_claims) == (2, 1, 1, 1)
    assert (first.passages_given, first.passages_used) == (len(split(TREES)), 1)
    assert (second.sentences, second.cited, second.verified) == (1, 1, 1)
    assert (second.passages_given, second.passages_used) == (1, 1)
    assert (first.target_length, second.length) == (20, 11)
    assert second.usage == Usage(model_calls=1, input_tokens=30, output_tokens=5, cost_micros=2)
    assert first.usage == Usage()
    assert found.models == {
        "small": Usage(model_calls=3, input_tokens=100, output_tokens=20, cost_micros=7)
    }
    assert (found.sentences, found.cited, found.verified, found.uncited_claims) == (3, 2, 2, 1)
    assert (found.length, found.target_length) == (document.length, 50)
    assert found.unused_sources == ("s3",)
    assert found.unused_passages == 1


def test_an_altered_quote_is_not_verified() -> None:
    document = document_of(chapter("a", "Trees", cited(TREES, OAK)))
    altered = document.citations[0].model_copy(update={"quote": OAK.replace("150", "151")})
    found = report(document.model_copy(update={"citations": (altered,)}))
    assert (found.cited, found.verified) == (1, 0)


def test_other_words_are_verified_only_where_they_were_checked() -> None:
    body = chapter(
        "a",
        "Trees",
        Sentence(text="A mature oak gives off about 150 litres of water.", evidence=evidence(OAK)),
        Sentence(text="A mature oak gives off 450 litres of water.", evidence=evidence(OAK)),
    )
    document = document_of(body)
    assert (report(document).cited, report(document).verified) == (2, 0)
    checked = document.model_copy(update={"wording": "checked"})
    assert (report(checked).cited, report(checked).verified) == (2, 1)


def test_words_that_a_quote_denies_are_not_verified() -> None:
    origin = source("s1", "It is not true that white roofs reflect heat. Nobody claims it.")
    words = "White roofs reflect heat."
    sentence = Sentence(text=words, evidence=cited(origin, origin.text).evidence)
    draft = Draft(
        title="T", language="en", chapters=(chapter("a", "A", sentence),), wording="checked"
    )
    found = quality(number(draft, (origin,)), PLAN, (origin,), {}, {})
    assert (found.cited, found.verified) == (1, 0)


def test_requirements_say_where_they_are_met() -> None:
    words = "Planting one tree costs the city of Utrecht 800 euros in its first five years."
    document = document_of(chapter("a", "What planting a tree costs", cited(TREES, words)))
    cost, metro = report(document).requirements
    assert (cost.met, cost.chapter_id, cost.source_id) == (True, "a", "r1")
    assert cost.place
    assert (metro.met, metro.chapter_id, metro.place) == (False, "", "")


def test_what_a_transition_announces_is_not_met_by_it() -> None:
    said = "The next chapter is about what planting a tree costs."
    document = document_of(chapter("a", "One", Sentence(text=said)))
    change = Change(kind="transition_added", chapter_id="a", after=said)
    met = [
        quality(one, PLAN, SOURCES, {}, {}).requirements[0].met
        for one in (document, document.model_copy(update={"changes": (change,)}))
    ]
    assert met == [True, False]


def test_repetition_is_of_the_whole_document() -> None:
    once = document_of(chapter("a", "A", cited(TREES, OAK)), chapter("b", "B"))
    twice = document_of(chapter("a", "A", cited(TREES, OAK)), chapter("b", "B", cited(TREES, OAK)))
    assert report(once).repetition == 0
    assert report(twice).repetition == 0.5


def test_what_fusion_made_has_no_plan() -> None:
    end = Section(
        node_id="summary", title="S", paragraphs=(Paragraph(sentences=(cited(TREES, OAK),)),)
    )
    document = document_of(Chapter(role="summary", section=end))
    (summary,) = report(document).chapters
    assert (summary.passages_given, summary.passages_used, summary.target_length) == (0, 0, 0)
    assert summary.verified == 1


def test_chinese() -> None:
    text = "2020年上海种植了3万棵行道树。树荫使街道温度降低3度。"
    origin = source("s1", text)
    body = chapter(
        "a",
        "树木",
        cited(origin, "树荫使街道温度降低3度。"),
        Sentence(text="2019年北京有500座喷泉。"),
    )
    draft = Draft(title="T", language="zh", chapters=(body,))
    document = number(draft, (origin,))
    plan = plan_of(("a", split(origin)))
    found = quality(document, plan, (origin,), {}, {})
    assert (found.sentences, found.cited, found.verified, found.uncited_claims) == (2, 1, 1, 1)
    assert found.chapters[0].passages_used == 1


def test_an_empty_document() -> None:
    found = report(document_of())
    assert found.sentences == 0
    assert found.unused_sources == ("s1", "s2", "s3")
    assert not any(one.met for one in found.requirements)


def test_it_goes_through_processes_and_json() -> None:
    found = report(document_of(chapter("a", "Trees", cited(TREES, OAK))))
    assert pickle.loads(pickle.dumps(quality)) is quality  # noqa: S301
    assert Quality.model_validate_json(found.model_dump_json()) == found
