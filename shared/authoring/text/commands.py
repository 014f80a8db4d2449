"""Text that gives a model, or whoever reads, orders instead of saying something of a subject.

Sources may hide such sentences to be obeyed ("ignore all previous instructions ..."): they are
no evidence of anything. What an article on such attacks quotes, in quotation marks within a
longer sentence, stays.
"""

import re
from collections.abc import Iterator

from shared.authoring.text import sentences
from shared.authoring.text.sentences import Span

_BEGIN = (
    r"(?:^|[.!?…:;,*#>|\n“\"‘'(\[—–-])[\s*_]*(?:(?:please|now|so|instead|stop|you (?:must|should|"
    r"shall|will|are to|have to|need to))[,\s]+){0,3}"
)
"""Where an imperative stands: at the begin of a sentence or clause, not "models that ignore"."""

_BEGIN_ZH = (
    r"(?:^|[.!?。！？…：:；;，,、*#>|\n“\"「『（(])\s*(?:请你?|现在|立即|立刻|你?(?:必须|应当?|需要|要)|"
    r"务必)*"
)

# After these, the rest of the line is taken for orders too.
_OVERRIDES = re.compile(
    rf"{_BEGIN}(?:"
    r"(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,30}\b(?:previous|prior|preceding|"
    r"earlier|above|foregoing|former|your|system|original|initial|other|all|any|these|those|the)\b"
    r"[^.!?\n]{0,30}\b(?:instructions?|prompts?|guidelines|directives|commands|system messages?)\b"
    r"|(?:ignore|disregard|forget)\s+(?:all\s+(?:of\s+)?)?(?:your|(?:the\s+)?(?:previous|prior|"
    r"above))\s+(?:rules|training|context|text)\b"
    r"|(?:ignore|disregard|forget)\s+(?:everything|anything|all|what(?:ever)?)?\s*(?:that\s+)?"
    r"(?:the\s+above|(?:is\s+|was\s+|comes?\s+|came\s+|said\s+|you\s+\w+\s+)?(?:above|before|"
    r"previously|so\s+far)|you\s+(?:were|have\s+been)\s+told)\b"
    r"|you\s+are\s+now\s+(?:(?:a|an|the|my|our)\s+|in\s+\w+\s+mode\b|called\b|named\b|acting\b|"
    r"no\s+longer\b|free\s+(?:from|of)\b|un\w+ed\b|DAN\b)"
    r"|from\s+now\s+on,?\s+you\s+(?:are|will|must|shall|should|only|act|speak|answer|obey)\b"
    r"|pretend\s+(?:that\s+)?(?:to\s+be|you\s+are|you're)\b"
    r"|new\s+instructions?\s*:"
    r"|(?:attention|note|message|instructions?|important|notice|dear)[,:]?\s+(?:(?:to|for)\s+)?"
    r"(?:(?:the|any|all|every)\s+)?(?:AIs?|LLMs?|(?:large\s+)?language\s+models?|AI\s+\w+|"
    r"chatbots?)\b[^.!?\n]{0,40}[:,!]"
    r")"
    r"|<\|(?:im_start|im_end|system|user|assistant|endoftext)[^|\n]{0,20}\|>|\[/?INST\]|<</?SYS>>"
    rf"|{_BEGIN_ZH}(?:"
    r"(?:忽略|无视|忘记|忘掉|抛开|不要理会|不用理会|不必理会)[^。！？\n]{0,8}(?:"
    r"(?:之前|以上|上面|上述|前面|此前|先前|你的)[^。！？\n]{0,12}(?:规则|要求|设定|内容|文字|限制)"
    r"|(?:之前|以上|上面|上述|前面|此前|先前|所有|一切|全部|任何|你的|系统)[^。！？\n]{0,12}(?:指令|指示|"
    r"提示词?|命令))"
    r"|你现在是(?!什么|否|不是|在)[^。！？\n?]{0,20}(?:一[个名位只]|模式|模型|助手|助理|机器人|专家|系统)"
    r"|从现在(?:开始|起)[，,]?\s*你(?:是|将|要|必须|应|只|的)"
    r"|(?:假装|扮演)(?:自己|你)"
    r"|新(?:的)?指令\s*[:：]"
    r")",
    re.IGNORECASE,
)

_ORDERS = re.compile(
    rf"{_BEGIN}(?:"
    r"(?:write|output|respond|reply|answer|print|say|return)\s+only\s+(?:that\b|with\b|the\s+"
    r"(?:words?|sentences?|phrase|text|following)\b|[“\"‘'])"
    r"|(?:do\s+not|don't|never)\s+(?:mention|reveal|disclose|quote|repeat|tell\s+\w+\s+about)\s+"
    r"(?:this|these|the|your)\s+(?:sentences?|instructions?|messages?|prompts?|notes?|lines?|"
    r"system\s+prompt)\b"
    r"|(?:reveal|print|output|show|repeat|display|leak|tell)\s+(?:me\s+)?(?:us\s+)?your\s+"
    r"(?:\w+\s+)?(?:prompts?|instructions?)\b"
    r"|cite\s+this\s+\w+\s+(?:for|in|after|as)\s+(?:\w+\s+){0,4}?(?:every|each|all|any)\b"
    r"|as\s+an?\s+(?:AI|artificial\s+intelligence|(?:large\s+)?language\s+model|LLM)\b"
    r"(?:\s+(?:language\s+)?(?:model|assistant|system|chatbot))?(?:\s+(?:developed|trained|created)"
    r"\s+by\s+\w+)?,?\s+(?:I|you|we|my|your)\b"
    r")"
    rf"|{_BEGIN_ZH}(?:"
    r"(?:只|仅)(?:需|能|要|许|准|可)?(?:输出|回答|回复|打印|返回|写出?)\s*(?:[“\"「『:：]|以下|下面|下列|一句|这)"
    r"|(?:不要|别|不得|切勿|禁止)(?:告诉|提及|提到|透露|泄露|说出)[^。！？\n]{0,12}(?:这[句段条]|本句|本段|指令|"
    r"提示词|任何人|用户)"
    r"|(?:输出|打印|显示|告诉我|说出|透露|泄露|重复)[^。！？\n]{0,4}(?:你的|系统)(?:系统)?(?:提示词?|指令)"
    r"|(?:并|而且)?把(?:本文|本页|此文|此页|这篇\w{0,2}|本资料)[^。！？\n]{0,8}(?:列为|作为|当作|标为|标注为)"
    r"[^。！？\n]{0,10}(?:每|所有|一切|全部)"
    r"|作为(?:一[个名种])?(?:AI|人工智能|大?语言模型|大模型)(?:大?语言)?(?:模型|助手|助理|系统)?[，,]\s*(?:我|你|您)"
    r")"
    r"|(?<=请)(?:只|仅)(?:输出|回答|回复|打印)",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"“[^“”\n]{1,400}”|\"[^\"\n]{1,400}\"|「[^「」\n]{1,400}」|『[^『』\n]{1,400}』|`[^`\n]{1,400}`"
    r"|«[^«»\n]{1,400}»|‘[^‘’\n]{1,400}’(?!\w)|(?<!\w)'[^'\n]{1,400}'(?!\w)"
)
_WORD = re.compile(r"[^\W\d_]+")
_HAN_RUN = re.compile("[\u4e00-\u9fff]{4}")
_FEWEST_WORDS = 3
"""Words around what is quoted, of a sentence that speaks about it."""


def commands(text: str, language: str = "en") -> bool:
    """Whether a sentence of a text gives orders to a model."""
    return next(command_spans(text, language), None) is not None


def command_spans(text: str, language: str = "en") -> Iterator[Span]:
    """Yield where a text gives orders to a model: whole sentences, in order and apart.

    What follows "ignore all instructions", "you are now ..." and the like in the same line
    goes with it: it says what to do or to claim.

    Args:
        language: that of the text, for the cutting into sentences.

    """
    if not (_OVERRIDES.search(text) or _ORDERS.search(text)):
        return
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    ends = 0
    for span in sentences.split(text, language):
        if span.start < ends:
            continue
        said = _own_words(text, span, quoted)
        if _OVERRIDES.search(said):
            end = text.find("\n", span.start)
            ends = len(text) if end < 0 else end
            yield Span(span.start, span.start + len(text[span.start : ends].rstrip()))
        elif _ORDERS.search(said):
            yield span


def without_commands(text: str, language: str = "en") -> Iterator[Span]:
    """Yield what is left of a text without orders to a model, in order and trimmed."""
    start = 0
    for end, begin in [*((order.start, order.end) for order in command_spans(text, language)),
                       (len(text), len(text))]:  # fmt: skip
        said = text[start:end]
        if _WORD.search(said):
            first = start + len(said) - len(said.lstrip())
            yield Span(first, start + len(said.rstrip()))
        start = begin


def _own_words(text: str, span: Span, quoted: list[tuple[int, int]]) -> str:
    """Return a sentence without what it quotes, unless it does little but quote."""
    own, at = "", span.start
    for start, end in quoted:
        if start < span.end and end > span.start:
            own += text[at : max(start, at)] + "\u2026 "
            at = max(at, min(end, span.end))
    own += text[at : span.end]
    speaks = len(_WORD.findall(own)) >= _FEWEST_WORDS or _HAN_RUN.search(own)
    return own if speaks else text[span.start : span.end]
