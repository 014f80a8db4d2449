"""Steps that are paid for: what they used is known in every attempt, and counted once."""

from dataclasses import dataclass
from typing import cast

from shared.authoring.model import Evidence
from shared.authoring.models.budget import Budget
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
