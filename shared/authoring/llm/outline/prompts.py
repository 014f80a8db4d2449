"""What a model is told when it helps with an outline, in English and Chinese.

Instructions are ours alone. The query, the requirements and all text of sources
stand in material between fences (see ``models.prompt``).
"""

from collections.abc import Mapping, Sequence

from shared.authoring.models.prompt import Material, Prompt, Words

PERSPECTIVES = {
    "en": (
        "a reader who is new to the subject and wants to understand it",
        "an expert in the field who wants facts, causes and limits",
        "a person who must decide and act, and wants measures, results and costs",
    ),
    "zh": (
        "初次接触这一主题、希望弄明白的读者",
        "本领域的专家，关注事实、原因和局限",
        "需要作出决定并付诸行动的人，关注措施、效果和成本",
    ),
}

_QUESTIONS = {
    "en": "You are {who}. You read about the query and about what the sources hold. Write {count} "
    "short questions that a document on the query must answer and that these sources can answer. "
    "One question on each line, nothing else.{language}",
    "zh": "你是{who}。请阅读写作要求和资料的主题，写出{count}个简短的问题：关于该主题的文档"
    "必须回答、而且这些资料能够回答的问题。每行一个问题，不要写其他内容。{language}",
}
_ASK_QUESTIONS = {"en": "Write the {count} questions.", "zh": "请写出这{count}个问题。"}

_DRAFT = {
    "en": "You write the outline of a document on the query, built only on the subjects that the "
    "sources hold. {shape} Order the chapters so that each builds on those before it. Titles are "
    "short phrases that name a subject, all in the same style, no questions. No introduction and "
    "no conclusion. One title on each line: chapters as '1. Title [2, 5]', their sections as "
    "'1.1 Title [3]', where the brackets hold the numbers of the questions that it answers. "
    "Write nothing else.{language}",
    "zh": "请为该主题的文档拟定提纲，只使用资料中有的内容。{shape}章节顺序由浅入深、前后衔接。"
    "标题是简短的名词性短语，风格一致，不用问句。不要引言和结语。"
    "每行一个标题：章写作“1. 标题 [2, 5]”，"
    "节写作“1.1 标题 [3]”，方括号内是该标题所回答的问题的编号。不要写其他内容。{language}",
}
_ASK_DRAFT = {"en": "Write the outline.", "zh": "请写出提纲。"}

_SHAPE = {
    "en": ("About {chapters} chapters",
           ", each with {sections}sections where there is enough to say.", ", without sections."),
    "zh": ("大约{chapters}章", "，内容足够的章下面分{sections}节。", "，不分节。"),
}  # fmt: skip

_REVISE = {
    "en": "An outline lacks the numbered subjects. For each subject write one line: its number, "
    "a short title for it, and after '->' the number of the chapter that it belongs to"
    "{new}. Example: '1. Title -> 2'. Write nothing else.{language}",
    "zh": "提纲缺少下列编号的内容。请为每一项写一行：编号、简短的标题，并在“->”之后写出"
    "它所属的章的编号{new}。例如：“1. 标题 -> 2”。不要写其他内容。{language}",
}
_NEW_CHAPTER = {"en": ", or 'new' for a chapter of its own", "zh": "，需要单独成章的写“新”"}
_ASK_REVISE = {"en": "Write a line for each of the {count}.", "zh": "请为这{count}项各写一行。"}

_PURPOSE = {
    "en": "For each numbered title of an outline say in one short sentence what that part tells "
    "the reader. Write one line for each: its number and the sentence. Write nothing else."
    "{language}",
    "zh": "请用一句简短的话说明提纲中每个编号标题要告诉读者什么。每行一项：编号和这句话。"
    "不要写其他内容。{language}",
}
_ASK_PURPOSE = {"en": "Write the {count} lines.", "zh": "请写出这{count}行。"}

_TRANSLATE = {
    "en": "Translate each numbered heading into {name}. Write one line for each: its number and "
    "the translation. Write nothing else.",
    "zh": "请把每个编号的标题译成{name}。每行一项：编号和译文。不要写其他内容。",
}

_SEARCH = {
    "en": "You search a collection of texts for all that bears on the query. Write {count} short "
    "search phrases for it, in other words than the query's, in {name}. One phrase on each line, "
    "nothing else.",
    "zh": "你要在一批资料中检索与写作要求有关的内容。"
    "请写出{count}个简短的检索词组，用词与原文不同，使用{name}。每行一个，不要写其他内容。",
}

_LANGUAGE = {"en": " Write in {name}.", "zh": "使用{name}书写。"}
_NAMES = {
    "en": {
        "en": "English", "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "de": "German",
        "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "ru": "Russian",
    },
    "zh": {
        "en": "英文", "zh": "中文", "ja": "日文", "ko": "韩文", "de": "德文",
        "fr": "法文", "es": "西班牙文", "it": "意大利文", "pt": "葡萄牙文", "ru": "俄文",
    },
}  # fmt: skip
_HEADS = {
    "en": {
        "query": "The query:",
        "subjects": "Subjects of the sources:",
        "questions": "Questions, each with what the sources say to it:",
        "genre": "How such a document is built:",
        "requirements": "What the document must cover:",
        "outline": "The outline so far:",
        "lacking": "The subjects that it lacks:",
        "titles": "The titles:",
    },
    "zh": {
        "query": "写作要求：",
        "subjects": "资料中的主题：",
        "questions": "问题，以及资料对各个问题的说明：",
        "genre": "这类文档的写法：",
        "requirements": "文档必须涵盖的内容：",
        "outline": "目前的提纲：",
        "lacking": "缺少的内容：",
        "titles": "标题：",
    },
}


def tongue(language: str) -> str:
    """Return the language in which a model is spoken to for a document in ``language``."""
    return "zh" if language == "zh" else "en"


def name_of(language: str, told_in: str) -> str:
    """Return the name of a language, else its code."""
    return _NAMES[told_in].get(language, language)


def questions(who: str, count: int, language: str, materials: Mapping[str, str]) -> Prompt:
    """Ask for questions from a perspective. ``materials``: text by its kind, see ``_HEADS``."""
    told = tongue(language)
    rules = _QUESTIONS[told].format(who=who, count=count, language=_in(language, told))
    return _prompt(rules, materials, _ASK_QUESTIONS[told].format(count=count), told)


def draft(
    chapters: int, sections: int | None, language: str, materials: Mapping[str, str]
) -> Prompt:
    """Ask for an outline of about so many chapters, and sections in each.

    Args:
        sections: 0 leaves their number open, ``None`` asks for none.

    """
    told = tongue(language)
    count, with_sections, without = _SHAPE[told]
    number = f"{sections} " if told == "en" else f"{sections}个"
    shape = count.format(chapters=chapters) + (
        without if sections is None else with_sections.format(sections=number if sections else "")
    )
    rules = _DRAFT[told].format(shape=shape, language=_in(language, told))
    return _prompt(rules, materials, _ASK_DRAFT[told], told)


def revise(count: int, language: str, materials: Mapping[str, str], *, new: bool) -> Prompt:
    """Ask where ``count`` subjects belong. ``new``: whether as chapters of their own, too."""
    told = tongue(language)
    rules = _REVISE[told].format(
        new=_NEW_CHAPTER[told] if new else "", language=_in(language, told)
    )
    return _prompt(rules, materials, _ASK_REVISE[told].format(count=count), told)


def purposes(count: int, language: str, materials: Mapping[str, str]) -> Prompt:
    """Ask what ``count`` parts are for."""
    told = tongue(language)
    rules = _PURPOSE[told].format(language=_in(language, told))
    return _prompt(rules, materials, _ASK_PURPOSE[told].format(count=count), told)


def translation(count: int, language: str, materials: Mapping[str, str]) -> Prompt:
    """Ask for ``count`` headings in ``language``."""
    told = tongue(language)
    rules = _TRANSLATE[told].format(name=name_of(language, told))
    return _prompt(rules, materials, _ASK_PURPOSE[told].format(count=count), told)


def search(count: int, language: str, told: str, materials: Mapping[str, str]) -> Prompt:
    """Ask for search phrases in ``language``, the sources' own."""
    rules = _SEARCH[told].format(count=count, name=name_of(language, told))
    return _prompt(rules, materials, _ASK_PURPOSE[told].format(count=count), told)


def lines(texts: Sequence[str]) -> str:
    """Return texts as numbered lines, from 1."""
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))


def _in(language: str, told: str) -> str:
    return _LANGUAGE[told].format(name=name_of(language, told)) if language else ""


def _prompt(rules: str, materials: Mapping[str, str], ask: str, told: str) -> Prompt:
    parts: list[Words | Material] = []
    for kind, text in materials.items():
        if text:
            parts += [Words(_HEADS[told][kind]), Material(kind, text)]
    return Prompt(rules, (*parts, Words(ask)), told)
