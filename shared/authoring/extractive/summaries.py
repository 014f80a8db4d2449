"""A sentence that says what a part of an outline holds, from its own passages."""

import re

from shared.authoring.extractive.sections import Part, Texts
from shared.authoring.model import Passage
from shared.authoring.text import sentences
from shared.authoring.text.words import content_tokens

_SHORTEST, _LONGEST = 20, 240
_PASSAGES = 3
_MARK = re.compile(r"^(?:[-•*]|\d{1,3}[.)])\s+")
_ENDS = '.!?。！？”"’)）'
_LEANS_BACK = re.compile(
    r"(?:this|that|these|those|it|its|they|their|he|she|his|her|such|however|but|and|also|thus|"
    r"therefore|moreover|furthermore|in addition|for example|for instance|so|then|yet|still|both|"
    r"another|here|there|(?:\w+ ){1,2}(?:them|they|it|this|these|those))\b|"
    r"这|那|该|此|其|它|他|她|但|然而|因此|所以|另外|同时|而且|例如|比如|不过",
    re.IGNORECASE,
)


def leans_back(sentence: str) -> bool:
    """Whether a sentence begins with a word that is understood from the one before."""
    return bool(_LEANS_BACK.match(sentence))


def summarise(part: Part, texts: Texts, scores: dict[Passage, float]) -> str:
    """Return the sentence of the part's best passages that shares most words with its title.

    The earlier of equals, one that stands alone before one that leans on another;
    ``""`` when none is of 20 to 240 characters (half of the least in Chinese).
    """
    least = _SHORTEST // 2 if part.language == "zh" else _SHORTEST
    wanted = set(content_tokens(part.title, part.language))
    best: tuple[tuple[bool, int], str] = ((False, -1), "")
    ranked = sorted(part.all_passages(), key=lambda passage: -scores.get(passage, 0.0))
    for passage in ranked[:_PASSAGES]:
        text = texts.texts[passage]
        for start, end in sentences.split(text, part.language):
            sentence = _MARK.sub("", text[start:end])
            if not least <= len(sentence) <= _LONGEST:
                continue
            alone = sentence[-1] in _ENDS and not _LEANS_BACK.match(sentence)
            common = len(wanted & set(content_tokens(sentence, part.language)))
            if (alone, common) > best[0]:
                best = (alone, common), sentence
    return best[1]
