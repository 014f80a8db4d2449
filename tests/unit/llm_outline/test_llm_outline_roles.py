"""A draft of the user's stays as it is, requirements get their place, evidence is not lost."""

from shared.authoring.brief import Brief
from shared.authoring.extractive.outline import outline as extractive_outline
from shared.authoring.extractive.research import research
from shared.authoring.llm.outline.make import make_outline
from tests.unit.llm_outline.checks import check, made, titles, tree, walk
from tests.unit.llm_outline.scripted import Scripted
from tests.unit.llm_outline.test_llm_outline import good
from tests.unit.outline.material import QUESTION, english, source

OWN = """# Heat in our town

## Shade From Street Trees!
## What the Town Does When Heat Comes
### Early warning
## Roofs
"""
REQUIRED = """# Requirements

- The document must cover the shade of street trees.
- It must name the share of sunlight that a white coating reflects.
- It must say how nurses on call help in cooling centres.
- It must explain the tax law of Brazil.
"""


async def test_a_draft_keeps_its_titles_and_their_order() -> None:
    sources = [*english(), source("draft.md", OWN, 9, "outline")]
    for model in (good(), Scripted(), Scripted(everything="1. Trees -> 1\n2. Roofs -> 2")):
        result = await made(model, QUESTION, sources, Brief(target_length=900))
        assert [node.title for node in result.nodes] == [
            "Shade From Street Trees!",
            "What the Town Does When Heat Comes",
            "Roofs",
        ]
        assert "Early warning" in tree(result.nodes)[1][1]
        assert result.title == "Heat in our town"
        assert "draft" not in model.kinds()
        assert all(node.passages or node.children for node in result.nodes)


async def test_what_a_draft_leaves_out_goes_below_it() -> None:
    sources = [*english(), source("draft.md", "# Trees\n\n# Roofs\n", 9, "outline")]
    model = Scripted({"revise": "1. Warnings of extreme heat -> 2\n2. Centres for cooling -> 1"})
    result = await made(model, QUESTION, sources)
    assert [node.title for node in result.nodes] == ["Trees", "Roofs"]
    used = {passage for node in walk(result.nodes) for passage in node.passages}
    plain = await made(Scripted(), QUESTION, english())
    assert used >= {passage for node in walk(plain.nodes) for passage in node.passages}
    assert "revise" in model.kinds()


async def test_each_requirement_has_its_place() -> None:
    sources = [*english(), source("need.md", REQUIRED, 9, "requirements")]
    for model in (good(), Scripted()):
        result = await made(model, QUESTION, sources)
        points = {point: node for node in walk(result.nodes) for point in node.key_points}
        shade = points["The document must cover the shade of street trees."]
        assert "tree" in shade.title.lower()
        assert "It must name the share of sunlight that a white coating reflects." in points
        nurses = points["It must say how nurses on call help in cooling centres."]
        assert nurses.passages
        assert "It must explain the tax law of Brazil." in points
        assert not any("Brazil" in title for title in titles(result))


async def test_a_subject_that_the_model_leaves_out_is_offered_once() -> None:
    draft = "1. Cool roofs\n2. Reflective pavements\n3. Trees on the street"
    model = Scripted({"draft": draft, "revise": "1. Warning people early -> new\n2. junk"})
    result = await made(model, QUESTION, english())
    assert model.kinds().count("revise") <= 2
    offered = [text for kind, text in model.asked if kind == "revise"]
    assert offered
    assert "Early warning" in offered[0]
    used = {passage for node in walk(result.nodes) for passage in node.passages}
    plain = await made(Scripted(), QUESTION, english())
    assert used >= {passage for node in walk(plain.nodes) for passage in node.passages}


async def test_pieces_of_passages_that_the_extractive_outline_cuts_are_kept() -> None:
    sources = english()
    evidence = research(QUESTION, sources)
    base = extractive_outline(QUESTION, sources, evidence)
    texts = {s.info.id: s.text.encode() for s in sources}
    cut = []
    for node in base.nodes:
        first, *rest = node.passages
        # "…. …": a passage of two sentences, cut between them.
        at = texts[first.source_id].find(b". ", first.start, first.end - 2) + 2
        if first.start + 2 < at < first.end:
            rest = [first.model_copy(update={"start": at}), *rest]
            first = first.model_copy(update={"end": at - 1})
        cut.append(node.model_copy(update={"passages": (first, *rest)}))
    base = base.model_copy(update={"nodes": tuple(cut)})
    pieces = {p for node in walk(base.nodes) for p in node.passages}
    assert pieces - {one.passage for one in evidence.passages}
    for model in (good(), Scripted()):
        result = await make_outline(model, QUESTION, Brief(), sources, evidence, base)
        check(result, Brief(), sources)
        assert {p for node in walk(result.nodes) for p in node.passages} >= pieces
