"""Search finds by words, in both languages, and always in the same order."""

from shared.authoring.passages import text_of
from shared.authoring.retrieval import Index
from tests.unit.outline.material import english, mixed, source


def test_the_passage_with_the_words_comes_first() -> None:
    sources = english()
    by_id = {s.info.id: s for s in sources}
    best = Index(sources).search("nurse at the cooling centre", 3)[0]
    assert "nurse on call" in text_of(by_id[best.passage.source_id], best.passage)
    assert best.score > 0


def test_chinese_is_found_by_words() -> None:
    sources = mixed()
    best = Index(sources).search("武汉的通风廊道", 1)[0].passage
    assert best.source_id == "s3"
    assert best.place.endswith("通风廊道")


def test_search_within_limit_and_without_hits() -> None:
    index = Index(english())
    everything = index.search("heat city trees", 99)
    assert [hit.score for hit in everything] == sorted((h.score for h in everything), reverse=True)
    within = [hit.passage for hit in everything[1:3]]
    assert [h.passage for h in index.search("heat city trees", 99, within=within)] == within
    assert index.search("heat", 0) == []
    assert index.search("zeppelin", 5) == []
    assert index.search("", 5) == []
    assert Index([]).search("heat", 5) == []


def test_only_data_is_searched_and_the_index_is_the_same_each_time() -> None:
    style = source("style.md", "# Style\n\nWrite zeppelin in small letters.", 4, "style_guide")
    sources = [*english(), style]
    assert Index(sources).search("zeppelin", 5) == []
    assert Index(sources).search("heat trees", 9) == Index(sources).search("heat trees", 9)
