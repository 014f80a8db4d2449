"""How many tokens a text has, where the model's own tokenizer cannot be asked."""

import re
from collections import deque
from math import ceil

from shared.authoring.text.scripts import HANGUL, UNSPACED

MESSAGE_TOKENS = 8
"""What a chat template adds to a message: role and two or three control tokens."""

_CHARS_PER_TOKEN = 3
_LETTERS = re.compile(r"[A-Za-z \n]+")
_CHARACTERS = re.compile(f"[{UNSPACED}{HANGUL}]")

_KEPT = 32
_ENOUGH = 3
_LEAST_PROMPT = 200
_MARGIN = 1.03
_LOWEST, _HIGHEST = 0.5, 4.0


def estimate(text: str) -> int:
    """Return about how many tokens a text has, rather too many than too few.

    ASCII letters and blanks: three to a token. Tokenizers of 32,000 entries and more
    need one for 4 to 4.5 of running English; code and lists take more. Everything
    else (digits, which many tokenizers take singly, punctuation, other scripts): one
    each. Measured with SmolLM2: 0.6 to 0.8 of the estimate for English prose, code and
    JSON. Chinese takes 0.6 to 1 a character with tokenizers that were trained on it;
    those that were not take more (SmolLM2 1.9), which only ``TokenRatio`` finds out.
    """
    letters = sum(len(run) for run in _LETTERS.findall(text))
    return ceil(letters / _CHARS_PER_TOKEN) + len(text) - letters


class TokenRatio:
    """Learns by how much a model's count differs from ``estimate``.

    Estimates are kept apart by script, because a tokenizer that is thrifty with
    English may be wasteful with Chinese. The highest ratio of the last 32 prompts
    counts, with 3 % on top, once three were seen.
    """

    def __init__(self) -> None:
        self._seen: dict[bool, deque[float]] = {
            mostly_characters: deque(maxlen=_KEPT) for mostly_characters in (False, True)
        }

    def learn(self, text: str, messages: int, tokens: int) -> None:
        """Take what the model's server counted for a prompt of so many messages."""
        guess = estimate(text)
        if guess >= _LEAST_PROMPT and tokens > 0:
            own = tokens - messages * MESSAGE_TOKENS
            self._seen[_mostly_characters(text)].append(own / guess)

    def apply(self, text: str) -> int:
        """Return the estimate, put right by what was learned."""
        seen = self._seen[_mostly_characters(text)]
        if len(seen) < _ENOUGH:
            return estimate(text)
        ratio = min(max(max(seen) * _MARGIN, _LOWEST), _HIGHEST)
        return ceil(estimate(text) * ratio)


def _mostly_characters(text: str) -> bool:
    return len(_CHARACTERS.findall(text)) * 2 > len(text)
