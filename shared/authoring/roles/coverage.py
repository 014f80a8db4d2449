"""Whether a text covers what is asked for: by content words, figures and names."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from shared.authoring.text.language import detect
from shared.authoring.text.scripts import HAN
from shared.authoring.text.sentences import split
from shared.authoring.text.words import content_tokens

_ENOUGH = 0.6
"""Of the weight of a requirement's words, what a place must have."""

_OWN = 0.4
"""Of that weight, what the sentence, or the heading, must bring itself."""

_DEMANDING = frozenset(
    stem
    for line in (
        "must shall should ought need requir require cover includ addres address mention describ",
        "explain discus discuss state present give show provid contain consist list report exampl",
        "document section chapter paper text part author writ reader mandatory expect least most",
        "also well each every clear brief detail follow use",
        "必须 须 应当 应该 应 需要 需 要求 务必 包括 包含 涵盖 覆盖 说明 描述 阐述 介绍 讨论 分析",
        "给出 提供 列出 报告 文档 文章 章节 章 节 本文 作者 读者 内容 部分 至少 不少于 不得 明确",
        "详细 简要 以及 写明 指出 提及 效果 作用 情况 例子 案例 以来 年",
    )
    for stem in line.split()
)
"""Stems of the words by which something is demanded; they say nothing of what it is."""

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_COUNT = re.compile(
    r"(?:at least|at most|no more than|up to|about|maximum|minimum|至少|不少于|不超过|约)"
    r"\s*\d+(?:[.,]\d+)*"
    r"|\d+\s*(?:examples?|sections?|chapters?|pages?|words?|paragraphs?|sources?|sentences?|points?|"
    r"个|条|点|页|字|章|节|篇|项)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?:;\w]\s)(?<!^)(?<=\s)[\"“(]?([A-Z][\w&’'-]*[\w])")
_HAN = re.compile(f"[{HAN}]")
_TITLED = re.compile(r"《([^《》]{1,40})》")
_SUFFIXES = (
    *("ational", "ations", "ation", "ments", "ment", "ings", "ing", "ives", "ive", "ions", "ion"),
    *("ally", "edly", "ed", "ly", "al", "ers", "er", "es", "s", "e", "y"),
)
_STEM = 4


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a requirement asks for: stems, figures and names, all in lower case."""

    words: frozenset[str]
    figures: frozenset[str]
    names: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A section: its heading's words, all its words, and its sentences with theirs."""

    chapter_id: str
    heading: str
    title: frozenset[str]
    whole: frozenset[str]
    sentences: tuple[tuple[str, frozenset[str]], ...]

    def places(self) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
        """Yield heading and sentences, each with its own words and those that it is read with."""
        yield self.heading, self.title, self.whole
        before: frozenset[str] = frozenset()
        for said, words in self.sentences:
            yield said, words, words | self.title | before
            before = words


class Coverage:
    """Answers where the sections of a text cover what is asked for.

    Args:
        sections: (chapter id, heading, text) in reading order.
        language: that of the text.

    """

    def __init__(self, sections: Iterable[tuple[str, str, str]], language: str) -> None:
        self._units = [_unit(*section, language) for section in sections]
        seen = Counter(word for unit in self._units for word in unit.whole)
        self._rarity = {
            word: math.log(1 + len(self._units) / number) for word, number in seen.items()
        }
        self._unseen = math.log(1 + len(self._units) / 0.5)

    def place_of(self, text: str) -> tuple[str, str] | None:
        """Return (chapter id, heading or sentence) of the best place, ``None`` without one."""
        asked = _asked(text)
        best: tuple[float, str, str] = (0.0, "", "")
        for unit in self._units:
            for place, own, all_of in unit.places():
                score = self._score(asked, own, all_of)
                if score > best[0]:
                    best = score, unit.chapter_id, place
        return best[1:] if best[0] else None

    def _score(self, asked: _Asked, own: frozenset[str], all_of: frozenset[str]) -> float:
        """Return how well a place covers what is asked for; 0 if it does not."""
        if not asked.figures <= all_of or not all(name <= all_of for name in asked.names):
            return 0.0
        wanted = asked.words or frozenset().union(*asked.names, asked.figures)
        total = self._weight(wanted)
        if not total:
            return 0.0
        has, brings = (
            self._weight(word for word in wanted if _in(word, place)) / total
            for place in (all_of, own)
        )
        return has + brings if has >= _ENOUGH and brings >= _OWN else 0.0

    def _weight(self, words: Iterable[str]) -> float:
        return math.fsum(self._rarity.get(word, self._unseen) for word in words)


def _in(word: str, words: frozenset[str]) -> bool:
    """Whether words hold a word; a Chinese one also if they have all of its characters.

    So 降温 is found in 降低气温: compounds of two words are short for them.
    """
    if word in words:
        return True
    return not word.isascii() and all(
        _HAN.match(character) and character in words for character in word
    )


@lru_cache(maxsize=1)
def prepared(sections: tuple[tuple[str, str, str], ...], language: str) -> Coverage:
    """Return the coverage of a document; that of the last one asked about is kept."""
    return Coverage(sections, language)


_OPENINGS = re.compile(
    r"^(?:the |this |each |every |your )?"
    r"(?:report|document|paper|text|outline|chapter|section|it)?"
    r"\s*(?:must|shall|should|ought to|has to|have to|needs? to|will|is expected to)\s+(?:also\s+)?"
    r"(?:cover|include|address|describe|explain|discuss|mention|present|give|show|name|state|contain"
    r"|say|analy[sz]e|compare|list|provide)?\s*(?:the\s+)?"
    r"|^(?:cover|include|address|describe|explain|discuss|mention|present|analy[sz]e|compare)\s+(?:the\s+)?"
    r"|^(?:报告|文档|文章|本文|全文)?(?:必须|须|应当|应该|应|需要|需|要求|务必)?(?:重点)?"
    r"(?:包括|包含|涵盖|覆盖|说明|描述|阐述|介绍|讨论|分析|给出|提供|列出|写明)?",
    re.IGNORECASE,
)


def core(text: str) -> str:
    """Return a requirement without the words that demand it: what it is about."""
    return _OPENINGS.sub("", text.strip(), count=1).strip(" .。；;，,") or text.strip()


def stem(word: str) -> str:
    """Return a lower-case English word without its common endings; other words as they are."""
    if not word.isascii() or not word.isalpha():
        return word
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _STEM:
            return word[: -len(suffix)]
    return word


def stems(text: str, language: str) -> frozenset[str]:
    """Return the stems of the content words of a text, its Chinese characters and its figures."""
    words = {stem(word) for word in content_tokens(text, language)}
    words.update(_HAN.findall(text), map(_plain, _FIGURE.findall(text)))
    return frozenset(words)


def _unit(chapter_id: str, heading: str, text: str, language: str) -> _Unit:
    said = [text[span.start : span.end] for span in split(text, language)]
    sentences = tuple((one, stems(one, language)) for one in said)
    title = stems(heading, language)
    return _Unit(
        chapter_id, heading, title, title.union(*(words for _, words in sentences)), sentences
    )


def _asked(text: str) -> _Asked:
    language = detect(text)
    told = _COUNT.sub(" ", text)
    names = tuple(
        frozenset(words)
        for name in (*_NAME.findall(told), *_TITLED.findall(told))
        if (words := {stem(word) for word in content_tokens(name, language)} - _DEMANDING)
    )
    figures = frozenset(_plain(figure) for figure in _FIGURE.findall(told))
    words = {
        stem(word) for word in content_tokens(told, language) if not word.isdigit()
    } - _DEMANDING
    return _Asked(frozenset(words), figures, names)


def _plain(figure: str) -> str:
    return figure.replace(",", "")
