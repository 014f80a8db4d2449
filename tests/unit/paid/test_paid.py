"""Steps that are paid for: what they used is known in every attempt, and counted once."""

from dataclasses import dataclass
from typing import cast

import pytest

from shared.authoring.model import Evidence
from shared.authoring.models.budget import Budget, Limit
from shared.authoring.models.usage import Meter
from shared.authoring.paid import Paid
from shared.authoring.port import Author, Authors
from shared.events.payloads import Usage
from shared.jobs.model import SpendLimits
from tests.integration.web.job import MemoryJob

USED = Usage(1, 30, 12, 5)


@dataclass
class Counts:
    """Authors that use something each time they are asked for."""

    version: str = "counts/1"
    asked: int = 0

    def author(self, budget: Budget, meter: Meter) -> Author:
        self.asked += 1
        meter.add("m", USED)
        budget.charge(USED)
        return cast("Author", self)


async def make(author: Author) -> Evidence:
    assert author is not None
    return Evidence()


def paid(job: MemoryJob, authors: Counts) -> Paid:
    return Paid(job, cast("Authors", authors), Budget(SpendLimits()))


async def test_a_later_attempt_knows_what_was_used() -> None:
    authors = Counts()
    first = paid(MemoryJob(), authors)
    assert isinstance(first.job, MemoryJob)
    await first.step("research", "", {"query": "q"}, make, Evidence)
    assert first.used == first.budget.used == first.by_model["m"] == USED

    second = paid(MemoryJob(journal=first.job.journal), authors)
    await second.step("research", "", {"query": "q"}, make, Evidence)
    assert authors.asked == 1
    assert second.used == second.budget.used == second.by_key["research", ""] == USED


async def test_what_another_job_has_paid_is_told_and_not_charged() -> None:
    authors = Counts()
    old = paid(MemoryJob(job_id="old"), authors)
    assert isinstance(old.job, MemoryJob)
    await old.step("research", "", {}, make, Evidence)

    new = paid(MemoryJob(job_id="new", journal=old.job.journal), authors)
    await new.step("research", "", {}, make, Evidence)
    assert new.used == new.budget.used == Usage()
    assert new.by_model["m"] == USED


async def test_another_author_does_the_step_again() -> None:
    first = paid(MemoryJob(), Counts())
    assert isinstance(first.job, MemoryJob)
    await first.step("research", "", {}, make, Evidence)
    other = Counts(version="counts/2")
    await paid(MemoryJob(journal=first.job.journal), other).step("research", "", {}, make, Evidence)
    assert other.asked == 1


async def fail(author: Author) -> Evidence:
    assert author is not None
    raise ConnectionError


async def test_what_a_failed_try_used_is_not_forgotten() -> None:
    first = paid(MemoryJob(), Counts())
    assert isinstance(first.job, MemoryJob)
    with pytest.raises(ConnectionError):
        await first.step("chapter", "1", {}, fail, Evidence)
    assert first.used == first.budget.used == USED

    second = paid(MemoryJob(journal=first.job.journal, attempt=2), Counts())
    with pytest.raises(ConnectionError):
        await second.step("chapter", "1", {}, fail, Evidence)
    assert second.used == second.budget.used == USED + USED

    third = paid(MemoryJob(journal=first.job.journal, attempt=3), Counts())
    await third.step("chapter", "1", {}, make, Evidence)
    assert third.used == third.budget.used == third.by_model["m"] == USED + USED + USED
    assert third.by_key["chapter", "1"] == USED


@dataclass
class Short(Counts):
    """Authors whose answer was cut short by the budget."""

    def author(self, budget: Budget, meter: Meter) -> Author:
        meter.cut = (Limit.TOKENS, "the budget of 9 tokens was reached")
        return super().author(budget, meter)


async def test_what_a_budget_cut_short_is_known_to_later_attempts() -> None:
    first = paid(MemoryJob(), Short())
    assert isinstance(first.job, MemoryJob)
    await first.step("fuse", "", {}, make, Evidence)

    authors = Counts()
    second = paid(MemoryJob(journal=first.job.journal, attempt=2), authors)
    await second.step("fuse", "", {}, make, Evidence)
    assert authors.asked == 0
    assert second.budget.reached is not None
    assert second.budget.reached.limit is Limit.TOKENS


async def test_a_retry_does_again_what_a_budget_cut_short() -> None:
    first = paid(MemoryJob(job_id="old"), Short())
    assert isinstance(first.job, MemoryJob)
    await first.step("fuse", "", {}, make, Evidence)

    authors = Counts()
    retry = paid(MemoryJob(job_id="new", journal=first.job.journal), authors)
    await retry.step("fuse", "", {}, make, Evidence)
    assert authors.asked == 1
    assert retry.budget.reached is None
