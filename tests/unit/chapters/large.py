"""Sources made by rule, as many as wanted, on subjects that can be told apart."""

import random

from shared.authoring.model import SourceDocument, SourceInfo

_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo")
_CHARACTERS = "山水木石云雨风雷田林江河湖海草花鸟鱼虫兽金银铜铁土火光影声色香味春夏秋冬东南西北"


def subjects(count: int) -> list[str]:
    """Return names of subjects, two words each."""
    rng = random.Random(5)
    return [f"{_word(rng)} {_word(rng)}".capitalize() for _ in range(count)]


def sources(names: list[str], count: int, sentences: int = 30) -> tuple[SourceDocument, ...]:
    """Return sources in English; each speaks of two of the subjects, under headings."""
    rng = random.Random(6)
    made = []
    for number in range(count):
        parts = []
        for place in (number % len(names), (7 * number + 3) % len(names)):
            name = names[place]
            said = [_sentence(rng, name) for _ in range(sentences // 2)]
            paragraphs = [" ".join(said[at : at + 4]) for at in range(0, len(said), 4)]
            parts += [f"## {name}", *paragraphs]
        info = SourceInfo(id=f"s{number}", title=f"Source {number}", uri=f"{number}.md")
        made.append(SourceDocument(info=info, text="\n\n".join(parts)))
    return tuple(made)


def chinese_subjects(count: int) -> list[str]:
    rng = random.Random(7)
    return ["".join(rng.sample(_CHARACTERS, 3)) for _ in range(count)]


def chinese_sources(
    names: list[str], count: int, sentences: int = 30
) -> tuple[SourceDocument, ...]:
    """Return sources in Chinese, one subject each."""
    rng = random.Random(8)
    made = []
    for number in range(count):
        name = names[number % len(names)]
        said = [
            f"{name}的{''.join(rng.sample(_CHARACTERS, 4))}使{''.join(rng.sample(_CHARACTERS, 6))}"
            f"增加了{rng.randint(2, 999)}处，并与{''.join(rng.sample(_CHARACTERS, 5))}有关。"
            for _ in range(sentences)
        ]
        paragraphs = ["".join(said[at : at + 4]) for at in range(0, len(said), 4)]
        info = SourceInfo(id=f"s{number}", title=f"来源{number}", uri=f"{number}.md")
        made.append(SourceDocument(info=info, text="\n\n".join([f"## {name}", *paragraphs])))
    return tuple(made)


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(3))


def _sentence(rng: random.Random, name: str) -> str:
    first, *more = (_word(rng) for _ in range(9))
    return (
        f"The {first} of {name.lower()} changes the {more[0]} {more[1]} by {rng.randint(2, 999)} "
        f"{more[2]} when {more[3]} and {more[4]} meet the {more[5]} {more[6]} near {more[7]}."
    )
