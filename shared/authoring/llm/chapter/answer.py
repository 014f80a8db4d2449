"""The prose of an answer: what a model adds to it is taken off, its ids are read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shared.authoring.llm.chapter.markers import cut_ids, fake_list_begins, unify
from shared.authoring.models.port import End
from shared.authoring.text import sentences
from shared.authoring.text.words import tokens

_FENCE = re.compile(r"\s*(?:```|~~~)")
_OUR_FENCE = re.compile(r"\s*={2,}\s*(?:SOURCE|END|资料|资料结束)\b", re.IGNORECASE)
_HEADING = re.compile(r"\s*#{1,6}\s")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")
_TABLE = re.compile(r"\s*\|")
_BOLD_LINE = re.compile(r"\s*(?:\*\*|__)([^*_]{1,120})(?:\*\*|__)\s*[:：]?\s*$")
_ITEM = re.compile(r"^\s*(?:[-*+•‣◦–]|\(?\d{1,2}[.)、](?!\d)|[a-z]\))\s+")
_ITEM_IN_LINE = re.compile(r"(?<=[.:;!?。：；])[ \t]+[-*•][ \t]+(?=\S)")
_QUOTED = re.compile(r"^\s*>+\s?")
_PREAMBLE = re.compile(
    r"\s*(?:(?:sure|certainly|of course|okay|ok)\b.{0,200}"
    r"|(?:here(?:['’]s| is| are)|below is|the following (?:is|are))\b.{0,200}[:：]"
    r"|(?:好的|当然|以下是|下面是|以下为).{0,100}[:：。！])\s*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\s*(?:answer|section|paragraph|text|draft|output|response|title|题目|标题|正文|回答|答案|小节)"
    r"(?:\s*\d+)?\s*[:：]\s*",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])?")
_LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\((?:[^()\n]|\([^()\n]*\))*\)")
_REFERENCE = re.compile(r"^\s*\[[^\]\n]+\]:\s*\S+.*$", re.MULTILINE)
_ADDRESS = re.compile(
    r"<?\b(?:(?:https?|ftp|file|data|javascript|mailto):/{0,2}[^\s<>\"'）)\]，。；]+"
    r"|www\.[^\s<>\"'）)\]，。；]+)>?",
    re.IGNORECASE,
)
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>\n]{0,300}>", re.DOTALL)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])")
_CODE = re.compile(r"`+([^`\n]+)`+")
_EMPTY_BRACKETS = re.compile(r"\s*(?:\(\s*\)|（\s*）|\[\s*\])")
_STOP = re.compile(r"[.!?。！？…][\"”’」』）)\]*]*$")
_ECHO = 0.8
_FEWEST_ECHOED = 4


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answer and the ids that it bears.

    Args:
        gap: whether an echo of the question stood before it and was left out.

    """

    text: str
    ids: tuple[int, ...] = ()
    gap: bool = False


def read_answer(
    answer: str,
    end: End,
    language: str,
    *,
    evidence: Sequence[str] = (),
    asked: str = "",
    key: str = "",
) -> tuple[tuple[Said, ...], ...]:
    """Return the paragraphs of an answer, each its sentences.

    Left out are headings, rules, tables, fences, preambles, what echoes the question,
    and a list of sources with all below it; of lists, the marks and what leads to them.
    Addresses, links, images and HTML go too, unless they stand so in the evidence.

    Args:
        end: where it was cut off, the sentence that was not ended is left out; of one
            that looped, too.
        evidence: texts that the answer was written from.
        asked: our own words of the prompt, to tell an echo.
        key: of the fences in the prompt; what bears it is an echo.

    """
    own = _ITEM_IN_LINE.sub("\n", _plain(answer, " ".join(evidence)))
    echoes = [set(tokens(own_line, language)) for own_line in asked.split("\n")]
    echoes = [words for words in echoes if len(words) >= _FEWEST_ECHOED]
    paragraphs: list[list[Said]] = [[]]
    for line in _lines(own):
        if not line:
            paragraphs.append([])
            continue
        for span in sentences.split(line, language):
            said = Said(*cut_ids(line[span.start : span.end]))
            if _has_words(said.text):
                paragraphs[-1].append(said)
            elif said.ids and paragraphs[-1]:
                paragraphs[-1][-1] = _with(paragraphs[-1][-1], said.ids)
    _drop_cut(paragraphs, own, end)
    found: list[tuple[Said, ...]] = []
    gap = False
    for paragraph in paragraphs:
        kept: list[Said] = []
        for said in paragraph:
            if (key and key in said.text) or _is_echo(said.text, echoes, language):
                gap = True
            elif not said.text.endswith((":", "：")):
                kept.append(replace(said, gap=gap))
                gap = False
        found.append(tuple(kept))
    return tuple(filter(None, found))


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of prose, and an empty one between paragraphs."""
    for line in text.split("\n"):
        if fake_list_begins(line):
            return
        if not line.strip():
            yield ""
            continue
        if any(form.match(line) for form in (_FENCE, _OUR_FENCE, _HEADING, _RULE, _TABLE)):
            yield ""
            continue
        if _BOLD_LINE.match(line) or _PREAMBLE.match(line):
            yield ""
            continue
        bare = _QUOTED.sub("", line, count=1)
        bare = _ITEM.sub("", bare, count=1)
        bare = _LABEL.sub("", bare, count=1)
        bare = unify(_unmarked(bare)).strip()
        if bare:
            yield bare


def _plain(text: str, evidence: str) -> str:
    """Return ``text`` without links, images, HTML and addresses that the evidence lacks."""

    def kept(found: re.Match[str]) -> str:
        return found.group() if found.group().strip("<>").rstrip(".,;:") in evidence else ""

    text = _IMAGE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _REFERENCE.sub("", text)
    text = _ADDRESS.sub(kept, text)
    text = _TAG.sub(lambda found: found.group() if found.group() in evidence else "", text)
    return _EMPTY_BRACKETS.sub("", text)


def _unmarked(text: str) -> str:
    text = _CODE.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    return _EMPHASIS.sub(r"\1", text)


def _drop_cut(paragraphs: list[list[Said]], text: str, end: End) -> None:
    """Remove the last sentence of an answer that was cut off."""
    last = next((one for one in reversed(paragraphs) if one), None)
    if last is None:
        return
    cut = end in (End.LENGTH, End.LOOPING) and not _STOP.search(
        re.sub(r"\s*\[[^\]]*\]$", "", unify(text).rstrip())
    )
    if cut:
        last.pop()


def _is_echo(text: str, echoes: Sequence[set[str]], language: str) -> bool:
    words = set(tokens(text, language))
    if len(words) < _FEWEST_ECHOED:
        return False
    return any(len(words & echo) >= _ECHO * len(words) for echo in echoes)


def _has_words(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _with(said: Said, ids: Sequence[int]) -> Said:
    return replace(said, ids=tuple(dict.fromkeys((*said.ids, *ids))))
