"""The checker's rules on whether a quote bears a sentence.

A sentence that stands in the quote word for word is borne. One in other words is borne if
each of its numbers, names and quoted words is in the quotes, if it denies only what they deny,
and if most of its other words are in them: ``WORDS`` in English, with words cut to their
stems, ``PAIRS`` of characters in Chinese. Each quote must have something to do with it.
"""

import re
import unicodedata
from collections.abc import Sequence

from benchmarks.quality.checker_markdown import Claim

WORDS, PAIRS, ANY = 0.6, 0.5, 0.15
_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_HAN_NUMBER = re.compile(
    r"[〇零一二两三四五六七八九十百千万亿]{2,}|[〇零二三四五六七八九十百千万亿](?=[年月日个度级条米座次])"
)
_SPELLED = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
    )
}
_NAME = re.compile(r"(?<![.!?:“\"] )(?<!^)\b[A-Z][\w’'-]*[a-z][\w’'-]*")
_QUOTED = re.compile(r"[“\"「《]([^”\"」》]{2,60})[”\"」》]")
_NOT = re.compile(r"\b(?:not|no|never|none|nor|neither|cannot|without|n't)\b|n't\b|不|没|未|无|非")
_SMALL_WORDS = """
a an and are as at be been but by can could did do does for from had has have he her his how if in
into is it its may more most of on or other our out over she so some such than that the their them
then there these they this those to up was we were what when where which who will with would you
your about after also because before between both during each i many one only through under until
very while
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_ENDINGS = re.compile(r"(?:ing|edly|ed|ies|es|s|ly|er|ion|ions|ment|ments)$")
_SHORTEST = 4


def unsupported(
    claim: Claim,
    quote: str,
    together: Sequence[str],
    verbatim: bool,
) -> str:
    """Return what is wrong; ``""`` if the quotes bear the claim.

    Args:
        quote: that of the citation in question.
        together: the quotes of all citations behind the claim.
        verbatim: whether no other words than those of the quotes are allowed.

    """
    if not claim.text:
        return "nothing stands before its marker"
    if claim.kind == "table":
        cells = [cell for row in claim.text.split("\n") for cell in re.split(r"(?<!\\)\|", row)]
        said = [bare(cell) for cell in cells if not re.fullmatch(r"\s*:?-*:?\s*", cell)]
        return "" if all(one in bare(quote) for one in said) else "a cell is not in the quote"
    if bare(claim.text) in bare(quote):
        return ""
    if any(bare(claim.text) in bare(one) for one in together):
        return "another quote of the sentence bears it, this one does not" if verbatim else ""
    if verbatim or claim.kind == "code":
        return "the sentence is not in its quote word for word"
    return _in_other_words(claim.text, quote, " ".join(together))


def _in_other_words(text: str, quote: str, evidence: str) -> str:
    missing = [one for one in _numbers(text) if one not in _numbers(evidence)]
    if missing:
        return f"the number {missing[0]} is not in its quotes"
    stated = bare(evidence)
    for kind, pattern in (("name", _NAME), ("quoted word", _QUOTED)):
        for found in pattern.finditer(text):
            said = found[found.re.groups]
            known = bare(said).removesuffix("'s").removesuffix("’s")
            if known not in stated and _stem(known) not in _content(evidence):
                return f"the {kind} {said!r} is not in its quotes"
    if _NOT.search(text) and not _NOT.search(evidence):
        return "it denies what its quotes do not deny"
    needed = PAIRS if _HAN.search(text) else WORDS
    if (share := _share(text, evidence)) < needed:
        return f"only {share:.0%} of its words are in its quotes"
    return "" if _share(text, quote) >= ANY else "its quote has nothing to do with it"


def _share(text: str, evidence: str) -> float:
    own, known = _content(text), _content(evidence)
    return len(own & known) / len(own) if own else 0.0


def _content(text: str) -> set[str]:
    lowered = unicodedata.normalize("NFKC", text).lower()
    found = {_stem(word) for word in _WORD.findall(lowered) if word not in _SMALL}
    for run in _HAN.findall(lowered):
        found |= {run[at : at + 2] for at in range(len(run) - 1)} or {run}
    return found


def _stem(word: str) -> str:
    word = re.sub(r"['’]s?$", "", word)
    cut = _ENDINGS.sub("", word)
    return (cut if len(cut) >= _SHORTEST else word).removesuffix("e")


def _numbers(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", text)
    found = {one.replace(",", "").strip(".:") for one in _NUMBER.findall(plain)}
    found |= set(_HAN_NUMBER.findall(plain))
    words = _WORD.findall(plain.lower())
    return found | {_SPELLED[word] for word in words if word in _SPELLED and word != "one"}


def bare(text: str) -> str:
    """Return a text without white space and escapes, in lower case."""
    return "".join(
        unicodedata.normalize("NFKC", re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)).lower().split()
    )
