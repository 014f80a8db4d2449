"""What one sentence says, as far as code can tell: the same reading for claims and quotes."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import rjieba

from shared.authoring.support import dates, names, numbers
from shared.authoring.support.forms import DOWN, UP, form, is_verb
from shared.authoring.support.opposites import opposites
from shared.authoring.support.polarity import Polarity, polarity
from shared.authoring.text.scripts import HAN, KANA
from shared.authoring.text.stopwords import STOP_WORDS

_CJK = re.compile(f"[{HAN}{KANA}]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_WORD = re.compile(
    rf"(?<![A-Za-z0-9.])[A-Za-z]+\d[A-Za-z0-9]*|[^\W\d_{HAN}{KANA}]+(?:['’][^\W\d_{HAN}{KANA}]+)?"
)
_WAY = re.compile(r"\b(up|down)\s+(?:by\s+|from\s+|to\s+)?[$€£\d]", re.IGNORECASE)
_LONGEST = 8_000
_HAN_RUN = re.compile(f"[{HAN}]+")
_FUNCTION_TAGS = "rmqpcuydxfoekh"
"""Parts of speech of jieba that are grammar: pronouns, numerals, measures, prepositions, …"""

_GENERIC_WORDS = """
according report study author paper result researcher scientist expert analyst official overall
include also note state addition example term fact case way kind type various certain within
among per cent percent number total amount figure level rate 研究 报告 作者 学者 专家 数据 结果
表示 指出 认为 情况 问题 方面 数量 总数 其 达 达到 共 共有 约 近 超 超过 左右 进行 实现 通过 并
由 了 年 月 日 个 名 座 条 种 亿 万 千 百分之 百分点 占 占比 为 成为 显示 表明 有 有着 位于
属于 经过 居 位居 位列 称 称为 把 使 让 使得 能够 一共 总共 公司 上年 同比 三地 两地 全国 全区
全市 全省 全书 全县 包括 拥有
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
"""Words that add next to nothing to what a sentence claims."""


class Item(NamedTuple):
    """A word or a number in its place: ``key`` is what is compared; character indexes."""

    key: str
    start: int
    end: int
    named: bool = False
    weight: int = 2


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What a sentence says.

    Args:
        text: in NFKC; all indexes are into it.
        items: content words, names and numbers in order.
        terms: the content words that count for overlap with their weight, in order: what may
            be a noun counts double, since writers change verbs rather than things.
        words: keys of all words, function words too.
        latin: Latin words as names are compared; ``squeezed``, its letters and digits.

    """

    text: str
    chinese: bool
    items: tuple[Item, ...]
    terms: dict[str, int]
    words: frozenset[str]
    latin: frozenset[str]
    squeezed: str
    numbers: tuple[numbers.Number, ...]
    dates: tuple[dates.Date, ...]
    names: tuple[names.Name, ...]
    quoted: tuple[str, ...]
    acronyms: dict[str, frozenset[str]]
    polarity: Polarity


def is_chinese(text: str) -> bool:
    """Say whether Han and kana outweigh Latin words."""
    return 2 * len(_CJK.findall(text)) > len(_LATIN.findall(text))


@lru_cache(maxsize=8192)
def read(sentence: str) -> Facts:
    """Return what the first 8,000 characters of a sentence, or of a few together, say."""
    text = unicodedata.normalize("NFKC", sentence[:_LONGEST])
    in_chinese = is_chinese(text)
    found_dates = tuple(dates.dates(text))
    found_numbers = tuple(
        one._replace(claimed=one.claimed and not _within(one, found_dates))
        for one in numbers.numbers(text)
    )
    taken = [(one.start, one.end) for one in found_dates]
    taken += [(one.start, one.end) for one in found_numbers]
    tagged = _tagged(text) if _CJK.search(text) else []
    named = tuple(names.chinese(text, tagged, taken) if in_chinese else names.english(text, taken))
    places = {one.start for one in named}
    words = sorted(
        [*_latin_words(text, places), *_chinese_words(tagged)], key=lambda one: one.start
    )
    content = [
        one
        for one in words
        if one.key
        and not any(start <= one.start < end for start, end in taken)
        and (one.named or not _is_function(text[one.start : one.end].lower()))
    ]
    counted = [
        Item(f"#{float(one.value):g}", one.start, one.end) for one in found_numbers if one.claimed
    ]
    items = tuple(sorted([*content, *counted], key=lambda one: one.start))
    terms: dict[str, int] = {}
    for one in content:
        word = text[one.start : one.end].lower()
        if word not in _GENERIC and one.key not in _GENERIC:
            terms[one.key] = max(one.weight, terms.get(one.key, 0))
    return Facts(
        text=text,
        chinese=in_chinese,
        items=items,
        terms=terms,
        words=frozenset(one.key for one in words) | _inner(tagged) | _ways(text),
        latin=names.words(text),
        squeezed=names.squeeze(text),
        numbers=found_numbers,
        dates=found_dates,
        names=named,
        quoted=tuple(names.quoted(text)),
        acronyms=names.acronyms(text),
        polarity=polarity(text, [(one.key, one.start) for one in content]),
    )


def _within(number: numbers.Number, found: Sequence[dates.Date]) -> bool:
    return any(date.start <= number.start < date.end for date in found)


def _is_function(word: str) -> bool:
    return word in STOP_WORDS or word.replace("’", "'") in STOP_WORDS


def _latin_words(text: str, named: set[int]) -> list[Item]:
    found = []
    for word in _WORD.finditer(text):
        if _CJK.match(word[0]):
            continue
        bare = names.bare_word(word[0])
        name = word.start() in named
        weight = 2 if name or not is_verb(word[0].lower()) else 1
        found.append(Item(form(bare), word.start(), word.end(), name, weight))
    return found


def _tagged(text: str) -> list[tuple[str, str, int]]:
    """Return the words of the Han runs of ``text`` with part of speech and place."""
    found = []
    for run in _HAN_RUN.finditer(text):
        position = run.start()
        for word, tag in rjieba.tag(run[0]):
            found.append((word, tag, position))
            position += len(word)
    return found


def _chinese_words(tagged: list[tuple[str, str, int]]) -> list[Item]:
    return [
        Item(
            form(word),
            start,
            start + len(word),
            tag in ("nr", "ns", "nt", "nz", "nrt"),
            2 if tag[0] in "ntsjl" else 1,
        )
        for word, tag, start in tagged
        if (tag[0] not in _FUNCTION_TAGS or form(word) in opposites())
        and (len(word) > 1 or tag[0] in "nva")
    ]


def _ways(text: str) -> frozenset[str]:
    """Return the directions that are said by "up 5 %" and the like."""
    found = {word.lower() for word in _WAY.findall(text)}
    return frozenset({UP if word == "up" else DOWN for word in found})


def _inner(tagged: list[tuple[str, str, int]]) -> frozenset[str]:
    """Return the words within the longer words."""
    return frozenset(
        form(part)
        for word, _, _ in tagged
        if len(word) > 2  # noqa: PLR2004  # shorter ones hold no other
        for part in rjieba.cut_for_search(word)
    )
