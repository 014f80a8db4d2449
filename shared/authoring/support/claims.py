"""Which sentences state facts and so should have a citation."""

import re

from shared.authoring.support.facts import Facts, read

_TALK = re.compile(
    r"^(?:in this|this|the (?:following|next|previous|present|rest)|these"
    r"|our)\s+(?:\w+\s+)?(?:chapter|section|report|document|"
    r"part|paper|review|overview|introduction|summary|pages?|sections|chapters)\b"
    r"|^(?:the )?(?:next|following|remaining|previous) (?:chapters?|sections?|parts?)\b"
    r"|^(?:let us|we (?:now|will|first|then|begin|turn|start|next|have seen|look|discuss|examine"
    r"|conclude)|as (?:we|noted|mentioned|described|discussed|shown)|"
    r"having (?:seen|looked)|"
    r"(?:with|keeping) (?:this|that) (?:in mind|said)|turning to|"
    r"to (?:summari[sz]e|conclude|begin with)|in (?:summary|short|conclusion|what follows)|"
    r"what follows|below|here,? we|before (?:turning|looking)|how\b|why\b|what\b)"
    r"|^(?:本章|本节|本文|本报告|本部分|本书|下文|下一[章节]|上一[章节]|上文|前文|以下|接下来"
    r"|首先介绍|综上所述|总之|总而言之|总的来说|"
    r"如前所述|如上所述|由此可见|下面|这一[章节]|前一[章节]|后[面续文]|我们将|让我们|概括来说"
    r"|简而言之)",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:should|ought to|must|i think|we (?:believe|think|hope|recommend|suggest)|in (?:our"
    r"|my) (?:view|opinion)|hopefully|"
    r"it is (?:worth|important|essential|crucial|clear|time|necessary|vital|useful)|arguably"
    r"|deserves?|need(?:s)? to be)\b"
    r"|我们(?:认为|建议|希望|相信|应)|应当|应该|必须|值得|希望|建议|不妨|有必要|令人(?:鼓舞|担忧"
    r"|遗憾)|让我们|可见"
)
_STATED = re.compile(r"\bthat\b(?! in mind| said)", re.IGNORECASE)
_QUESTION = re.compile(r"[?？][”\"’」』)）]*\s*$")
_IMPERATIVE = re.compile(
    r"^(?:see|note that|consider|imagine|remember|recall|compare|look)\b|^(?:请|参见|见图|见表)",
    re.IGNORECASE,
)
_LEAST_TERMS = {True: 3, False: 2}


def is_claim(sentence: str, language: str) -> bool:
    """Say whether ``sentence`` states a fact: something that a source could bear.

    What announces or sums up the text, asks, advises or judges is none, nor are fragments
    (a heading, a list's lead-in that ends with a colon); with a number, a date, a name or words
    in quotation marks, an announcement, a judgement or a summary is one too.

    Args:
        language: that of the sentence; its script decides the rules.

    """
    text = sentence.strip()
    facts = read(text)
    if not facts.items or _QUESTION.search(text) or text.endswith((":", "：")):
        return False
    exact = _is_precise(facts)
    precise = exact or _is_named(facts)
    stated = exact or (precise and _STATED.search(text) is not None)
    if _TALK.search(text) and not (stated and len(facts.terms) >= _LEAST_TERMS[False]):
        return False
    if (_OPINION.search(text) or _IMPERATIVE.search(text)) and not precise:
        return False
    return exact or len(facts.terms) >= _LEAST_TERMS[language == "zh" and facts.chinese]


def _is_named(facts: Facts) -> bool:
    """Say whether it names something; Chinese names are not told from words surely enough."""
    return not facts.chinese and any(name.firm for name in facts.names)


def _is_precise(facts: Facts) -> bool:
    return bool(
        facts.dates
        or facts.quoted
        or any(one.claimed and one.unit != "ordinal" for one in facts.numbers)
    )
