"""Headings of sources as titles of an outline: cleaned, classed and compared."""

import re
from enum import IntEnum

from shared.authoring.text.language import detect
from shared.authoring.text.titles import clean
from shared.authoring.text.words import content_tokens

__all__ = [
    "Role",
    "belongs_to_a_template",
    "clean",
    "key_words",
    "reads_as_file_name",
    "role",
    "say_the_same",
]

_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]$")
_TEMPLATE = re.compile(
    r"(?:context|decisions?|consequences?|status|methods?|methodology|materials and methods|data|"
    r"results?|discussion|usage|examples?|install(?:ation)?|getting started|quick ?start|features|"
    r"requirements|evaluation|experiments?|related work|analysis|findings|details|other|misc\w*|"
    r"方法|研究方法|结果|讨论|实验|分析|相关工作|使用方法|用法|示例|安装|数据|结果与讨论|其他)",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"\.[A-Za-z]{2,5}$")

_OPENING = re.compile(
    r"(?:(?:an? |the )?(?:introduction|overview|abstract|summary|executive summary|key (?:points|"
    r"messages|findings|facts)|at a glance|preface|foreword|in brief|highlights|background|scope|"
    r"purpose|about|general|introductory remarks|introduction and (?:scope|background)|"
    r"background and (?:scope|purpose)|start|home)|"
    r"引言|绪论|导言|前言|序言?|概述|简介|概况|总论|摘要|导读|背景|背景介绍|介绍|研究背景|要点|内容提要|编者按)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:conclusions?|concluding remarks|closing remarks|discussion and conclusions?|"
    r"summary and (?:conclusions?|outlook)|takeaways?|final (?:remarks|thoughts)|"
    r"conclusions? and (?:outlook|recommendations)|"
    r"结论|结语|总结|小结|结束语|结论与展望|总结与展望|后记|尾声)",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"^(?:what (?:is|are|makes?|causes?)|why|history|definitions?|basics?|fundamentals?|causes?|"
    r"principles?|the problem|context|background|terminology|concepts?|understanding)\b|"
    r"^(?:什么是|为什么|为何)|(?:背景|定义|概念|历史|起源|成因|原因|现状|由来|原理|概述|简介)$",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"^(?:outlook|(?:the )?future|limit(?:s|ations?)?|challenges?|risks?|recommendations?|"
    r"next steps|open questions|lessons?|what (?:remains|is left|follows|we do not know))\b|"
    r"\b(?:outlook|limitations|open questions|next steps|lessons learned)$|"
    r"(?:展望|未来|挑战|局限|风险|建议|不足|前景|趋势|教训)$",
    re.IGNORECASE,
)


class Role(IntEnum):
    """What a heading says of its place in a text, in reading order."""

    OPENING = 0
    """A name for any beginning, such as "Introduction"."""
    FIRST = 1
    """Says a subject that others build on, such as "What heat is"."""
    BODY = 2
    LAST = 3
    """Says a subject that builds on others, such as "Risks" or "Outlook"."""
    CLOSING = 4
    """A name for any end, such as "Conclusion"."""


def belongs_to_a_template(title: str) -> bool:
    """Whether a cleaned heading names a step of a form, such as "Results", and no subject."""
    return bool(_TEMPLATE.fullmatch(title))


def role(title: str) -> Role:
    """Return what a cleaned heading says of its place."""
    if _OPENING.fullmatch(title):
        return Role.OPENING
    if _CLOSING.fullmatch(title):
        return Role.CLOSING
    if _FIRST.search(title):
        return Role.FIRST
    return Role.LAST if _LAST.search(title) else Role.BODY


def key_words(title: str) -> frozenset[str]:
    """Return the words by which titles are compared."""
    title = _ASIDE.sub("", title) or title
    return frozenset(word for word in content_tokens(title, detect(title)) if not word.isdigit())


def say_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two titles, given by their key words, name one subject."""
    if not one or not other:
        return False
    common = len(one & other)
    return common / len(one | other) >= 0.6  # noqa: PLR2004  # "cool roofs" and "roofs" are apart


def reads_as_file_name(title: str) -> bool:
    """Whether a source's title is no more than the name of its file."""
    return bool(_FILE_NAME.search(title)) or (
        " " not in title
        and title.isascii()
        and bool(re.search(r"[_\d-]", title) or title == title.lower())
    )
