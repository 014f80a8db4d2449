"""The author of a step: named by its models, kept to the job's budget."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from shared.authoring.code_version import code_version, digest_of
from shared.authoring.extractive.author import ExtractiveAuthors
from shared.authoring.llm.authors import LlmAuthors
from shared.authoring.models.budget import Budget, BudgetReachedError
from shared.authoring.models.usage import Meter, Price
from shared.authoring.port import Author, Authors
from shared.cpu.pool import CpuPool
from shared.jobs.model import SpendLimits
from tests.unit.llm_chapter.chapter_world import (
    ROOFS,
    ScriptedModel,
    Shown,
    chapter_plan,
    said,
    source,
)

S1 = source(ROOFS)
GOOD = "Cool roofs reflect most of the sunlight that falls on them [1]."


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[CpuPool]:
    pool = CpuPool(1)
    yield pool
    await pool.close()


def authors(pool: CpuPool, model: ScriptedModel) -> LlmAuthors:
    return LlmAuthors(model, Price(1.0, 2.0), ExtractiveAuthors(pool, seconds=60), pool, seconds=60)


async def test_a_chapter_is_checked_in_the_pool_and_its_calls_are_counted(pool: CpuPool) -> None:
    budget, meter = Budget(SpendLimits(tokens=5000)), Meter()
    made: Authors = authors(pool, ScriptedModel([GOOD]))
    author: Author = made.author(budget, meter)
    chapter = await author.write(chapter_plan(S1), [S1], Shown())
    assert said(chapter)[0].evidence
    assert meter.by_model["scripted"].model_calls == 1
    assert 0 < budget.used.output_tokens == meter.total.output_tokens


async def test_a_budget_that_is_spent_makes_no_call(pool: CpuPool) -> None:
    model = ScriptedModel([GOOD])
    author = authors(pool, model).author(Budget(SpendLimits(tokens=50)), Meter())
    with pytest.raises(BudgetReachedError):
        await author.write(chapter_plan(S1), [S1], Shown())
    assert not model.prompts


def test_a_changed_prompt_or_rule_is_another_version(tmp_path: Path) -> None:
    (tmp_path / "support").mkdir()
    rules = tmp_path / "support" / "check.py"
    rules.write_text("LEAST = 0.5\n")
    first = digest_of(tmp_path)
    (tmp_path / "support" / "check.cpython-311.pyc").write_bytes(b"compiled")
    assert digest_of(tmp_path) == first
    rules.write_text("LEAST = 0.6\n")
    second = digest_of(tmp_path)
    rules.rename(tmp_path / "support" / "rules.py")
    assert len({first, second, digest_of(tmp_path)}) == 3


async def test_the_version_names_code_and_model(pool: CpuPool) -> None:
    one = authors(pool, ScriptedModel([GOOD], name="one")).version
    other = authors(pool, ScriptedModel([GOOD], name="other")).version
    assert one.startswith(f"llm/{code_version()}:one+") and one != other
