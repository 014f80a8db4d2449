"""Fusion with a real small model: whatever it says, the document stands."""

import pytest

from shared.authoring.counts import sentences_of
from shared.authoring.llm.fusion.fuse import fuse
from shared.authoring.models.port import Model
from tests.support.model_proxy import ModelProxy
from tests.unit.llm_fusion.world import base_of, bodies, plan_of, tides

pytestmark = pytest.mark.xdist_group("model")  # one server for all of them


async def test_a_small_model_leaves_what_the_chapters_cite(model: Model, proxy: ModelProxy) -> None:
    chapters, sources = tides()
    plan = plan_of(chapters)
    draft = await fuse(model, plan, chapters, sources, base_of(plan, chapters, sources))
    assert len(proxy.exchanges) >= 3  # introduction, summary, one transition
    before = [one for each in chapters for one in sentences_of(each.section)]
    after = [one for each in draft.chapters for one in sentences_of(each.section)]
    assert all(one in after for one in before)
    known = {passage for one in before for passage in one.evidence}
    assert all(known.issuperset(one.evidence) for one in after)
    added = [one.after for one in draft.changes if one.kind == "transition_added"]
    assert len(added) <= 1
    uncited = [one for each in bodies(draft) for one in sentences_of(each.section)]
    assert all(one.evidence or one.text in added for one in uncited)
