"""What documents say of almost any subject: its history, kinds, making, use, dangers, present.

Aspects are told by cues, not by words that a subject has of its own. They are chapters of the
conventional outline of a report; of which of them the material says enough is to be found out.
"""

import re
from dataclasses import dataclass, field

from shared.authoring.text.words import content_tokens


@dataclass(frozen=True, slots=True)
class Aspect:
    """An aspect of a subject.

    Args:
        title: as a heading, without the subject.
        place: in a document; topics of the subject's own have 0.
        cues: what is found in text that tells of it.
        names: how a query may name it; what it names becomes the title.

    """

    title: str
    place: int
    cues: re.Pattern[str]
    names: re.Pattern[str] = field(default_factory=lambda: re.compile(r"(?!)"))


_EN = (
    Aspect(
        "History",
        -2,
        re.compile(
            r"\b1[0-8]\d\d\b(?! (?:metres|miles|km))|\bBC\b|\bcentur(?:y|ies)\b|\bancient|"
            r"\boldest\b|\bMiddle Ages\b|\bRomans?\b|\binvent(?:ed|ion|or)\b|\bfirst \w+ed\b|"
            r"\bfirst built\b|\bdynasty\b|\bthousand years|\borigin"
        ),
        re.compile(r"\b(?:histor|origin|develop|past|evol)\w*", re.IGNORECASE),
    ),
    Aspect(
        "Types",
        -1,
        re.compile(
            r"\b(?:types?|kinds?|sorts?|classes|classified|varieties|species) of\b|"
            r"\b(?:is|are) (?:called|known as|named)\b|"
            r"\b(?:smaller|larger|lower|longer) than\b|\bspeaks? of\b|\bas opposed to\b"
        ),
        re.compile(r"\b(?:types?|kinds?|classif\w*|varieties|forms? of)\b", re.IGNORECASE),
    ),
    Aspect(
        "Dangers and damage",
        2,
        re.compile(
            r"\b(?:kill|destroy|drown|ruin|burn)(?:s|ed)\b|\b(?:danger|disease|disaster|damage|accident|flood|warning|"
            r"victim|poison|infect|virus|harm)\w*|\bdie[sd]?\b|\bdeaths?\b"
        ),
        re.compile(r"\b(?:danger|risk|hazard|threat|disease|damage|disaster)\w*", re.IGNORECASE),
    ),
    Aspect(
        "The present day",
        3,
        re.compile(
            r"\b(?:today|nowadays|now|still|modern|recent(?:ly)?)\b|\b20[0-2]\d\b|\b19[6-9]\d(?:s|\b)|"
            r"\bcomputers?\b|\bsatellites?\b|\bautomat\w+"
        ),
        re.compile(r"\b(?:today|present|modern|future|current)\w*", re.IGNORECASE),
    ),
)
_ZH = (
    Aspect(
        "历史",
        -2,
        re.compile(
            r"公元前|[汉唐宋元明清隋秦商周]代|朝廷|皇帝|世纪|传说|考古|遗址|古代|从前|最早|起源|"
            r"(?<!\d)1[0-8]\d\d年"
        ),
        re.compile("历史|起源|由来|沿革|发展|修成|演变"),
    ),
    Aspect(
        "种类",
        -1,
        re.compile("分为|分成|[一二三四五六七八九十]种|种类|又称|称为|叫作|叫做|属于|的叫|的是"),
        re.compile("种类|分类|类型|品种"),
    ),
    Aspect(
        "制作方法",
        0,
        re.compile("工序|做法|制成|制作|加工|烘干|干燥|发酵|煮|炒|揉|放进|锅|再|工匠|当天"),
        re.compile("制作|制造|加工|工艺|制法|做法|生产"),
    ),
    Aspect(
        "成因",
        -1,
        re.compile("因为|由于|引起|原因|造成|形成|发生|推动|受力|积累|产生"),
        re.compile("成因|原因|形成|起因"),
    ),
    Aspect(
        "测量与观测",
        0,
        re.compile("仪器|仪|测|记录|观测|监测|台站|刻度|计算|算出|记下"),
        re.compile("测量|观测|测定|监测|检测"),
    ),
    Aspect(
        "灾害与损失",
        2,
        re.compile("死亡|死者|倒塌|灾|破坏|危险|事故|损失|淹|病|堵|失踪|塌"),
        re.compile("灾害|危害|风险|危险|损失"),
    ),
    Aspect(
        "防护与应对",
        2,
        re.compile("不要|要离开|防|躲|避免|消毒|备|保护|当心|演练|预警|减小|抗"),
        re.compile("防灾|防护|防治|应对|预防|防范|减灾"),
    ),
    Aspect(
        "贸易与传播",
        1,
        re.compile("商人|商|运到|运走|带到|传到|传去|贸易|买|卖|白银|出口|换取|运|海船|关税|专卖"),
        re.compile("贸易|传播|商业|流通"),
    ),
    Aspect(
        "今天",
        3,
        re.compile("今天|现在|目前|如今|现代|19[6-9]\\d年|20[0-2]\\d年|计算机|自动"),
        re.compile("今天|现状|现代|当代|未来"),
    ),
)

_LIST_ZH = re.compile(r"[:：](?P<list>[^:：。？?]+)$")
_LIST_EN = re.compile(r":\s*(?P<list>[^:.?]+)$")
_HOW = re.compile(r"^how (?:they|it) (?P<verbs>.+)$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:、|，|,|;|；|\band\b|与|和|以及|及)\s*")
_GENRE = re.compile(
    r"的?(?:报告|文章|综述|介绍|概述|文档)$|^(?:an? )?(?:overview|report|introduction|summary)$"
)
_BY_HITS = (0.0, 0.35, 0.75, 1.0)


def of(language: str) -> tuple[Aspect, ...]:
    """Return the aspects of subjects, as headings in a language; English unless Chinese."""
    return _ZH if language == "zh" else _EN


def asked(query: str, subject: str, language: str) -> list[str]:
    """Return the parts of its subject that a query lists after a colon, as titles.

    "Glaciers: how they form and move" asks for "How glaciers form", "How glaciers move".
    """
    found = (_LIST_ZH if language == "zh" else _LIST_EN).search(query.strip(" ?？。."))
    if not found:
        return []
    parts = [_GENRE.sub("", one) for one in _BETWEEN.split(found["list"])]
    how = _HOW.match(found["list"].strip())
    if how:
        topic = subject.split(":", maxsplit=1)[0].strip()
        topic = topic[:1].lower() + topic[1:]
        parts = [f"how {topic} {verb}" for verb in _BETWEEN.split(how["verbs"]) if verb]
    titles = [one[:1].upper() + one[1:] for one in parts if content_tokens(one, language)]
    return titles if len(titles) > 1 else []


def strength(aspect: Aspect, text: str) -> float:
    """Return how much a text tells of an aspect: 0 to 1, by its cues."""
    hits = len(aspect.cues.findall(text))
    return _BY_HITS[min(hits, len(_BY_HITS) - 1)]
