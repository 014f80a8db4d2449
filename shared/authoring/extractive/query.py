"""What a query is about, and the title of the document that answers it."""

import re
from dataclasses import dataclass

from shared.authoring.text.language import detect

_LONGEST_TITLE = 120
_READ = 2000
"""Characters of a query that are read for its subject."""
_SMALL_WORDS = frozenset(
    (
        *("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of"),
        *("off", "on", "onto", "or", "per", "so", "than", "the", "to", "up", "via", "vs", "with"),
    )
)
_GENRES = (
    r"(?:(?:technical|scientific|short|brief|long|detailed|comprehensive|complete|full|formal|"
    r"structured|annual|literature|white|research|policy|overview|work|status|good|new|\d+[- ]page|"
    r"\d+[- ]word)\s+)*"
    r"(?:report|document(?:ation)?|outline|paper|essay|article|review|overview|summary|guide|"
    r"handbook|manual|briefing|brief|speech|text|introduction|tutorial|study|analysis|chapter|book)"
    r"(?:\s+outline)?"
)
_POLITE = re.compile(
    r"^(?:please|kindly|hi|hello|(?:can|could|would|will)\s+you(?:\s+please)?|"
    r"i\s+(?:need|want)(?:\s+you\s+to)?|i(?:'d| would)\s+like(?:\s+you\s+to)?)[\s,]+",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"^(?:(?:write|create|generate|prepare|draft|produce|make|give|compose|build|provide|do|"
    r"develop|outline|plan)\s+(?:me\s+|us\s+|up\s+)?)?"
    rf"(?:an?\s+|the\s+|some\s+)?(?P<genre>{_GENRES})\s+"
    r"(?:about|on|of|to|for|regarding|concerning|covering|describing|explaining|discussing|"
    r"that\s+(?:covers|explains|describes|discusses))\s+(?P<topic>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_TELL = re.compile(
    r"^(?:explain|describe|discuss|summari[sz]e|analy[sz]e|examine|explore|outline|introduce|"
    r"write\s+about|tell\s+me\s+about|research|investigate|review)(?:\s+(?:to\s+)?(?:me|us))?\s+"
    r"(?:about\s+)?(?P<topic>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_COMPARE = re.compile(r"^compare\s+(?P<topic>.+)$", re.IGNORECASE | re.DOTALL)
_HOW_TO = re.compile(
    r"^how\s+(?:do|can|could|should|would|may|might)\s+(?:i|we|you|one)\s+(?P<rest>.+)$", re.I
)
_DO = re.compile(r"^(?P<ask>how|why|where|when)\s+do\s+(?P<rest>.+)$", re.I)
_WHAT_THE = re.compile(
    r"^what\s+(?:are|is|were|was)\s+the\s+(?P<rest>\S+(?:\s+\S+)*?\s+(?:of|for|between|behind|in|"
    r"to)\s+.+)$",
    re.I,
)
_WHAT_IS = re.compile(r"^what\s+(?:is|are)\s+(?:an?\s+)?(?P<rest>.+)$", re.I)
_ASKING = re.compile(
    r"^(?:how|why|what|which|who|whom|whose|when|where|is|are|was|were|do|does|did|can|could|"
    r"should|would|will|has|have|may|might)\b",
    re.I,
)

_GENRE_ZH = (
    r"(?:(?:技术|研究|调查|调研|分析|综述|年度|工作|总结|学术|科普|详细|完整|简短|专题|"
    r"文献|政策|行业|可行性|项目|产品|设计|演讲)的?)*"
    r"(?:文档|报告|论文|文章|综述|方案|白皮书|手册|指南|教程|简报|讲稿|演讲稿|书|介绍|分析|说明|"
    r"总结|材料|稿件|稿)"
)
_ASK_ZH = re.compile(
    r"^(?:您好|你好)?[，,！!]?(?:请|麻烦|烦请|希望|我想要?|我需要|我要)?(?:你|您)?(?:能否|能不能|可以)?"
    r"(?:帮我|帮忙|为我|给我|替我)?(?:用[中英]文)?(?:请)?(?:生成|撰写|编写|书写|写作|写|制作|起草|拟定|拟|创建|准备|输出|整理|提供|做|列出|设计)"
    r"(?:出|一下|个)?"
    r"(?:[一二两三]?(?:份|篇|个|部|本|段|套))?(?P<rest>.+)$",
    re.DOTALL,
)
_ABOUT_ZH = re.compile(
    rf"^(?:关于|有关|围绕|针对|以)(?P<topic>.+?)(?:为主题|为题|展开|这一主题)?的?(?P<genre>{_GENRE_ZH})?$",
    re.DOTALL,
)
_GENRE_END_ZH = re.compile(rf"^(?P<topic>.+?)的?(?P<genre>{_GENRE_ZH})$", re.DOTALL)
_OUTLINE_ZH = re.compile(r"的?(?:大纲|提纲|目录|纲要|框架)$")
_TELL_ZH = re.compile(
    r"^(?:请|麻烦)?(?:你|您)?(?:帮我|给我|为我)?(?:详细|简要|简单|全面)?(?:地)?"
    r"(?:介绍|解释|说明|讲解|谈谈|分析|总结|概述|阐述|描述|讲讲|说说)(?:一下|下)?(?:关于)?(?P<topic>.+)$",
    re.DOTALL,
)
_ASKING_ZH = re.compile(r"什么|如何|怎么|怎样|为何|哪|谁|多少|吗|是否|能否|[？?]")
_ENDS = "。．.！!？?；;，,：:、 \t"
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a query asks for.

    Args:
        topic: what it is about, without the words of the request ("人工智能").
        title: of the document that answers it.
        genre: the form it asks for ("technical report", "技术文档"), or ``""``.
        question: whether it asks rather than names a topic.
        language: of the query.

    """

    topic: str
    title: str
    genre: str
    question: bool
    language: str


def read_query(query: str) -> Subject:
    """Find topic, form and title in a query; in languages other than Chinese, as in English."""
    language = detect(query)
    first = _first_sentence(query)
    return _chinese(first, language) if language in {"zh", "ja"} else _english(first, language)


def title_case(text: str) -> str:
    """Write an English title with capitals (Chicago style, nearly)."""
    words = text.split()
    cased = []
    for place, word in enumerate(words):
        inner = 0 < place < len(words) - 1 and not words[place - 1].endswith((":", ".", "–", "—"))
        if inner and word.lower() in _SMALL_WORDS:
            cased.append(word.lower())
        elif any(letter.isupper() or letter.isdigit() for letter in word):
            cased.append(word)
        else:
            cased.append(re.sub(r"(?:^|(?<=-))[^\W\d_]", lambda m: m.group().upper(), word))
    return " ".join(cased)


def _first_sentence(query: str) -> str:
    sentences = [
        part.strip() for part in _SENTENCE.split(query.strip()[:_READ]) if part.strip(_ENDS)
    ]
    return " ".join((sentences[0] if sentences else query[:_READ]).split())


def _english(query: str, language: str) -> Subject:
    question = bool(_ASKING.match(query)) or query.endswith("?")
    text = query.rstrip(_ENDS)
    while polite := _POLITE.match(text):
        text = text[polite.end() :]
    genre = ""
    if request := _REQUEST.match(text):
        genre, text = request["genre"].lower(), request["topic"]
        question = False
    elif compare := _COMPARE.match(text):
        topic = compare["topic"]
        return Subject(topic, _titled(f"Comparison of {topic}", language), "", False, language)
    elif tell := _TELL.match(text):
        text = tell["topic"]
        question = bool(_ASKING.match(text))
    title, topic = _reworded(text, asked=query.endswith("?"))
    return Subject(topic.strip(_ENDS) or text, _titled(title, language), genre, question, language)


def _reworded(text: str, *, asked: bool) -> tuple[str, str]:
    """Turn a question into a title and a topic, where that needs no grammar."""
    if found := _HOW_TO.match(text):
        return f"how to {found['rest']}", found["rest"]
    if found := _DO.match(text):
        return f"{found['ask']} {found['rest']}", found["rest"]
    if found := _WHAT_THE.match(text):
        return found["rest"], found["rest"]
    if found := _WHAT_IS.match(text):
        return f"{text}?", found["rest"]
    if _ASKING.match(text) and asked:
        return f"{text}?", re.sub(r"^\S+\s+", "", text)
    return text, re.sub(r"^(?:the|an?)\s+(?=\S+\s)", "", text, flags=re.I)


def _titled(text: str, language: str) -> str:
    shortened = _shortened(text, " ")
    if language == "en":
        return title_case(shortened)
    return shortened[:1].upper() + shortened[1:]


def _chinese(query: str, language: str) -> Subject:
    question = bool(_ASKING_ZH.search(query))
    text = query.strip(_ENDS)
    genre = ""
    asked = _ASK_ZH.match(text)
    rest = asked["rest"] if asked else text
    if asked or rest.startswith(("关于", "有关")):
        body = _OUTLINE_ZH.sub("", rest)
        found = _ABOUT_ZH.match(body) or _GENRE_END_ZH.match(body)
        genre = (found["genre"] or "") if found else ""
        text = (found["topic"] if found else body).strip(_ENDS) or text
        question = bool(_ASKING_ZH.search(text))
    elif tell := _TELL_ZH.match(text):
        text = tell["topic"]
    else:
        text = _OUTLINE_ZH.sub("", text) or text
    topic = re.sub(r"^(?:什么是|何谓|何为)", "", text)
    title = text if question or not genre else f"{text}{genre}"
    return Subject(topic, _shortened(title, "，"), genre, question, language)


def _shortened(text: str, boundary: str) -> str:
    if len(text) <= _LONGEST_TITLE:
        return text
    cut = text[:_LONGEST_TITLE]
    for mark in (", ", "; ", "，", "；", boundary):
        place = cut.rfind(mark)
        if place > _LONGEST_TITLE // 3:
            return cut[:place]
    return cut
