"""Text that a model or a source may hold to make code slow."""

import time

import pytest

from shared.authoring.llm.fusion.acronyms import acronyms, definitions
from shared.authoring.llm.fusion.spellings import spellings
from shared.authoring.llm.fusion.terms import protected
from shared.authoring.llm.fusion.transitions import names_a_number
from shared.authoring.models.answers import Thoughts

SIZE = 100_000
SECONDS = 4.0
"""Each takes well under one where nothing else runs; quadratic time would be minutes."""

HOSTILE = {
    name: part * (SIZE // len(part))
    for name, part in {
        "words": "a ",
        "one word": "a",
        "hyphens": "a-",
        "capitals": "Aa ",
        "brackets": "(",
        "digits": "1",
        "numerals": "一二三",
        "characters": "水",
        "quotes": "“",
        "backticks": "`",
    }.items()
}
HOSTILE["a word before a bracket"] = "a" * SIZE + "(NASA)"


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear(name: str) -> None:
    text = HOSTILE[name]
    began = time.process_time()
    definitions(text)
    protected(text)
    names_a_number(text)
    spellings([(0, text)])
    acronyms([(0, text), (1, text)])
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("text", ["a", "思"])
def test_a_long_thought_is_passed_over_in_linear_time(text: str) -> None:
    thoughts = Thoughts()
    began = time.process_time()
    said = thoughts.feed("<think>")
    for _ in range(SIZE):
        said += thoughts.feed(text * 4)
    for piece in ("</th", "ink>", "\n\nTea", " grows."):
        said += thoughts.feed(piece)
    assert said + thoughts.close() == "Tea grows."
    assert time.process_time() - began < SECONDS
