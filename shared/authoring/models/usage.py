"""What calls of models use, and what that costs."""

from dataclasses import dataclass, field

from shared.events.payloads import Usage


@dataclass(frozen=True, slots=True)
class Price:
    """Price of a million tokens in the currency of the configuration; 0 if not known."""

    input: float = 0.0
    output: float = 0.0

    def usage(self, input_tokens: int, output_tokens: int) -> Usage:
        """Return what one call used, with its cost in millionths of the currency."""
        cost = input_tokens * self.input + output_tokens * self.output
        return Usage(1, input_tokens, output_tokens, round(cost))


@dataclass
class Meter:
    """Adds up what calls use: one for a chapter, below one for the job.

    Attributes:
        total: all that was added, here and below.
        by_model: the same, by the model's name.
        cut: the limit of a budget that kept a call from being made or an answer from being
            whole, and what to say of it; ``None`` as long as there was none.

    """

    parent: "Meter | None" = None
    total: Usage = field(default_factory=Usage)
    by_model: dict[str, Usage] = field(default_factory=dict)
    cut: tuple[str, str] | None = None

    def below(self) -> "Meter":
        """Return a meter of its own whose sums are also added here."""
        return Meter(self)

    def add(self, model: str, usage: Usage) -> None:
        """Add one call."""
        self.total += usage
        self.by_model[model] = self.by_model.get(model, Usage()) + usage
        if self.parent is not None:
            self.parent.add(model, usage)
