"""Titles for passages that have none: the phrases that set them apart from the rest."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import rjieba

from shared.authoring.text.scripts import HAN
from shared.authoring.text.stopwords import STOP_WORDS
from shared.authoring.text.words import singular

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\s\w]|\d[\d.,]*")
_HAN_RUN = re.compile(f"[{HAN}]+")
_BEFORE_NOUN_WORDS = """
a an the of in on for with by from to at into about between through their its this that these those
each every some many most and or as
"""
_AFTER_NOUN_WORDS = """
is are was were can may will has have had do does in on of for from and or that which with to by at
as during than . , ; : )
"""
_WEAK_WORDS = """
according amount average case century cent day decade degree detail effect example fact figure hour
instance kind least level list lot measure meter metre month number order part people percent
period place point question rate reason report result second section share sort study survey table
term thing thousand time total type unit value way week year years months days hours minute minutes
degrees percentage million billion hundred hundreds thousands first last new old big small high low
half side sides middle large higher lower larger smaller greater less good better best
时候 时间 方面 问题 情况 结果 研究 报告 部分 方式 方法 过程 作用 程度 数量 水平 左右 平均 摄氏度
百分点 百分之 今年 去年 目前 我国 有关 相关 主要 重要 不同 工作 能力 领域 人员
"""
_WEAK = frozenset(_WEAK_WORDS.split())
_STOPS = STOP_WORDS | _WEAK
_OPENING_WORDS = 14
_OPENING = 1.0
_HALF_NOUN, _HALF_NOUN_PHRASE = 0.7, 0.5
_BEFORE_NOUN = frozenset(_BEFORE_NOUN_WORDS.split())
_AFTER_NOUN = frozenset(_AFTER_NOUN_WORDS.split())
_NOT_LAST = re.compile(r"(?:ly|ous|ful|ive|able|ible|ed|less|est|ic|al|er than)$")
_NOT_FIRST = re.compile(r"(?:ly)$")
_NOUN_ENDING = re.compile(
    r"(?:material|hospital|capital|festival|signal|canal|seed|bed|shed|feed|"
    r"need|speed|weed|music|fabric|clinic|plastic|traffic|family|supply|"
    r"forest|interest|harvest|test|rest|coast|table|cable|vehicle|animal|"
    r"goal|coal|metal|journal|proposal|removal|approval|arrival|trial|"
    r"logic|topic|public|republic|arithmetic|statistic|graphic|meal|deal)s?$"
)
_LONGEST_PHRASE = 3
_NOUN_TAGS = ("n", "vn", "nz", "nr", "ns", "nt", "nl", "ng", "l", "eng", "j", "an")
_FEWEST_HAN = 2

Phrase = tuple[str, ...]


def title_each(groups: Sequence[Sequence[str]], language: str) -> list[str]:
    """Return a title for each group of texts, no two the same.

    A title is the one or two phrases that a group's texts use often and other
    groups seldom (frequency by inverse group frequency, longer phrases first).
    A group in which no phrase is found gets ``""``.
    """
    chinese = language == "zh"
    found = [phrases_of(texts, language) for texts in groups]
    spread = Counter(phrase for phrases in found for phrase in phrases)
    titles: list[str] = []
    for phrases, texts in zip(found, groups, strict=True):
        weights = {
            phrase: _weight(phrase, entry, spread[phrase] / len(groups), len(texts))
            for phrase, entry in phrases.items()
        }
        ranked = sorted(weights, key=lambda phrase: (-weights[phrase], phrase))
        titles.append(_title(ranked, phrases, chinese, taken=titles))
    return titles


class Found:
    """How a phrase occurs in a group; ``weight`` counts the beginnings of texts more."""

    def __init__(self) -> None:
        self.count = 0
        self.as_noun = 0.0
        self.weight = 0.0
        self.texts: set[int] = set()
        self.forms: Counter[str] = Counter()

    def form(self) -> str:
        """Return the commonest form; of equals the longest, which is the plural."""
        return max(self.forms, key=lambda form: (self.forms[form], len(form), form))


def _weight(phrase: Phrase, found: Found, spread: float, texts: int) -> float:
    """Weigh a phrase that occurs in a share ``spread`` of the groups."""
    rarity = math.log(1 + 1 / spread)
    noun = 0.05 + math.pow(found.as_noun / found.count, 1.5)
    in_all = 1 + len(found.texts) / max(texts, 1)
    return math.pow(found.weight, 0.8) * rarity * noun * in_all * (1 + 0.6 * (len(phrase) - 1))


def _title(
    ranked: Sequence[Phrase], phrases: dict[Phrase, Found], chinese: bool, taken: Sequence[str]
) -> str:
    """Join the best phrase with the next that adds words to it."""
    if not ranked:
        return ""
    first = ranked[0]
    second = next((p for p in ranked[1:12] if not set(p) & set(first)), None)
    forms = [phrases[phrase].form() for phrase in (first, second) if phrase]
    for title in (("与" if chinese else " and ").join(forms), *forms):
        named = title[:1].upper() + title[1:]
        if named not in taken:
            return named
    return ""


def phrases_of(texts: Sequence[str], language: str) -> dict[Phrase, "Found"]:
    """Return the phrases of two or more occurrences (if there are any), and how they occur."""
    chinese = language == "zh"
    found: defaultdict[Phrase, Found] = defaultdict(Found)
    for number, text in enumerate(texts):
        for phrase, form, as_noun, place in _chinese(text) if chinese else _spaced(text):
            entry = found[phrase]
            entry.count += 1
            entry.texts.add(number)
            entry.as_noun += as_noun
            entry.weight += 1 + (_OPENING if place < _OPENING_WORDS else 0) + (place == 0)
            entry.forms[form] += 1
    often = {phrase: entry for phrase, entry in found.items() if entry.count > 1}
    return _without_parts(often or {p: e for p, e in found.items() if e.as_noun >= 1})


def _without_parts(found: dict[Phrase, Found]) -> dict[Phrase, Found]:
    """Leave out phrases that occur only within a longer one."""
    within: Counter[Phrase] = Counter()
    for phrase, entry in found.items():
        parts = {
            phrase[start : start + size]
            for size in range(1, len(phrase))
            for start in range(len(phrase) - size + 1)
        }
        for part in parts:
            within[part] = max(within[part], entry.count)
    return {p: entry for p, entry in found.items() if within[p] < 0.7 * entry.count}


def _spaced(text: str) -> Iterator[tuple[Phrase, str, float, int]]:
    """Yield phrase, its form, how much (0 to 1) its surroundings make a noun of it, its place."""
    words = _WORD.findall(text)
    lower = [word.lower() for word in words]
    content = [
        word[0].isalpha() and len(word) > 2 and word not in STOP_WORDS and word not in _WEAK  # noqa: PLR2004
        for word in lower
    ]
    stems = [singular(word) for word in lower]
    for start in range(len(words)):
        for size in range(1, _LONGEST_PHRASE + 1):
            end = start + size
            if end > len(words) or not content[end - 1]:
                break
            if _NOT_FIRST.search(lower[start]) or not _ends_as_noun(lower[end - 1]):
                continue
            before = start == 0 or lower[start - 1] in _BEFORE_NOUN
            after = end < len(words) and lower[end] in _AFTER_NOUN
            form = " ".join(
                word if word.isupper() or (place > 0 and word[0].isupper()) else word.lower()
                for place, word in enumerate(words[start:end], start)
            )
            half = _HALF_NOUN if size == 1 else _HALF_NOUN_PHRASE
            as_noun = 1.0 if before and after else half * (before or after)
            yield tuple(stems[start:end]), form, as_noun, start


def _ends_as_noun(word: str) -> bool:
    return not _NOT_LAST.search(word) or bool(_NOUN_ENDING.search(word))


def _chinese(text: str) -> Iterator[tuple[Phrase, str, float, int]]:
    tagged = [
        (word, tag.startswith(_NOUN_TAGS) and len(word) >= _FEWEST_HAN and word not in _STOPS)
        for word, tag in rjieba.tag(text)
    ]
    for start, (word, is_noun) in enumerate(tagged):
        if not is_noun:
            continue
        yield (word,), word, 1, start
        if start + 1 < len(tagged) and tagged[start + 1][1]:
            follower = tagged[start + 1][0]
            if _HAN_RUN.fullmatch(word + follower):
                yield (word, follower), word + follower, 1, start
