"""Outlines with a real small model, which writes poorly: they are no worse for it."""

import pytest

from shared.authoring.brief import Brief
from shared.authoring.extractive.outline import outline as extractive_outline
from shared.authoring.extractive.research import research
from shared.authoring.llm.outline.make import make_outline
from shared.authoring.llm.outline.rank import rank_evidence
from shared.authoring.models.port import Model
from tests.support.model_proxy import ModelProxy
from tests.unit.llm_outline.checks import check, walk
from tests.unit.outline.material import QUESTION, english

pytestmark = pytest.mark.xdist_group("model")  # one server for all of them


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_an_outline_stands_whatever_a_small_model_says(
    model: Model, proxy: ModelProxy
) -> None:
    sources = english()
    brief = Brief(target_length=1500)
    found = research(QUESTION, sources)
    evidence = await rank_evidence(model, QUESTION, brief, sources, found)
    assert {one.passage for one in evidence.passages} >= {one.passage for one in found.passages}
    base = extractive_outline(QUESTION, sources, evidence)
    result = await make_outline(model, QUESTION, brief, sources, evidence, base)
    check(result, brief, sources)
    assert 5 <= len(proxy.exchanges) <= 12
    used = {passage for node in walk(result.nodes) for passage in node.passages}
    assert used >= {passage for node in walk(base.nodes) for passage in node.passages}
    assert any(node.key_points for node in walk(result.nodes))
