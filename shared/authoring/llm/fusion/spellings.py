"""English terms that a text writes in several ways: hyphen, space or nothing; capitals."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from shared.authoring.llm.fusion.variants import WORD_END, WORD_START, Term, Text, most_used
from shared.authoring.text.stopwords import STOP_WORDS
from shared.authoring.text.words import singular

_WORD = re.compile(rf"{WORD_START}[A-Za-z]{{2,}}(?:-[A-Za-z]{{2,}})?{WORD_END}")
_CAPITALISED = re.compile(rf"{WORD_START}[A-Z][a-z]+(?: [A-Z][a-z]+){{1,3}}{WORD_END}")
_INNER_CAPITAL = re.compile(rf"{WORD_START}[A-Za-z]{{3,}}{WORD_END}")
_SHORTEST_JOINED = 6
_MOST_WORDS = 4

# With these the hyphen tells an attribute ("a long-term plan") from a noun ("in the long term").
_ATTRIBUTES = """
long short high low well ill full real first second third last late early large small big open
hard soft deep free old new good bad better best same single double multi self half cross non pre
post co sub inter intra anti mid near far fast slow hot cold warm wet dry ground front right left
top bottom public private one two three four five six seven eight nine ten follow day year time
state
"""


def spellings(texts: Sequence[Text]) -> list[Term]:
    """Return the terms that stand in more than one spelling, each with the most frequent."""
    return [*_joined(texts), *_capitals(texts), *_names(texts)]


def _joined(texts: Sequence[Text]) -> Iterator[Term]:
    """Yield terms of two words: ``data set``, ``data-set``, ``dataset``."""
    counts: Counter[str] = Counter()
    followers: defaultdict[str, set[str]] = defaultdict(set)
    for _, text in texts:
        words = list(_WORD.finditer(text))
        for word in words:
            counts[_low(word.group())] += 1
        for one, following in pairwise(words):
            if following.start() != one.end() + 1 or text[one.end()] != " ":
                continue
            if "-" in one.group():
                followers[_low(one.group())].add(following.group())
            elif "-" not in following.group():
                counts[_low(f"{one.group()} {following.group()}")] += 1
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for form in counts:
        groups[form.replace("-", "").replace(" ", "")].append(form)
    for forms in groups.values():
        parts = next((re.split("[- ]", form) for form in forms if re.search("[- ]", form)), [])
        if len(forms) > 1 and _is_term(parts):
            use = most_used((form, counts[form]) for form in forms)
            yield Term(
                tuple(form for form in forms if form != use), use, before=frozenset(followers[use])
            )


def _is_term(parts: Sequence[str]) -> bool:
    first, second = parts
    return (
        len(first + second) >= _SHORTEST_JOINED
        and STOP_WORDS.isdisjoint(parts)
        and first not in _ATTRIBUTES.split()
        and not first.endswith("ly")
        and not second.endswith("ed")
    )


def _low(form: str) -> str:
    head, mark, last = re.split(r"([- ]?)(?=[A-Za-z]+$)", form.lower(), maxsplit=1)[:3]
    return f"{head}{mark}{singular(last)}" if head else singular(last)


def _capitals(texts: Sequence[Text]) -> Iterator[Term]:
    """Yield terms of several words with and without capitals: ``Machine Learning``."""
    titled: Counter[str] = Counter()
    for _, text in texts:
        for found in _CAPITALISED.finditer(text):
            titled[found.group()] += 1
    if not titled:
        return
    lowered = {form.lower() for form in titled}
    plain: Counter[str] = Counter()
    for _, text in texts:
        words = list(_WORD.finditer(text))
        for at in range(len(words)):
            for size in range(2, _MOST_WORDS + 1):
                if at + size <= len(words):
                    said = text[words[at].start() : words[at + size - 1].end()]
                    form = said[0].lower() + said[1:]
                    if form in lowered:
                        plain[form] += 1
    for form, count in titled.items():
        low = form.lower()
        # Once is no proof: a name may have lost its capitals by mistake.
        if plain[low] >= max(count, 2):
            yield Term((form,), low)
        elif plain[low]:
            yield Term((low,), form)


def _names(texts: Sequence[Text]) -> Iterator[Term]:
    """Yield names of one word whose capitals differ: ``GitHub`` and ``Github``."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _, text in texts:
        for found in _INNER_CAPITAL.finditer(text):
            if found.group() != found.group().lower():
                counts[found.group().lower()][found.group()] += 1
    for low, forms in counts.items():
        inner = [form for form in forms if form[1:] != form[1:].lower() and not form.isupper()]
        if inner and len(forms) > 1 and low not in STOP_WORDS:
            use = most_used(forms.items())
            yield Term(tuple(form for form in forms if form != use), use)
