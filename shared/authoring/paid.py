"""Steps of a graph that an author does: kept with what they used, never paid for twice."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from shared.authoring.frozen import Model
from shared.authoring.models.budget import Budget
from shared.authoring.models.usage import Meter
from shared.authoring.port import Author, Authors
from shared.events.payloads import Payload, Usage
from shared.jobs.model import JsonValue
from shared.jobs.ports import JobContext

T = TypeVar("T", bound=Model)


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

        Raises BudgetReachedError, and what ``JobContext.step`` and ``work`` raise.
        """
        meter = Meter()
        ran = False

        async def kept() -> JsonValue:
            nonlocal ran
            ran = True
            made = await work(self.authors.author(self.budget, meter))
            used = {model: _as_json(usage) for model, usage in meter.by_model.items()}
            return {
                "made": cast("JsonValue", made.model_dump(mode="json")),
                "used": cast("JsonValue", used),
                "job": self.job.job_id,
            }

        output = await self.job.step(
            name,
            key,
            {"author": self.authors.version, **given},
            kept,
            completed=None if completed is None else lambda json: completed(_made(json, form)),
        )
        self._note(name, key, output, charge=not ran)
        return _made(output, form)

    def _note(self, name: str, key: str, output: JsonValue, *, charge: bool) -> None:
        kept = cast("dict[str, JsonValue]", output)
        used = cast("dict[str, dict[str, int]]", kept["used"])
        for model, counts in used.items():
            usage = Usage(**counts)
            self.by_model[model] = self.by_model.get(model, Usage()) + usage
            self.by_key[name, key] = self.by_key.get((name, key), Usage()) + usage
            if kept["job"] != self.job.job_id:
                continue
            self.used += usage
            if charge:
                self.budget.charge(usage)


def _made(output: JsonValue, form: type[T]) -> T:
    return form.model_validate(cast("dict[str, JsonValue]", output)["made"])


def _as_json(usage: Usage) -> dict[str, int]:
    return {
        "model_calls": usage.model_calls,
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "cost_micros": usage.cost_micros,
    }
