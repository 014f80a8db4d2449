"""Writing the parts of a chapter one after the other: ask, check, repair, keep."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from shared.authoring import render
from shared.authoring.llm.aside import Aside
from shared.authoring.llm.chapter.answer import Said, read_answer
from shared.authoring.llm.chapter.ask import Asker, Question, Wrong
from shared.authoring.llm.chapter.checks import Checked, Paragraphs, check_answer, check_repairs
from shared.authoring.llm.chapter.lengths import Body, size_of
from shared.authoring.llm.chapter.parts import Numbered, Part, least_length, overlap, parts, without
from shared.authoring.llm.chapter.reach import Reach
from shared.authoring.llm.chapter.repair import read_repairs
from shared.authoring.llm.chapter.settle import settle
from shared.authoring.llm.chapter.stream import Batcher, Shown
from shared.authoring.llm.chapter.verbatim import take
from shared.authoring.model import ChapterPlan, OutlineNode, Passage, Sentence, SourceDocument
from shared.authoring.models.budget import BudgetReachedError
from shared.authoring.models.port import Answer, Model, TextSink
from shared.authoring.text.language import CHARACTER_LANGUAGES
from shared.errors import QuireError
from shared.reasons import Reason

_CONTEXT = 2
"""Sentences of the text so far that the model is shown."""

_FULL = 0.9
"""Of its share, what a section must have or it gets one part more."""

_THIN = 0.4
"""Of its length, what must stand of a part, or the rest is taken from its evidence."""

_OF_EVIDENCE = 0.8

_MOST_REPAIRED = 6
_OTHERS = 40
"""Further passages of the chapter in which the evidence of a sentence is sought."""

_SMALLER = 0.4
_NO_ANSWER = frozenset({Reason.MODEL_REFUSED, Reason.MODEL_ANSWER_INVALID})


@dataclass
class Writer:
    """Writes one chapter.

    Attributes:
        body: what stands so far.
        spent: the error of a call that the budget did not allow any more; after one, no
            more are made.

    """

    model: Model
    plan: ChapterPlan
    sources: Mapping[str, SourceDocument]
    language: str
    evidence: Mapping[str, Sequence[Numbered]]
    reach: Reach
    asker: Asker
    aside: Aside
    on_text: TextSink
    body: Body = field(default_factory=dict)
    spent: BudgetReachedError | None = None

    async def section(self, node: OutlineNode, share: int, *, level: int) -> None:
        """Write a node's own text, and show its heading; the chapter's has level 2."""
        if level > 2:  # noqa: PLR2004
            await self.on_text(f"{render.heading(level, node.title)}\n\n")
        evidence = self.evidence.get(node.id, ())
        if not evidence or not share:
            return
        body = self.body.setdefault(node.id, [])
        planned = parts(node, share, evidence, self.reach.longest, self.language)
        least = least_length(self.language)
        for at, part in enumerate(planned):
            left = share - size_of(body, self.language)
            if at and left < least / 2:
                return
            wanted = min(max(left // (len(planned) - at), least), self.reach.longest)
            await self._part(replace(part, length=wanted))
        await self._complete(node, share)

    async def _complete(self, node: OutlineNode, share: int) -> None:
        """Bring a section that is short to its length, if one was asked for."""
        short = share - size_of(self.body[node.id], self.language)
        if not self.plan.target_length or short <= (1 - _FULL) * share or self.spent:
            return
        unused = self._unused(node)
        if unused and short >= least_length(self.language):
            wanted = min(short, self.reach.longest)
            more = parts(node, wanted, unused, wanted, self.language)
            await self._part(more[0])
            short = share - size_of(self.body[node.id], self.language)
        if short > (1 - _FULL) * share:
            await self._take(node, self._free(self.evidence[node.id]), short)

    async def _part(self, part: Part) -> None:
        if self.spent:
            raise self.spent
        asked = await self.asker.write(part, self._before())
        question, answer = await self._answer(asked, part)
        kept: list[list[Sentence]] = []
        if answer is not None:
            checked = await self._checked(question, answer)
            kept = settle(checked, self.language, strict=self.plan.strict)
        self.body[part.node.id] += kept
        size = size_of(kept, self.language)
        if size < _THIN * part.length:
            wanted = round(part.length * _OF_EVIDENCE) - size
            await self._take(part.node, self._free(part.evidence), wanted)

    async def _answer(self, asked: Question, part: Part) -> tuple[Question, Answer | None]:
        """Return the answer, shown as it comes; ``None`` if the model gives none."""
        for room in (_SMALLER, None):
            shown = _Display(self.on_text)
            try:
                answer = await self.model.complete(
                    asked.prompt, max_tokens=asked.max_tokens, on_text=shown.feed
                )
            except BudgetReachedError as error:
                self.spent = error
                raise
            except QuireError as error:
                await shown.close()
                if error.reason in _NO_ANSWER:
                    return asked, None
                if error.reason is Reason.MODEL_CONTEXT_EXCEEDED:
                    if room is None:
                        return asked, None
                    asked = await self.asker.write(part, "", room)
                    continue
                if error.reason is Reason.MODEL_UNAVAILABLE and shown.anything and room:
                    # What was shown of an answer that broke off is not what will be kept.
                    continue
                raise
            await shown.close()
            return asked, answer
        return asked, None

    async def _checked(self, question: Question, answer: Answer) -> Paragraphs:
        """Return the answer's sentences, checked, those that fail repaired if possible."""
        read = read_answer(
            answer.text,
            answer.end,
            self.language,
            evidence=[one.text for one in question.evidence],
            asked=question.own_words,
            key=question.key,
        )
        others = self._others(question.evidence)
        checked = await self.aside(
            check_answer, read, question.evidence, others, self._said(), self.language
        )
        failing = [one for paragraph in checked for one in paragraph if one.fails]
        if not failing or self.spent or not self.asker.repairs:
            return checked
        standing = [one.sentence() for paragraph in checked for one in paragraph if one.evidence]
        repaired = await self._repaired(
            failing[:_MOST_REPAIRED], question.evidence, [*self._said(), *standing]
        )
        return tuple(
            tuple(new for one in paragraph for new in repaired.get(one, (one,)))
            for paragraph in checked
        )

    async def _repaired(
        self, failing: Sequence[Checked], shown: Sequence[Numbered], standing: Sequence[Sentence]
    ) -> dict[Checked, tuple[Checked, ...]]:
        """Ask once for better sentences; return those that hold, by what they replace."""
        near = dict.fromkeys(at for one in failing for at in one.near if at < len(shown))
        evidence = [shown[at] for at in sorted(near)] or list(shown)
        question = await self.asker.repair(
            [Wrong(one.text, one.detail) for one in failing], evidence
        )
        try:
            answer = await self.model.complete(question.prompt, max_tokens=question.max_tokens)
        except BudgetReachedError as error:
            self.spent = error
            return {}
        except QuireError as error:
            if error.reason in _NO_ANSWER or error.reason is Reason.MODEL_CONTEXT_EXCEEDED:
                return {}
            raise
        read: tuple[tuple[Said, ...], ...] = read_repairs(
            answer.text,
            answer.end,
            len(failing),
            self.language,
            evidence=[one.text for one in question.evidence],
            asked=question.own_words,
            key=question.key,
        )
        held = await self.aside(
            check_repairs, read, question.evidence, shown, standing, self.language
        )
        return {one: better for one, better in zip(failing, held, strict=True) if better}

    async def _take(self, node: OutlineNode, passages: Sequence[Passage], wanted: int) -> None:
        """Take sentences of passages word for word."""
        if not passages:
            return
        made = await self.aside(
            take,
            self.plan,
            node,
            passages,
            {one.source_id: self.sources[one.source_id] for one in passages},
            wanted,
            [one.text for one in self._said()],
            self.language,
        )
        gap = "" if self.language in CHARACTER_LANGUAGES else " "
        for paragraph in made:
            self.body[node.id].append(list(paragraph))
            await self.on_text(gap.join(render.escape(one.text) for one in paragraph) + "\n\n")

    def _said(self) -> list[Sentence]:
        return [one for group in self.body.values() for paragraph in group for one in paragraph]

    def _before(self) -> str:
        gap = "" if self.language in CHARACTER_LANGUAGES else " "
        return gap.join(one.text for one in self._said()[-_CONTEXT:])

    def _cited(self) -> list[Passage]:
        return [passage for one in self._said() for passage in one.evidence]

    def _unused(self, node: OutlineNode) -> list[Numbered]:
        """Return the node's passages of which the text so far cites nothing."""
        cited = self._cited()
        return [
            one
            for one in self.evidence[node.id]
            if not any(overlap(passage, one.passage) for passage in cited)
        ]

    def _free(self, evidence: Sequence[Numbered]) -> list[Passage]:
        """Return what of passages the text so far does not cite."""
        cited = self._cited()
        return [piece for one in evidence for piece in without(one, cited)]

    def _others(self, shown: Sequence[Numbered]) -> list[Numbered]:
        places = {(one.passage.source_id, one.passage.start) for one in shown}
        rest = [
            one
            for group in self.evidence.values()
            for one in group
            if (one.passage.source_id, one.passage.start) not in places
        ]
        return sorted(rest, key=lambda one: one.rank)[:_OTHERS]


class _Display:
    """Shows an answer while it is written.

    Attributes:
        anything: whether the model has sent anything.

    """

    def __init__(self, on_text: TextSink) -> None:
        self.anything = False
        self._batcher = Batcher(on_text, time.monotonic)
        self._shown = Shown()

    async def feed(self, piece: str) -> None:
        self.anything = True
        await self._batcher.feed(self._shown.feed(piece))

    async def close(self) -> None:
        await self._batcher.feed(self._shown.close() + "\n\n" if self.anything else "")
        await self._batcher.flush()
