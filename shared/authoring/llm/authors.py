"""Gives each step of a job an author that writes with the model and keeps to the budget."""

from functools import partial

from shared.authoring.code_version import code_version
from shared.authoring.extractive.author import ExtractiveAuthors
from shared.authoring.llm.aside import PoolAside
from shared.authoring.llm.author import LlmAuthor
from shared.authoring.models.budget import Budget, BudgetedModel
from shared.authoring.models.port import Model
from shared.authoring.models.usage import Meter, Price
from shared.cpu.pool import CpuPool


class LlmAuthors:
    """The author that writes with a model, for every step; implements ``port.Authors``.

    Args:
        price: of the model, for budgets in cost.
        extractive: does what needs no model.
        seconds: that one piece of checking may take in the pool.

    """

    def __init__(
        self,
        model: Model,
        price: Price,
        extractive: ExtractiveAuthors,
        pool: CpuPool,
        *,
        seconds: float,
    ) -> None:
        self._model = model
        self._price = price
        self._extractive = extractive
        self._aside = partial(PoolAside, pool, seconds=seconds)
        self._code = code_version()

    @property
    def version(self) -> str:
        return f"llm/{self._code}:{self._model.name}+{self._extractive.version}"

    def author(self, budget: Budget, meter: Meter) -> LlmAuthor:
        model = BudgetedModel(self._model, self._price, budget, meter)
        return LlmAuthor(model, self._extractive.author(budget, meter), self._aside)
