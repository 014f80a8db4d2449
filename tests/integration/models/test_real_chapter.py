"""A chapter written by a real small model: poor prose, true citations."""

from pathlib import Path

import pytest

from shared.authoring.llm.chapter.write import write_chapter
from shared.authoring.model import ChapterPlan, OutlineNode
from shared.authoring.models.budget import Budget, BudgetedModel
from shared.authoring.models.port import Model
from shared.authoring.models.usage import Meter, Price
from shared.authoring.passages import split
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file
from shared.authoring.support.check import check
from shared.authoring.text.counts import length
from shared.jobs.model import SpendLimits
from tests.support.model_proxy import ModelProxy
from tests.support.model_server import CONTEXT_WINDOW
from tests.unit.llm_chapter.chapter_world import Shown, here, quote, said

pytestmark = pytest.mark.xdist_group("model")  # one server for all of them

EXAMPLE = Path(__file__).parents[3] / "examples" / "cool-roofs.md"


async def test_every_citation_of_a_chapter_by_a_small_model_holds(
    model: Model, proxy: ModelProxy
) -> None:
    source = parse_file("s1", EXAMPLE.name, "", EXAMPLE.read_bytes(), FileLimits())
    found = split(source)
    first, second = OutlineNode(id="n1", title="Cool roofs"), OutlineNode(id="n1.1", title="Costs")
    plan = ChapterPlan(
        index=0,
        total=1,
        node=first.model_copy(update={"children": (second,)}),
        passages={"n1": found[1:3], "n1.1": found[5:7]},
        language="en",
        target_length=120,
        max_length=140,
    )
    meter, shown = Meter(), Shown()
    budgeted = BudgetedModel(model, Price(), Budget(SpendLimits()), meter)
    chapter = await write_chapter(budgeted, plan, [source], shown, aside=here)

    assert [one.node_id for one in chapter.section.sections] == ["n1.1"]
    assert all(one.paragraphs for one in (chapter.section, *chapter.section.sections))
    cited = [one for one in said(chapter) if one.evidence]
    assert len(cited) >= 4
    for one in cited:
        quotes = [quote(source, passage) for passage in one.evidence]
        assert check(one.text, quotes, "en").supported
    size = sum(length(one.text, "en") for one in said(chapter))
    assert 90 <= size <= 138
    assert "### Costs" in shown.text and len(shown.pieces) > 4
    assert meter.total.model_calls == len(proxy.exchanges) >= 2
    assert meter.total.input_tokens < CONTEXT_WINDOW * meter.total.model_calls
