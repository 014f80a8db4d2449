from shared.authoring.model import ChapterPlan, Citation, DocumentPlan, OutlineNode, Passage
from shared.authoring.passages import split
from shared.authoring.quality.evidence import given, unused_passages, unused_sources, used
from tests.unit.citations.documents import source

TEXT = "\n\n".join(
    f"Paragraph {number} of the text says that trees cool streets and that roofs reflect the sun, "
    "which is why towns plant the first and paint the second in white colours every year."
    for number in range(6)
)


def passage(start: int, end: int, source_id: str = "s1") -> Passage:
    return Passage(source_id=source_id, start=start, end=end)


def plan(*passages: Passage) -> DocumentPlan:
    node = OutlineNode(id="a", title="A")
    chapter = ChapterPlan(index=0, total=1, node=node, passages={"a": passages, "a.1": passages})
    return DocumentPlan(title="T", language="en", query="q", chapters=(chapter,))


def citation(cited: Passage) -> Citation:
    return Citation(
        number=1, chapter_id="a", marker_start=0, passage=cited, quote="", source_sha256=""
    )


def test_a_passage_given_to_two_nodes_counts_once() -> None:
    assert given(plan(passage(0, 10), passage(10, 20)).chapters[0]) == (
        passage(0, 10),
        passage(10, 20),
    )


def test_a_part_of_a_passage_uses_it_and_its_neighbour_does_not() -> None:
    passages = (passage(0, 10), passage(10, 20), passage(20, 30), passage(0, 10, "s2"))
    assert used(passages, [citation(passage(12, 15))]) == 1
    assert used(passages, [citation(passage(9, 11))]) == 2
    assert used(passages, [citation(passage(0, 30)), citation(passage(2, 3))]) == 3
    assert used(passages, []) == 0


def test_passages_that_no_chapter_has() -> None:
    origin = source("s1", TEXT)
    passages = split(origin)
    assert len(passages) == 6
    assert unused_passages(plan(), [origin]) == 6
    assert unused_passages(plan(*passages[:2]), [origin]) == 4
    inside = passages[3].model_copy(update={"start": passages[3].start + 5})
    assert unused_passages(plan(inside), [origin]) == 5


def test_only_data_can_be_left_unused() -> None:
    style = source("s2", TEXT)
    style = style.model_copy(update={"info": style.info.model_copy(update={"role": "style_guide"})})
    assert unused_passages(plan(), [style]) == 0
    sources = [source("s1", TEXT), style, source("s3", TEXT)]
    assert unused_sources([citation(passage(0, 3))], sources) == ("s3",)
