"""Large inputs: two hundred sources, a hundred sections, a bounded number of calls."""

import time

from shared.authoring.brief import Brief
from shared.authoring.extractive.outline import outline as extractive_outline
from shared.authoring.extractive.research import research
from shared.authoring.llm.outline.make import make_outline
from shared.authoring.model import SourceDocument
from tests.unit.llm_outline.checks import check, made, walk
from tests.unit.llm_outline.scripted import Scripted
from tests.unit.outline.material import QUESTION, english, source

_WORDS = [
    first + second
    for first in [
        "ka",
        "lo",
        "mi",
        "ne",
        "pu",
        "ra",
        "si",
        "to",
        "vu",
        "ze",
        "ba",
        "do",
        "fi",
        "gu",
    ]
    for second in ["ran", "lit", "mon", "pel", "dor", "nix", "tam", "sol", "ver", "gat"]
]


def _word(number: int) -> str:
    return _WORDS[number % len(_WORDS)]


def _source(number: int) -> SourceDocument:
    parts = [f"# Subject {_word(number)}\n"]
    for at in range(6):
        one, other = _word(number * 5 + at), _word(number * 3 + 2 * at)
        said = " ".join(
            f"The {one} is a {_word(number + 7 * k)} {other} of the {_word(k * k + at)} kind."
            for k in range(6)
        )
        parts.append(f"## {one.capitalize()} and {other}\n\n{said}\n")
    return source(f"f{number}.md", "\n".join(parts), number)


def _draft(_: str) -> str:
    return "\n".join(
        f"{chapter}. {_word(chapter)} and {_word(chapter + 20)}\n"
        + "\n".join(
            f"   {chapter}.{at} {_word(chapter * 9 + at)} of {_word(chapter * 5 + at)}"
            for at in range(1, 9)
        )
        for chapter in range(1, 13)
    )


async def test_two_hundred_sources_and_a_hundred_sections() -> None:
    sources = [_source(number) for number in range(200)]
    query = "Write a report on kalit and lomon"
    brief = Brief(target_length=50_000)
    evidence = research(query, sources)
    base = extractive_outline(query, sources, evidence)
    model = Scripted({"draft": _draft, "questions": "What is a kalit?"}, tokens=16_384)
    began = time.process_time()
    result = await make_outline(model, query, brief, sources, evidence, base)
    assert time.process_time() - began < 20
    check(result, brief, sources)
    assert len(list(walk(result.nodes))) >= 80
    assert len(model.asked) <= 12


async def test_a_small_window_is_respected() -> None:
    for tokens in (512, 1024, 2048):
        model = Scripted(everything="1. Cool roofs\n2. Street trees\n3. Why?", tokens=tokens)
        await made(model, QUESTION, english(), Brief(target_length=5000))
        assert model.asked
