"""Which sentences can be read without the ones before them."""

import re
from enum import IntEnum

from shared.authoring.text.counts import length
from shared.authoring.text.language import CHARACTER_LANGUAGES


class Fitness(IntEnum):
    """How well a sentence serves as part of a composed text; higher is better."""

    REST = 0
    """No statement: a caption, a question, a heading, what only leads to a list."""
    FRAGMENT = 1
    """Less than a sentence, as items of lists are, or too long for one."""
    ASIDE = 2
    """Speaks of its own text ("see Figure 3") or to its reader."""
    DEPENDENT = 3
    """Takes up the sentence before it ("However, they…")."""
    WHOLE = 4
    """Stands alone."""


_SHORTEST_WORDS = 3
_SHORTEST_CHARACTERS = 5
_LONGEST_WORDS = 80
_LONGEST_CHARACTERS = 200

_END = re.compile(r"[.!。！｡…]+[\"'”’»)）\]］】」』]*(?:\s*\[[\d,;\s–-]+\])*$")
_REST = re.compile(r"[?？:：][\"'”’)）」』]*$")
_CAPTION = re.compile(
    r"(?:figure|fig\.|table|box|chart|plate|photo|source|note|image)\s*\d*(?:\.\d+)*\s*[:.|–—-]"
    r"|(?:图|表|图表|照片|附图|附表|来源|资料来源|数据来源|注)\s*\d*(?:[.\-–]\d+)*\s*[:：.．、]"
    r"|(?:图|表|附图|附表)\s*\d+",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:see|cf\.?|shown in|as in|listed in|refer to)\s+(?:also\s+)?(?:the\s+)?(?:figure|fig|"
    r"table|section|chapter|appendix|box|page|annex)\b"
    r"|\b(?:this|the present|our)\s+(?:paper|article|chapter|section|report|guide|document|page|"
    r"note|tutorial|post|book|handbook|brief|briefing|study|thesis|series)\b"
    r"|\b(?:above|below|following|previous|next|preceding)\s+(?:section|chapter|figure|table|page)\b"
    r"|\b(?:we|I)\s+(?:will|shall|now|have seen|discuss|describe|present|show|turn)\b"
    r"|^(?:click|subscribe|read more|see|note that|please|copyright|©|all rights reserved)\b"
    r"|本(?:文|章|节|书|报告|指南|文档|手册|页|教程|研究|论文|篇|简报|材料)"
    r"|(?:如|见|参见|详见)(?:图|表|上|下|第|附)"
    r"|(?:上|下|前|后)(?:文|章|节|图|表|一节|一章)(?!学|明|化|献|字|件|物|革)"
    r"|^(?:请|注意|点击|版权|我们(?:将|来|先|再|已经|接下来))",
    re.IGNORECASE,
)
_DEPENDENT_ENGLISH = re.compile(
    r"(?:it|its|it's|they|their|them|these|this|that|those|he|she|his|her|such|however|but|and|or|"
    r"nor|so|yet|still|therefore|thus|hence|also|too|moreover|furthermore|additionally|besides|"
    r"consequently|accordingly|instead|otherwise|then|here|another|similarly|likewise|"
    r"nevertheless|nonetheless|meanwhile|finally|lastly|second|secondly|third|thirdly|next|"
    r"afterwards?|conversely|alternatively|specifically|indeed|again|rather|even so|even then|"
    r"in addition|for example|for instance|for this|for these|for that|as a result|as such|"
    r"in this|in these|in that|in such|in both|in each|in contrast|by contrast|in turn|in fact|"
    r"in other words|in short|on the other hand|on the contrary|at the same time|at this|"
    r"because of (?:this|that|these)|due to (?:this|that)|with (?:this|these|that)|"
    r"the (?:former|latter|same|other|second|third|others|result|reason)|"
    r"one of (?:them|these|those)|some of (?:them|these|those)|both|neither|each of|"
    r"all of (?:this|these|them)|most of (?:them|these)|under (?:this|these)|"
    r"from this|from these|to do (?:this|so)|to this|after (?:this|that)|before (?:this|that)|"
    r"that is|doing so|not only that|none of (?:this|these|them)|part of (?:this|that))\b",
    re.IGNORECASE,
)
_SUCH = re.compile(
    r"\b(?:first|last|other|one|two|any|no|another|many|most|some|several|all|every) such\b"
    r"|\ba similar\b",
    re.I,
)
_INTRODUCED_ENGLISH = re.compile(
    r"(?:in|at|on|by|for|from|with|during|after|before|since|until|when|where|while|if|as)\b"
    r"[^,]{1,50},\s+(?:it|its|they|their|them|these|those|he|she|his)\b",
    re.IGNORECASE,
)
_INTRODUCED_CHINESE = re.compile(
    r"(?:(?:在|当|自|从|对|由于|随着|除)[^，。；]{1,14}|[^，。；]{2,12}(?:显示|表明|发现|指出|认为|证明))，"
    r"(?:该|它|这(?!样)|其(?![他它中实余])|此(?!外|后|前))"
)
_AFTER_GRAMMAR = re.compile(
    r"(?:(?:what|how|where|why|when|most|many|some|all|both|each|one|none|few|much|part|half|more|"
    r"of|the|in|for|with|to|from|by|under|because|although|while|since|as|only|even|not|without)\s+)"
    r"{1,4}(?:it|its|they|their|them|he|she|his|these|those)\b",
    re.IGNORECASE,
)
_WHOLE_ENGLISH = re.compile(
    r"this (?:year|century|decade|day)\b|that [a-z]+ [a-z]+ (?:is|was)\b", re.I
)
_DEPENDENT_CHINESE = re.compile(
    r"因此|因而|所以|但(?!丁)|然而|不过|而(?!立)|并(?:且|非|不|没)|此|另外|另一|同时|其(?!他人)|它|他(?!们的家)|"
    r"她|这|那(?!曲|波|不勒斯)|该|再(?:次|者)|最后|例如|比如|譬如|即(?!使)|则|于是|反之|相反|由此|由于这|"
    r"综上|总之|如此|以上|以下|上述|下述|换(?:句话说|言之)|也就是|与(?:此|之)|除此|除了这|从而|"
    r"第[二三四五六七八九十]|二是|三是|四是|另|对此|为此|就此|至此|尤其|特别是|甚至|当然|事实上|"
    r"后者|前者|两者|二者|三者|还(?!原)|也(?!门)|又|结果|具体(?:来说|而言)|接着|随后|之后|此后|这时|有的"
)
_STARTS_LOW = re.compile(r"[a-z][a-z]")
_MARKS = re.compile(r"^[\"'“‘「『《(（\[【\s]+")


def fitness(sentence: str, language: str) -> Fitness:
    """Return how well a sentence can stand in another text.

    Args:
        sentence: one sentence with its punctuation.
        language: that of the sentence.

    """
    if _REST.search(sentence) or _CAPTION.match(sentence):
        return Fitness.REST
    if _is_fragment(sentence, language):
        return Fitness.FRAGMENT
    if _ASIDE.search(sentence):
        return Fitness.ASIDE
    begin = _MARKS.sub("", sentence)
    if language in CHARACTER_LANGUAGES:
        dependent = (
            _DEPENDENT_CHINESE.match(begin) or _INTRODUCED_CHINESE.match(begin)
        ) is not None
    else:
        dependent = (
            _DEPENDENT_ENGLISH.match(begin) is not None and _WHOLE_ENGLISH.match(begin) is None
        ) or (
            _INTRODUCED_ENGLISH.match(begin) or _AFTER_GRAMMAR.match(begin) or _SUCH.search(begin)
        ) is not None
    return Fitness.DEPENDENT if dependent else Fitness.WHOLE


def _is_fragment(sentence: str, language: str) -> bool:
    size = length(sentence, language)
    if language in CHARACTER_LANGUAGES:
        extent = _SHORTEST_CHARACTERS <= size <= _LONGEST_CHARACTERS
    else:
        extent = _SHORTEST_WORDS <= size <= _LONGEST_WORDS and not _STARTS_LOW.match(sentence)
    return not extent or _END.search(sentence) is None
