"""The prompts for a part of a chapter, cut to what the model can take."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.authoring.llm.chapter.parts import Numbered, Part
from shared.authoring.llm.chapter.prompts import Texts, language_name, texts
from shared.authoring.llm.chapter.reach import Reach
from shared.authoring.model import ChapterPlan, OutlineNode
from shared.authoring.models.port import Model
from shared.authoring.models.prompt import Material, Prompt, Words, messages
from shared.authoring.models.tokens import MESSAGE_TOKENS
from shared.authoring.text import sentences
from shared.authoring.text.language import detect

_GENRE, _STYLE = 0.08, 0.1
"""Of the window, what the genre's and the style guides' text may take."""

_ROOMY = 3500
"""Tokens: a model with a smaller window is given its sources and asked to rewrite them, no
more. Models with so small ones lose the thread of anything longer."""

_LEAST_PASSAGE = 24
"""Tokens: a passage is not cut to less."""

_FENCE = "=== SOURCE 10 0123ab ===\n\n=== END 10 0123ab ===\n\n"
_MARKERS = re.compile(r"\s*\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]")
_SPACES = re.compile(r"[ \t]{2,}")
_ITEMS = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+", re.MULTILINE)
_TONE = re.compile(
    r"tone|style|writ|language|voice|语言|语气|文风|写法|写作|风格|表达|要求", re.IGNORECASE
)
_KEY = re.compile(r"^=== .* ([0-9a-f]{6}) ===$", re.MULTILINE)
_CHARS_PER_TOKEN = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A prompt with the evidence that it shows.

    Args:
        evidence: the passage that the prompt calls 1 first.
        max_tokens: for the answer.
        own_words: the words of the prompt that are ours, to tell an echo of them.
        key: of the fences, which stands in no answer but an echo.

    """

    prompt: Prompt
    evidence: tuple[Numbered, ...]
    max_tokens: int
    own_words: str
    key: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A sentence that its evidence does not bear, and what of it is missing there, if known."""

    text: str
    detail: str


class Asker:
    """Makes the prompts of one chapter.

    Args:
        style: what style guides say; ``""`` for none.

    """

    def __init__(
        self, model: Model, reach: Reach, plan: ChapterPlan, language: str, style: str
    ) -> None:
        self._model = model
        self._reach = reach
        self._plan = plan
        self._language = language
        self._words: Texts = texts(language)
        self._plain = reach.window < _ROOMY
        self._manner = list(self._parts_of_manner(style))

    @property
    def repairs(self) -> bool:
        """Whether it is of use to ask for corrections: the smallest models repeat what is wrong."""
        return not self._plain

    async def write(self, part: Part, before: str, room: float = 1.0) -> Question:
        """Return the question to write a part.

        Args:
            before: the last sentences of the text so far, ``""`` at its beginning.
            room: share of the evidence's room to use, less where the model found the
                prompt too long.

        """
        words = self._words
        system = words.rewrite if self._plain else words.write
        if any(_foreign(one.text, self._language) for one in part.evidence):
            told = words.in_language.format(language=language_name(self._language))
            system = f"{system} {told}"
        opening = list(self._manner)
        ask = (words.ask_rewrite if self._plain else words.ask).format(length=_round(part.length))
        if not self._plain:
            opening.append(Material("subject", self._subject(part.node)))
            if before:
                opening.append(Material("before", before))
                ask = f"{ask} {words.go_on}"
        return await self._question(
            system,
            opening,
            part.evidence,
            (Words(ask),),
            self._reach.answer_tokens(part.length),
            room,
        )

    async def repair(self, wrong: Sequence[Wrong], evidence: Sequence[Numbered]) -> Question:
        """Return the question to correct sentences, numbered from 1 in the order given."""
        words = self._words
        listed = "\n".join(
            f"{number}. {one.text}" + (f" ({words.not_borne}: {one.detail})" if one.detail else "")
            for number, one in enumerate(wrong, 1)
        )
        asked = await self._model.count(listed)
        return await self._question(
            words.repair,
            (),
            evidence,
            (Material("sentences", listed), Words(words.ask_repair)),
            min(2 * asked + 32, self._reach.answer),
            1.0,
        )

    async def _question(
        self,
        system: str,
        opening: Sequence[Words | Material],
        evidence: Sequence[Numbered],
        closing: Sequence[Words | Material],
        max_tokens: int,
        room: float,
    ) -> Question:
        language = "zh" if self._language == "zh" else "en"
        bare = Prompt(system, (*opening, *closing), language)
        asked = messages(bare)
        taken = sum([await self._model.count(one.text) for one in asked])
        left = self._reach.window - max_tokens - taken - MESSAGE_TOKENS * len(asked)
        shown = await self._fitting(evidence, int(left * room))
        material = [Material(str(at), _shown(one.text)) for at, one in enumerate(shown, 1)]
        if self._plain:
            material = [Material("text", "\n\n".join(one.text for one in material))]
        own = [system, *(part.text for part in (*opening, *closing) if isinstance(part, Words))]
        prompt = Prompt(system, (*opening, *material, *closing), language)
        fences = _KEY.findall(messages(prompt)[-1].text)
        return Question(
            prompt, tuple(shown), max_tokens, "\n".join(own), fences[-1] if fences else ""
        )

    async def _fitting(self, evidence: Sequence[Numbered], room: int) -> list[Numbered]:
        """Return what of the evidence fits, the best first taken, in the order given."""
        fence = await self._model.count(_FENCE)
        kept: dict[int, Numbered] = {}
        for at in sorted(range(len(evidence)), key=lambda at: evidence[at].rank):
            tokens = await self._model.count(_shown(evidence[at].text)) + fence
            if tokens <= room:
                kept[at] = evidence[at]
                room -= tokens
                continue
            if room - fence >= _LEAST_PASSAGE:
                cut = _cut(evidence[at], (room - fence) / (tokens - fence), self._language)
                if cut is not None:
                    kept[at] = cut
            break
        if not kept and evidence:
            # Not even one sentence fits: the shortest beginning is tried all the same.
            best = min(evidence, key=lambda one: one.rank)
            kept[0] = _cut(best, 0.0, self._language) or best
        return [kept[at] for at in sorted(kept)]

    def _subject(self, node: OutlineNode) -> str:
        """Return what is to be written about, its title first."""
        words, plan = self._words, self._plan
        within = node.id != plan.node.id
        lines = [f"{words.title}: {node.title}"]
        if within:
            lines.append(f"{words.chapter}: {plan.node.title}")
        if plan.query:
            lines.append(f"{words.document}: {plan.query}")
        if node.purpose:
            lines.append(f"{words.purpose}: {node.purpose}")
        if node.content_summary:
            lines.append(f"{words.about}: {_clipped(node.content_summary)}")
        if node.key_points:
            lines.append(f"{words.points}: {_clipped('; '.join(node.key_points))}")
        return "\n".join(lines)

    def _parts_of_manner(self, style: str) -> Sequence[Words | Material]:
        found: list[Words | Material] = []
        genre = self._plan.genre
        if genre is not None and not self._plain:
            shown = _abridged(_tone_first(genre.text), self._reach.window * _GENRE)
            if shown:
                found += [Words(self._words.genre), Material("genre", shown)]
        shown = _abridged(style, self._reach.window * _STYLE)
        if shown and not self._plain:
            found += [Words(self._words.style), Material("style", shown)]
        return found


def _foreign(text: str, language: str) -> bool:
    return bool(text.strip()) and detect(text) != language


def _round(length: int) -> int:
    return max(round(length, -1), 10)


_CLIP = 600


def _clipped(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _CLIP else line[:_CLIP].rsplit(" ", 1)[0] + " …"


def _shown(text: str) -> str:
    """Return a passage without marks of lists and the source's markers, which ids look like."""
    return _SPACES.sub(" ", _MARKERS.sub("", _ITEMS.sub("", text))).strip()


def _abridged(text: str, tokens: float) -> str:
    """Return the first lines of a text, as many as have room."""
    room = int(tokens * _CHARS_PER_TOKEN)
    if sum(map(str.isascii, text[:200])) < len(text[:200]) / 2:
        room = int(tokens)
    kept: list[str] = []
    for line in text.strip().split("\n"):
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return "\n".join(kept).strip()


def _tone_first(markdown: str) -> str:
    """Return a genre's text with what it says of tone before what it says of structure."""
    blocks = re.split(r"(?m)^(?=##\s)", markdown)
    return (
        "".join(sorted(blocks[1:], key=lambda block: not _TONE.search(block.split("\n", 1)[0])))
        or markdown
    )


def _cut(one: Numbered, share: float, language: str) -> Numbered | None:
    """Return the first sentences of a passage, about ``share`` of it, one at least."""
    spans = sentences.split(one.text, language)
    if not spans:
        return None
    room = len(one.text) * share
    end = spans[0].end
    for span in spans[1:]:
        if span.end > room:
            break
        end = span.end
    if end > room and share > 0:
        return None
    text = one.text[:end]
    passage = one.passage.model_copy(update={"end": one.passage.start + len(text.encode())})
    return replace(one, passage=passage, text=text, size=max(round(one.size * share), 1))
