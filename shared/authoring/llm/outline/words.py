"""Purposes of nodes and titles in the document's language, asked of a model in batches."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from shared.authoring.llm.outline import answers as outline_answers
from shared.authoring.llm.outline import prompts as outline_prompts
from shared.authoring.llm.outline.ask import ask
from shared.authoring.llm.outline.grounds import Grounds
from shared.authoring.llm.outline.titles import tidy, words_of
from shared.authoring.llm.outline.tree import Node, walk
from shared.authoring.models.port import Model
from shared.authoring.text import sentences
from shared.authoring.text.language import CHARACTER_LANGUAGES, detect
from shared.control import has_controls

BATCH = 24
_TOKENS_A_LINE = 40
_EXCERPT = 140
_SHORTEST, _LONGEST = 20, 240
_GROUND = 0.6
_COPY = 0.8
_USABLE = 0.6


async def add_purposes(
    model: Model, nodes: Sequence[Node], language: str, query: str, grounds: Grounds
) -> None:
    """Have a purpose written for each of the nodes, one call; what says nothing is left out.

    Used is a sentence in the outline's language, of 20 to 240 characters (half of the
    least in Chinese), that names what its title names, most of whose words the node or
    its evidence has, and that is no copy of either. Where two fifths of the sentences of
    an answer are none of that, or the same, the model does not know what it says or which
    title it speaks of, and none is used.
    """
    told = [f"{node.title}: {grounds.excerpt(node.all_passages(), _EXCERPT)}" for node in nodes]
    answer = await ask(
        model,
        partial(outline_prompts.purposes, len(nodes), language),
        {"query": query, "titles": outline_prompts.lines(told)},
        max_tokens=_TOKENS_A_LINE * len(nodes) + _TOKENS_A_LINE,
    )
    lines = outline_answers.numbered(answer)
    said = {
        number: _purpose(line, nodes[number - 1], language, grounds)
        for number, line in lines.items()
        if 1 <= number <= len(nodes)
    }
    often = Counter(said.values())
    good = {number: text for number, text in said.items() if text and often[text] == 1}
    if len(good) < _USABLE * len(said):
        return
    for number, text in good.items():
        nodes[number - 1].purpose = text


async def translate(
    model: Model, nodes: Sequence[Node], taken: set[str], language: str, grounds: Grounds
) -> None:
    """Have titles put into the outline's language, one call; one that cannot be used stays.

    Args:
        taken: titles that no other node may get; those that are given are added.

    """
    answer = await ask(
        model,
        partial(outline_prompts.translation, len(nodes), language),
        {"titles": outline_prompts.lines([node.title for node in nodes])},
        max_tokens=_TOKENS_A_LINE * len(nodes),
    )
    found = outline_answers.numbered(answer)
    for number, node in enumerate(nodes, 1):
        title = tidy(found.get(number, ""), language, grounds.casing)
        figures = [word for word in node.title.split() if word.isdigit()]
        if title and title not in taken and all(figure in title for figure in figures):
            taken.add(title)
            node.title = title


def foreign(roots: Sequence[Node], language: str, grounds: Grounds) -> list[Node]:
    """Return the nodes whose titles are in another language than the outline's.

    Titles are too short to tell languages of one script apart: those of the same
    script count as foreign where the evidence is in another language.
    """
    in_characters = language in CHARACTER_LANGUAGES
    elsewhere = not grounds.speaks(language)
    return [
        node
        for node in walk(roots)
        if not node.kept
        and ((detect(node.title) in CHARACTER_LANGUAGES) != in_characters
             or (elsewhere and not in_characters))
    ]  # fmt: skip


def _purpose(line: str, node: Node, language: str, grounds: Grounds) -> str:
    """Return the first sentence of a line as the node's purpose, ``""`` if it says nothing."""
    said = outline_answers.after_title(line, node.title)
    spans = sentences.split(said, language)
    text = said[spans[0].start : spans[0].end] if spans else ""
    in_characters = language in CHARACTER_LANGUAGES
    least = _SHORTEST // 2 if in_characters else _SHORTEST
    if not least <= len(text) <= _LONGEST or has_controls(text) or text.endswith(("?", "？")):
        return ""
    if (detect(text) in CHARACTER_LANGUAGES) != in_characters:
        return ""
    words = words_of(text)
    if grounds.speaks(language):
        own = words_of(node.title).union(*(grounds.words(p) for p in node.all_passages()
                                           if p in grounds.ranks))  # fmt: skip
        about = words & (words_of(node.title) - grounds.query_words)
        if not about or len(words & own) < _GROUND * len(words):
            return ""
    title = words_of(node.title)
    excerpt = words_of(grounds.excerpt(node.all_passages(), _EXCERPT))
    if words <= title or (excerpt and len(words & excerpt) >= _COPY * len(words)):
        return ""
    return text
