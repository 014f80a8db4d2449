"""What a text denies, what it only supposes, and what it says of all or of the most."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_NOT_NEGATIVE = re.compile(
    r"\bnot (?:only|just|merely|least)\b|\bno (?:doubt|more than|fewer than|less than)\b"
    r"|\bwhether or not\b|\bno\.\s*\d"
    "|不仅|不但|不断|不同|不少|不久|不过|不论|不管|不只|不止|不光|不得不|差不多|不锈|不动产"
    "|不定期|不良|不等式|不等|不时"
    "|无论|无线|无数|无疑|无人机|无形|未来|未必不|非常|非洲|莫非|除非|非凡|是否|能否|没收|沉没"
    "|淹没|无不|并非不|非物质",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|hardly|rarely|seldom"
    r"|barely|unable|unlikely"
    r"|impossible|lacks?|lacked|lacking|(?:fail|refuse|decline)(?:s|d|ed)? to|den(?:y|ies|ied)"
    r"|rather than|instead of"
    r"|free of|absence of)\b|n['’]t\b"
    "|并非|并未|并不|没有|未能|无法|不能|不会|不是|缺乏|缺少|难以|禁止|不得|拒绝|从未|尚未|绝非"
    "|而非|不|没|未|无|非(?=[\u4e00-\u9fff])",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:may(?! \d)|might|could|possibly|perhaps|probably|likely|reportedly|allegedly|supposedly"
    r"|(?:expected|planned|predicted|projected|proposed|intended|due|scheduled|thought|believed"
    r"|said|alleged) to"
    r"|(?:plan|aim|intend|hope|propose)s? to|claim(?:s|ed)? that|believe[sd]? that|alleg(?:es"
    r"|ed) that|would|forecast)\b"
    "|可能|也许|或许|大概率|预计|预期|预测|计划|打算|拟(?!定|合)|有望|据称|据说|传言|尚待|或将"
    "|倡议",
)
_CONDITION = re.compile(
    r"\b(?:if|unless|provided that)\b|如果|假如|倘若|除非|若(?!干)|一旦|只有.{1,30}才",
    re.IGNORECASE,
)
_WEAK_CONDITION = re.compile(
    r"\b(?:when|would|should|could|where|once|under|requires?|depends?)\b|[当时]|需要?|前提|条件"
)
_ABSOLUTE = {
    "all": re.compile(
        r"\b(?:all|every(?! (?:year|day|month|week|hour|\d|two|other))|everyone|everything"
        r"|always|entirely|100%)\b"
        "|所有|全部|一切|任何|总是|始终|100%|都(?!市|会|城|江)|均(?!匀|衡|值|线)",
        re.IGNORECASE,
    ),
    "only": re.compile(
        r"\b(?:only|solely|exclusively|sole|alone|unique|uniquely)\b|仅|只有|只能|只|唯一|独家",
        re.IGNORECASE,
    ),
    "first": re.compile(
        r"\b(?:first|earliest|1st|oldest|pioneer\w*|foremost)\b|首|第一|最早|最先|开创",
        re.IGNORECASE,
    ),
    "most": re.compile(
        r"(?<!at )\b(?:most|least|best|worst|(?!forest|interest|harvest|request|invest|honest"
        r"|protest|suggest|modest|conquest|contest|digest|manifest|southwest|northwest|midwest"
        r"|arrest)\w{3,}(?:est)|majority|top|record|leading|highest|maximum|minimum|peak)\b"
        "|最|首位|之首|居首|第一|顶级|多数|冠军|高峰|峰值",
        re.IGNORECASE,
    ),
}
_CLAUSE_END = re.compile(r"[,;:.!?，；：。！？—]|\bbut\b|\bhowever\b|但|而")
_REACH = 2
_SUPPOSED_REACH = 3


class Polarity(NamedTuple):
    """What of a text is not plainly said to be so, by the keys of its words.

    Args:
        denied: words right after a negation; ``negative`` says whether there is one.
        supposed: words right after a "may" or the like.
        hedged: whether there is anything of that kind; ``condition``, an "if".
        absolutes: of ``all``, ``only``, ``first``, ``most``.

    """

    denied: frozenset[str]
    negative: bool
    supposed: frozenset[str]
    hedged: bool
    condition: bool
    weak_condition: bool
    absolutes: frozenset[str]


def polarity(text: str, items: Sequence[tuple[str, int]]) -> Polarity:
    """Return the polarity of ``text``.

    Args:
        items: the keys of its words and where they begin, in order.

    """
    harmless = [found.span() for found in _NOT_NEGATIVE.finditer(text)]
    negations = [
        found
        for found in _NEGATIVE.finditer(text)
        if not any(start <= found.start() < end for start, end in harmless)
    ]
    suppositions = list(_SUPPOSED.finditer(text))
    return Polarity(
        denied=frozenset(k for n in negations for k in _after(n, text, items, _REACH)),
        negative=bool(negations),
        supposed=frozenset(
            k for s in suppositions for k in _after(s, text, items, _SUPPOSED_REACH)
        ),
        hedged=bool(suppositions),
        condition=bool(_CONDITION.search(text)),
        weak_condition=bool(_WEAK_CONDITION.search(text)),
        absolutes=frozenset(name for name, sign in _ABSOLUTE.items() if sign.search(text)),
    )


def _after(
    sign: re.Match[str], text: str, items: Sequence[tuple[str, int]], reach: int
) -> list[str]:
    stop = _CLAUSE_END.search(text, sign.end())
    end = stop.start() if stop else len(text)
    first = sign.start() if sign[0] in ("拒绝", "禁止") else sign.end()
    return [key for key, start in items if first <= start < end][:reach]
