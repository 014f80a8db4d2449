"""How much a model can be given, and can write, in one call."""

from dataclasses import dataclass

from shared.authoring.llm.chapter.parts import least_length
from shared.authoring.models.port import Model
from shared.authoring.text.counts import length
from shared.authoring.text.language import CHARACTER_LANGUAGES, detect

UNKNOWN_WINDOW = 4096
"""Tokens, where the model's server does not say."""

_ANSWER = 0.35
_MOST_ANSWER = 4000
_USED = 0.96
_ROOMY = 1.6
_SPARE = 64
_TOKENS_PER_WORD_OF_PART = 14
"""A window of 2,048 tokens makes parts of 146 words: small models do no more in one go well."""

_LONGEST_WORDS, _LONGEST_CHARACTERS = 800, 1300
_SAMPLE = 3000
_OTHER_SCRIPT = 2.0


@dataclass(frozen=True, slots=True)
class Reach:
    """What one call can hold.

    Args:
        window: tokens that prompt and answer may have together, with some spared.
        answer: tokens that an answer may have at most.
        tokens_per_unit: of the document's language.
        longest: length of a part at most.

    """

    window: int
    answer: int
    tokens_per_unit: float
    longest: int

    def answer_tokens(self, part_length: int) -> int:
        """Return how many tokens an answer of that length may have, with room to spare."""
        wanted = part_length * self.tokens_per_unit * _ROOMY + _SPARE
        return max(_SPARE, min(round(wanted), self.answer))


async def measure(model: Model, sample: str, language: str) -> Reach:
    """Return a model's reach.

    Args:
        sample: of the evidence, to see how its tokens relate to its length.

    """
    window = await model.window() or UNKNOWN_WINDOW
    sample = sample[:_SAMPLE]
    in_characters = language in CHARACTER_LANGUAGES
    tokens_per_unit = await model.count(sample) / max(length(sample, language), 1)
    if (detect(sample) in CHARACTER_LANGUAGES) != in_characters:
        tokens_per_unit = max(tokens_per_unit, _OTHER_SCRIPT)
    tokens_per_unit = max(tokens_per_unit, 0.5)
    answer = min(round(window * _ANSWER), _MOST_ANSWER)
    longest = min(
        window / _TOKENS_PER_WORD_OF_PART * (1.6 if in_characters else 1.0),
        (answer - _SPARE) / (tokens_per_unit * _ROOMY),
        _LONGEST_CHARACTERS if in_characters else _LONGEST_WORDS,
    )
    return Reach(
        window=int(window * _USED),
        answer=answer,
        tokens_per_unit=tokens_per_unit,
        longest=max(round(longest), least_length(language)),
    )
