"""What a model is asked in fusion. Read these to know what it is told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language.

    Args:
        transition: instructions for a sentence between two chapters.
        before: labels the title of the chapter before; ``ending``, its last sentences;
            ``following``, the title of the next chapter; ``points``, what that is about.
        transition_asks: ends the question.
        introduction: instructions; ``{sentences}`` is how many to write, ``{words}`` their
            length in all. ``summary`` likewise.
        material: stands above the chapters' sentences.
        introduction_asks: ends the question; so does ``summary_asks``.

    """

    transition: str
    before: str
    ending: str
    following: str
    points: str
    transition_asks: str
    introduction: str
    summary: str
    about: str
    material: str
    introduction_asks: str
    summary_asks: str


_ENGLISH = Words(
    # Sentences in these forms announce; support.is_claim takes them for no claim.
    transition="Write one short sentence, at most 20 words, that leads a reader from one chapter "
    "of a document to the next, like these examples. State no fact, no number and no name. "
    'Begin with "Having seen", "Turning to" or "Let us now".\n'
    'From "How rivers form" to "Rivers and trade": Having seen how rivers form, we now turn to '
    "how people trade on them.\n"
    'From "Soil" to "Crops": Let us now look at what grows on the soil.',
    before="Chapter before",
    ending="It ends",
    following="Next chapter",
    points="It is about",
    transition_asks="Write the one sentence that leads from the chapter before to the next "
    "chapter.",
    introduction="You write the introduction of a document from sentences of its chapters. "
    "Write {sentences} sentences, about {words} words in all: what the document is about and why "
    "it matters. Use only what the numbered sentences say. After each sentence put the number of "
    "the sentence that says it in brackets, like this: Rivers carry sand to the sea [2]. "
    "Use your own words. No heading, no list.",
    summary="You write the conclusion of a document from sentences of its chapters. "
    "Write {sentences} sentences, about {words} words in all: the main findings, in the order of "
    "the chapters. Use only what the numbered sentences say. After each sentence put the number of "
    "the sentence that says it in brackets, like this: Rivers carry sand to the sea [2]. "
    "Use your own words. No heading, no list.",
    about="What the document is about:",
    material="Sentences of the chapters:",
    introduction_asks="Write the introduction now. End each sentence with its number in brackets.",
    summary_asks="Write the conclusion now. End each sentence with its number in brackets.",
)

_CHINESE = Words(
    transition="请写一个简短的句子，不超过35个字，把读者从文件的一章引到下一章，参照下面的例子。"
    "不要陈述任何事实，不要出现数字和名称。以“接下来”或“下面”开头。\n"
    "从“河流的形成”到“河流与贸易”：下面来看人们如何利用河流开展贸易。\n"
    "从“土壤”到“作物”：接下来要看的是土壤里能长出什么。",
    before="上一章",
    ending="结尾",
    following="下一章",
    points="内容",
    transition_asks="请写出把读者从上一章引到下一章的这个句子。",
    introduction="请根据各章中的句子为一份文件写引言。写{sentences}句，共约{words}字，"
    "说明文件讲什么、为什么重要。只能使用编号句子所说的内容。"
    "每句句末用方括号注明所依据句子的编号，例如：河流把泥沙带入海中[2]。用自己的话写，不要标题，不要列表。",
    summary="请根据各章中的句子为一份文件写总结。写{sentences}句，共约{words}字，"
    "按章节顺序概括主要结论。只能使用编号句子所说的内容。"
    "每句句末用方括号注明所依据句子的编号，例如：河流把泥沙带入海中[2]。用自己的话写，不要标题，不要列表。",
    about="文件的主题：",
    material="各章中的句子：",
    introduction_asks="现在请写引言，每句句末用方括号注明编号。",
    summary_asks="现在请写总结，每句句末用方括号注明编号。",
)


def words_in(language: str) -> Words:
    """Return the words for a document's language: Chinese for Chinese, else English."""
    return _CHINESE if language.split("-", maxsplit=1)[0] == "zh" else _ENGLISH
