"""The figures of the evaluation."""

from benchmarks.quality import metrics, report
from benchmarks.quality.baselines import lead
from benchmarks.quality.made import measure
from benchmarks.quality.subjects import load, names, select

GOLD = (
    ("Lenses and optics", "Lens"),
    ("Keepers", "Life of the keeper"),
    ("茶的历史", "起源与历史"),
)


def test_headings_are_matched_one_to_one() -> None:
    titles = ["The lens", "A keeper's life", "Lenses"]
    assert metrics.headings(titles, GOLD) == (2 / 3, 2 / 3)
    assert metrics.headings([], GOLD) == (0.0, 0.0)


def test_an_assignment_gives_way_to_a_larger_one() -> None:
    gold = (("Lamps",), ("Lamps and fuel",))
    assert metrics.matched(["Lamps and fuel", "Lamps"], gold) == {0: 1, 1: 0}


def test_chinese_headings_are_compared_by_pairs() -> None:
    assert metrics.headings(["茶叶的起源与历史"], GOLD) == (1 / 3, 1.0)
    assert metrics.likeness("咖啡小记", GOLD[2]) < metrics.ALIKE


def test_long_titles_do_not_hold_everything() -> None:
    title = "Lamps, lenses, keepers, towers, fires, ships, storms and rocks"
    assert metrics.headings([title], GOLD) == (0.0, 0.0)


def test_facts_may_be_told_in_other_words_but_not_with_other_numbers() -> None:
    fact = "The Pharos of Alexandria was built about 280 BC and was more than 100 metres high."
    told = "More than 100 metres high, the Pharos stood at Alexandria.", "It was built in 280 BC."
    assert metrics.coverage(told, [fact]) == 1.0
    assert metrics.coverage([told[0]], [fact]) == 0.0
    assert (
        metrics.coverage(["乾隆南巡。", "吴王夫差在公元前486年开凿邗沟。"], ["吴王夫差开凿邗沟。"])
        == 1.0
    )


def test_repetition_counts_what_occurred_before() -> None:
    sentence = "one two three four five six seven eight."
    assert metrics.repetition([sentence]) == 0.0
    assert metrics.repetition([sentence, sentence]) > 0.1
    assert metrics.repetition(["short"]) == 0.0


def test_length_counts_words_and_characters() -> None:
    assert metrics.length(["Two words, 喝茶。"]) == 4


def test_the_set_is_balanced() -> None:
    for part in ("tune", "report"):
        languages = [one.language for one in select(part)]
        assert sorted(languages) == ["en", "en", "zh", "zh"]
    for name in names():
        subject = load(name)
        assert 3 <= len(subject.sources) <= 6
        assert len(subject.headings) >= 5
        told = [line for source in subject.sources for line in source.text.split("\n")]
        whole = [" ".join(told)]
        assert metrics.coverage(whole, subject.facts) == 1.0, "each fact stands in the sources"


def test_lead_sentences_are_cited_as_the_checker_wants_it() -> None:
    subject = load("glaciers")
    figures = measure(subject, lead(subject))
    assert figures.markers == figures.held > 0
    assert report.rows([figures])[0][:3] == ("report", "en", "lead sentences")
