"""Steps of a graph that an author does: kept with what they used, never paid for twice."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

from shared.authoring.frozen import Model
from shared.authoring.models.budget import Budget, BudgetReachedError, Limit
from shared.authoring.models.usage import Meter
from shared.authoring.port import Author, Authors
from shared.events.payloads import Payload, Usage
from shared.jobs.model import JsonValue
from shared.jobs.ports import JobContext

T = TypeVar("T", bound=Model)

_SPENT = "spent"
"""Step that keeps what was used for a step of which nothing came."""


@dataclass
class Paid:
    """The paid steps of one attempt.

    Attributes:
        used: what this job has used in all its attempts. Steps that were inherited from
            another job count in the two below only, and not against the budget.
        by_model: what was used of each model, by name.
        by_key: what was used by each step, by name and key.

    """

    job: JobContext
    authors: Authors
    budget: Budget
    used: Usage = field(default_factory=Usage)
    by_model: dict[str, Usage] = field(default_factory=dict)
    by_key: dict[tuple[str, str], Usage] = field(default_factory=dict)

    async def step(
        self,
        name: str,
        key: str,
        given: dict[str, JsonValue],
        work: Callable[[Author], Awaitable[T]],
        form: type[T],
        *,
        completed: Callable[[T], Payload] | None = None,
    ) -> T:
        """Do a piece of work once in the life of the job, and note what it used.

        What a budget cut short for another job, of which this is a retry, is done again.
        What a failed try used is kept too. Raises BudgetReachedError, and what
        ``JobContext.step`` and ``work`` raise.
        """
        meter, place = Meter(), f"{name}/{key}"
        fresh: T | None = None
        lost = await self._spent(place)

        async def kept() -> JsonValue:
            nonlocal fresh
            try:
                fresh = await work(self.authors.author(self.budget, meter))
            except Exception:
                await self._keep_spent(place, lost, meter.by_model)
                raise
            return {
                "made": cast("JsonValue", fresh.model_dump(mode="json")),
                "used": _as_json(meter.by_model),
                "cut": list(meter.cut) if meter.cut else None,
                "job": self.job.job_id,
            }

        output = await self.job.step(
            name,
            key,
            {"author": self.authors.version, **given},
            kept,
            completed=None
            if completed is None
            else lambda json: completed(fresh or _made(json, form)),
            reuse=lambda json: not _kept(json)["cut"] or self._is_own(json),
        )
        self._note(name, key, output, charge=fresh is None)
        return fresh or _made(output, form)

    async def _spent(self, place: str) -> Mapping[str, Usage]:
        """Return what earlier attempts used for a step without coming to its end."""
        if self.job.attempt == 1:
            return {}
        try:
            output = await self.job.step(_SPENT, place, {}, _nothing)
        except _NothingError:
            return {}
        if not self._is_own(output):
            return {}
        used = _usages(output)
        self._count(used, charge=True)
        return used

    async def _keep_spent(
        self, place: str, before: Mapping[str, Usage], now: Mapping[str, Usage]
    ) -> None:
        if not now:
            return

        async def spent() -> JsonValue:
            return {"used": _as_json(_added(before, now)), "job": self.job.job_id}

        await self.job.step(_SPENT, place, {}, spent, reuse=lambda _: False)
        self._count(now, charge=False)

    def _note(self, name: str, key: str, output: JsonValue, *, charge: bool) -> None:
        used, cut = _usages(output), _kept(output)["cut"]
        self.by_key[name, key] = sum(used.values(), self.by_key.get((name, key), Usage()))
        if not self._is_own(output):
            self.by_model = _added(self.by_model, used)
            return
        self._count(used, charge=charge)
        if isinstance(cut, list):
            error = BudgetReachedError(Limit(str(cut[0])), str(cut[1]))
            self.budget.reached = self.budget.reached or error

    def _count(self, used: Mapping[str, Usage], *, charge: bool) -> None:
        self.by_model = _added(self.by_model, used)
        for usage in used.values():
            self.used += usage
            if charge:
                self.budget.charge(usage)

    def _is_own(self, output: JsonValue) -> bool:
        return _kept(output)["job"] == self.job.job_id


class _NothingError(Exception):
    """No attempt has kept anything there."""


async def _nothing() -> JsonValue:
    raise _NothingError


def _kept(output: JsonValue) -> dict[str, JsonValue]:
    return cast("dict[str, JsonValue]", output)


def _made(output: JsonValue, form: type[T]) -> T:
    return form.model_validate(_kept(output)["made"])


def _usages(output: JsonValue) -> dict[str, Usage]:
    used = cast("dict[str, dict[str, int]]", _kept(output)["used"])
    return {model: Usage(**counts) for model, counts in used.items()}


def _as_json(used: Mapping[str, Usage]) -> JsonValue:
    return {model: dataclasses.asdict(usage) for model, usage in used.items()}


def _added(one: Mapping[str, Usage], other: Mapping[str, Usage]) -> dict[str, Usage]:
    both = dict(one)
    for model, usage in other.items():
        both[model] = both.get(model, Usage()) + usage
    return both
