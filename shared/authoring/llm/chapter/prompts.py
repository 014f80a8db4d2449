"""What a model is told when it writes a part of a chapter, in English and Chinese.

Short, one thing at a time: small models lose the thread of long instructions. The smallest
(see ``chapter_ask``) are asked for no more than a rewriting, without ids, which they fill
their answers with; code finds what bears each sentence.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of the prompts in one language; ``{length}`` and others are filled in."""

    write: str
    rewrite: str
    in_language: str
    document: str
    title: str
    chapter: str
    about: str
    purpose: str
    points: str
    genre: str
    style: str
    ask: str
    ask_rewrite: str
    go_on: str
    repair: str
    not_borne: str
    ask_repair: str


ENGLISH = Texts(
    write="You are a writer. You summarise sources in plain sentences.",
    rewrite="You rewrite texts in plain sentences.",
    in_language="Write in {language}, whatever language the sources are in.",
    document="In a document about",
    title="Subject",
    chapter="In the chapter",
    about="About",
    purpose="Purpose",
    points="Must say",
    genre="The kind of document. Keep to its tone:",
    style="How the document is to be written. Keep to its tone and its terms:",
    ask="Write about {length} words about the subject, in plain paragraphs without headings or "
    "lists. Use only what the sources say: no fact, number, name or date of your own. End every "
    "sentence with the number of its source in brackets, like [1] or [1][3].",
    ask_rewrite="Rewrite this text in plain sentences, about {length} words. Keep all numbers and "
    "names. Add nothing.",
    go_on="Go on after the text in 'before' and repeat nothing of it.",
    repair=(
        "You are an editor. You correct sentences so that they say only what their sources say."
    ),
    not_borne="not in the sources",
    ask_repair="Write each of these sentences again, so that it says only what the sources say. "
    "Leave out what they do not say, and add nothing. Answer with one line for each sentence: its "
    "number, the sentence, and the number of its source in brackets.",
)

CHINESE = Texts(
    write="你是一名作者，用平实的句子概述资料。",
    rewrite="你用平实的句子改写文字。",
    in_language="无论资料用什么语言，都用{language}写。",
    document="所在文档",
    title="主题",
    chapter="所在章",
    about="内容",
    purpose="目的",
    points="必须写到",
    genre="文档的体裁，请保持其语气：",
    style="文档的写作规范，请遵守其语气和用词：",
    ask="围绕主题写约{length}字，分成自然段，不用标题和列表。只写资料中说到的内容，"
    "不得自行添加事实、数字、名称或日期。每句话末尾用方括号注明所依据资料的编号，例如[1]或[1][3]。",
    ask_rewrite="用平实的句子改写以上文字，约{length}字。保留所有数字和名称，不要添加任何内容。",
    go_on="请接着“before”中的文字写，不要重复其中的内容。",
    repair="你是一名编辑，修改句子，使其只说资料中说到的内容。",
    not_borne="资料中没有",
    ask_repair="请重写每个句子，使其只说资料中说到的内容；资料没有说到的删去，不要添加任何内容。"
    "每句一行：句子的编号、句子、方括号中的资料编号。",
)

_NAMES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pt": "Portuguese",
    "ru": "Russian",
    "zh": "中文",
}


def texts(language: str) -> Texts:
    """Return the words for a document in ``language``; English for all but Chinese."""
    return CHINESE if language == "zh" else ENGLISH


def language_name(language: str) -> str:
    """Return what the language is called in the words of its prompts."""
    return _NAMES.get(language, language)
