"""Titles as a model wrote them, made well-formed and parallel, or found unusable."""

import re
from collections import Counter
from collections.abc import Iterable

from shared.authoring.extractive import headings
from shared.authoring.text.language import CHARACTER_LANGUAGES, detect
from shared.authoring.text.scripts import HAN, KANA
from shared.authoring.text.words import content_tokens, singular
from shared.control import has_controls

LONGEST = 80
"""Characters of a title."""

_LONGEST_IN_CHARACTERS = 40
_FRAME = re.compile(
    r"(?:(?:an? |the )?(?:introduction|conclusions?|summary|executive summary|abstract|preface|"
    r"foreword|concluding remarks|closing remarks|final thoughts|"
    r"(?:introduction|conclusions?|summary)(?: (?:and|to|of|on)\b.*)?|"
    r".{0,40}(?:: |\band )(?:introduction|conclusions?|summary))|"
    r"引言|绪论|导言|导论|前言|序言?|摘要|内容提要|结论|结语|总结|小结|结束语|结论与展望|总结与展望)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:title|chapter|section|heading|topic|标题|章节|主题)\s*[:：]\s*", re.I)
_NUMBERS = re.compile(r"^\d{1,3}(?:\.\d{1,3})+[.)、:：]?\s*")
_QUOTES = "\"'“”‘’「」『』《》*_` "
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CHARACTERS = re.compile(f"[{HAN}{KANA}]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n|]\s*|[\"“(\[]|(?:^|\n)\s*(?:[-*#]+|\d+[.)])\s*)$")
_CUT = re.compile(r"\s*(?:[:：;；(（]|\s[-–—]\s|[,，])")
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]|[A-Z]{2}|\d")
_BEFORE_NAME = re.compile(r" [A-Z][a-z]")
_SMALL = 4


class Casing:
    """How words are written within sentences of the evidence.

    Models like Title Case; sentence case needs to know which words are names.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        lower: Counter[str] = Counter()
        upper: Counter[str] = Counter()
        opening: Counter[str] = Counter()
        for text in texts:
            for found in _WORD.finditer(text):
                word = found.group()
                if word[0].islower():
                    lower[word.lower()] += 1
                elif not _SENTENCE_START.search(text[max(0, found.start() - 6) : found.start()]):
                    upper[word.lower()] += 1
                elif _BEFORE_NAME.match(text, found.end()):
                    opening[word.lower()] += 1
        # "Los Angeles" may open each sentence that it stands in.
        self._names = frozenset(word for word, count in upper.items() if count > lower[word]) | {
            word for word in opening if not lower[word]
        }

    def sentence_case(self, title: str) -> str:
        """Return an English title with a capital at its start and at names only."""
        words = title.split()
        capital = sum(word[:1].isupper() for word in words[1:] if len(word) >= _SMALL)
        long = sum(len(word) >= _SMALL for word in words[1:])
        if not capital or 2 * capital < long:
            return title[:1].upper() + title[1:]
        cased = [
            word if place == 0 or self._keeps_capital(word) else word[:1].lower() + word[1:]
            for place, word in enumerate(words)
        ]
        return " ".join(cased)[:1].upper() + " ".join(cased)[1:]

    def _keeps_capital(self, word: str) -> bool:
        letters = word.strip("()[]\"'“”‘’,:;")
        if _INNER_CAPITAL.search(letters) or letters in {"I", "A"}:
            return letters != "A"
        plain = letters.lower().replace("’", "'")
        return plain in self._names or plain.removesuffix("'s") in self._names


def tidy(title: str, language: str, casing: Casing) -> str:
    """Return a model's title well-formed, or ``""`` if it is none.

    Numbering, labels, quotes and the stop at the end go; a long one is cut at its
    first colon, dash or comma; English is set in sentence case. Unusable are what is
    empty, longer than 80 characters (40 in Chinese and Japanese), in another script
    than the document's, or a name for a beginning or an end, which fusion makes.
    """
    bare = _NUMBERS.sub("", _LABEL.sub("", title.strip())).strip(_QUOTES)
    text = _LABEL.sub("", headings.clean(bare)).strip(_QUOTES)
    text = text.rstrip(".。；;，,：:!！").strip()
    in_characters = language in CHARACTER_LANGUAGES
    most = _LONGEST_IN_CHARACTERS if in_characters else LONGEST
    if len(text) > most:
        text = text[: cut.start()] if (cut := _CUT.search(text[:most])) else ""
    if not text or is_frame(text) or has_controls(text) or "\n" in text:
        return ""
    if in_characters != bool(_CHARACTERS.search(text)):
        return ""
    if not in_characters and len(text.split()) > _MOST_WORDS:
        return ""
    return casing.sentence_case(text) if language == "en" else text


_MOST_WORDS = 14


def is_frame(title: str) -> bool:
    """Whether a title names the beginning or the end of any document."""
    return bool(_FRAME.fullmatch(title.strip()))


def words_of(text: str) -> frozenset[str]:
    """Return the content words by which titles and evidence are compared."""
    return frozenset(
        singular(word) for word in content_tokens(text, detect(text)) if not word.isdigit()
    )
