"""Headings of sources as titles of an outline: cleaned, classed and compared."""

import re
import unicodedata
from enum import IntEnum

from shared.authoring.text.language import detect
from shared.authoring.text.words import content_tokens

_LONGEST = 90

_NUMBERING = re.compile(
    r"^(?:"
    r"(?:chapter|section|part|appendix)\s+(?:\d+(?:\.\d+)*|[ivxlc]+|[a-h])\b\s*[.:)–—-]*\s*"
    r"|\d{1,3}(?:\.\d{1,3})*\s*[.)、:：．]\s*"
    r"|\d{1,3}(?:\.\d{1,3})+\s+"
    r"|(?-i:\d{1,2}\s+(?=[A-Z\u4e00-\u9fff]))"
    r"|(?-i:[IVX]{1,5}[.)]\s+|[A-H][.)]\s+)"
    r"|第[一二三四五六七八九十百零〇\d]{1,4}[章节節篇部分回讲]+\s*[:：、]?\s*"
    r"|[一二三四五六七八九十]{1,3}\s*[、.．]\s*"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]\s*"
    r"|[①-⑳]\s*"
    r")(?=\S)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"^#{1,6}\s+|\s+#+$|[*`]+")
_ORNAMENT = re.compile(r"^[^\w\s(（\[“\"'‘《「.$€£#@+-]+\s*")
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]$")
_LONG_FOR_ASIDE = 45
_TEMPLATE = re.compile(
    r"(?:context|decisions?|consequences?|status|methods?|methodology|materials and methods|data|"
    r"results?|discussion|usage|examples?|install(?:ation)?|getting started|quick ?start|features|"
    r"requirements|evaluation|experiments?|related work|analysis|findings|details|other|misc\w*|"
    r"方法|研究方法|结果|讨论|实验|分析|相关工作|使用方法|用法|示例|安装|数据|结果与讨论|其他)",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"\.[A-Za-z]{2,5}$")

_NO_EVIDENCE = re.compile(
    r"(?:references?|bibliography|works cited|literature(?: cited)?|(?:table of )?contents|"
    r"list of (?:figures|tables|abbreviations)|index|acknowledg(?:e)?ments?|licen[sc]e|copyright.*|"
    r"further reading|see also|external links|(?:foot)?notes|about (?:the|this) "
    r"(?:authors?|publication|document|site)|contacts?(?: us)?|imprint|disclaimer|navigation|menu|"
    r"change ?log|related (?:articles|links|posts)|sources?|citation|"
    r"参考文献|参考资料|引用文献|目录|目次|致谢|鸣谢|版权.*|许可.*|免责声明|延伸阅读|参见|外部链接|注释|"
    r"脚注|索引|关于(?:作者|本文|我们)|联系(?:我们|方式)|相关(?:文章|链接))",
    re.IGNORECASE,
)
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


def clean(heading: str) -> str:
    """Return a heading as a title: without numbering, markup and the stop at its end."""
    text = " ".join(_MARKUP.sub("", unicodedata.normalize("NFC", heading)).split())
    text = _ORNAMENT.sub("", text)
    while found := _NUMBERING.match(text):
        text = text[found.end() :]
    text = _ORNAMENT.sub("", text.strip(" :：—–·|").rstrip(" .。；;，,、-/"))
    if len(text) > _LONG_FOR_ASIDE:
        text = _ASIDE.sub("", text) or text
    if " " in text and text.isupper() and text.isascii():
        text = text.capitalize()
    if len(text) > _LONGEST:
        cut = text[: _LONGEST + 1]
        text = re.split(r"\s*[,;:，；：。–—(（]|\s-\s", cut)[0] or cut
        text = text if len(text) <= _LONGEST else cut.rsplit(maxsplit=1)[0][:_LONGEST]
    first = text.split(maxsplit=1)[0] if text else ""
    return text[:1].upper() + text[1:] if re.fullmatch("[a-z][a-z-]*", first) else text


def belongs_to_a_template(title: str) -> bool:
    """Whether a cleaned heading names a step of a form, such as "Results", and no subject."""
    return bool(_TEMPLATE.fullmatch(title))


def heads_no_evidence(title: str) -> bool:
    """Whether what stands under a cleaned heading is apparatus, such as a list of references."""
    return bool(_NO_EVIDENCE.fullmatch(title))


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
