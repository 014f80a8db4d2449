"""Whether what a model wrote is borne by the passages: decided by code, sentence by sentence.

All of this runs in a process of the pool, so it is given and returns plain data.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.authoring.llm.chapter.answer import Said
from shared.authoring.llm.chapter.parts import Numbered
from shared.authoring.model import Passage, Sentence
from shared.authoring.support.check import check
from shared.authoring.support.claims import is_claim
from shared.authoring.support.narrow import narrow
from shared.authoring.text.duplicates import near_duplicates
from shared.authoring.text.language import CHARACTER_LANGUAGES
from shared.authoring.text.words import content_tokens, tokens

_REPEATS = 0.7
_RETOLD = 0.6
_FEWEST_WORDS = 4
_NEAREST = 3
_STOP = re.compile(r"[.!?。！？…][\"”’」』）)\]]*$")
_ABOUT_ITSELF = re.compile(
    r"(?:(?:in|throughout) )?(?:this|the following) "
    r"(?:section|chapter|article|document|text|paragraph|passage|report|part|essay)\b"
    r"|the (?:first |second |third |fourth |fifth |given |provided |above |numbered |following )?"
    r"(?:sources?|passages?|texts?|materials?) "
    r"(?:above |below |provided |given )*(?:say|state|mention|discuss|describe|provide|suggest"
    r"|indicate|highlight|note|emphasi[sz]e|are|is)\w*\b"
    r"|(?:source|passage)s? \d|本(?:节|章|文|段|部分|小节)"
    r"|(?:上述|以上|下述)?资料\d*(?:显示|指出|提到|表明|中)"
    r"|(?:综上|如上)所述"
    r"|(?:i|my|as an ai)\b|作为(?:一个)?(?:人工智能|AI|语言模型)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence of an answer and what the check says of it.

    Args:
        evidence: what bears it; none if nothing does.
        claim: whether it states a fact.
        detail: what its passages lack, where that is known.
        near: numbers of the passages, from 0, that come nearest to saying it.
        gap: whether what stood right before it in the answer was left out.

    """

    text: str
    evidence: tuple[Passage, ...] = ()
    claim: bool = False
    detail: str = ""
    near: tuple[int, ...] = ()
    gap: bool = False

    @property
    def fails(self) -> bool:
        """Whether it claims what its evidence does not bear."""
        return self.claim and not self.evidence

    def sentence(self) -> Sentence:
        """Return it as one of the document, marked if it fails."""
        return Sentence(text=self.text, evidence=self.evidence, unsupported=self.fails)


Paragraphs = tuple[tuple[Checked, ...], ...]


def check_answer(
    paragraphs: Sequence[Sequence[Said]],
    shown: Sequence[Numbered],
    others: Sequence[Numbered],
    before: Sequence[Sentence],
    language: str,
) -> Paragraphs:
    """Return the sentences of an answer with what bears them.

    A sentence is checked against the passages that it names; one that names none, or the
    wrong ones, against all: first those that the model was shown, then ``others`` of the
    chapter. Left out are sentences that repeat one of ``before`` or of the answer, that
    speak of the text itself, and what is no sentence.

    Args:
        shown: the passage called 1 first.
        before: the sentences of the chapter so far.

    """
    flat = [
        (place, replace(said, text=_ended(said.text, language)))
        for place, paragraph in enumerate(paragraphs)
        for said in paragraph
    ]
    written = [content_tokens(one.text, language) for one in before]
    own = [content_tokens(said.text, language) for _, said in flat]
    repeats = near_duplicates([*written, *own], _REPEATS)
    found: list[list[Checked]] = [[] for _ in paragraphs]
    told = [
        (one.evidence, set(words))
        for one, words in zip(before, written, strict=True)
        if one.evidence
    ]
    gap = False
    for at, (place, said) in enumerate(flat):
        if len(written) + at in repeats or not _is_sentence(said.text, language):
            gap = True
            continue
        checked = _checked(said, shown, others, language)
        if checked.evidence and _retells(checked.evidence, set(own[at]), told):
            gap = True
            continue
        told.append((checked.evidence, set(own[at])))
        found[place].append(replace(checked, gap=gap or said.gap))
        gap = False
    return tuple(tuple(paragraph) for paragraph in found if paragraph)


def check_repairs(
    repairs: Sequence[Sequence[Said]],
    shown: Sequence[Numbered],
    others: Sequence[Numbered],
    before: Sequence[Sentence],
    language: str,
) -> tuple[tuple[Checked, ...], ...]:
    """Return, for each failing sentence, those of what was put in its place that hold.

    What repeats a sentence that stands is left out.

    Args:
        before: the sentences that stand.

    """
    standing = list(before)
    held: list[tuple[Checked, ...]] = []
    for repair in repairs:
        checked = check_answer([repair], shown, others, standing, language)
        held.append(tuple(one for paragraph in checked for one in paragraph if one.evidence))
        standing += [one.sentence() for one in held[-1]]
    return tuple(held)


def _checked(
    said: Said, shown: Sequence[Numbered], others: Sequence[Numbered], language: str
) -> Checked:
    named = [at - 1 for at in said.ids if 0 < at <= len(shown)]
    cited = [shown[at] for at in named]
    detail = ""
    if cited:
        verdict = check(said.text, [one.text for one in cited], language)
        detail = verdict.detail
        if verdict.supported:
            spans = _narrowed(said.text, cited, language) or tuple(one.passage for one in cited)
            return Checked(said.text, spans, claim=True)
    for group in (shown, others):
        if spans := _narrowed(said.text, group, language):
            return Checked(said.text, spans, claim=True)
    near = tuple(named) or _nearest(said.text, shown, language)
    if not cited and near:
        detail = check(said.text, [shown[at].text for at in near], language).detail
    return Checked(said.text, (), is_claim(said.text, language), detail, near)


def _retells(
    evidence: tuple[Passage, ...],
    words: set[str],
    told: Sequence[tuple[tuple[Passage, ...], set[str]]],
) -> bool:
    """Say whether a sentence tells what one before it told of the same evidence."""
    return any(
        evidence == other and len(words & said) >= _RETOLD * min(len(words), len(said))
        for other, said in told
    )


def _narrowed(text: str, group: Sequence[Numbered], language: str) -> tuple[Passage, ...]:
    """Return the spans of passages that bear a sentence, in the offsets of their sources.

    Each passage is given as a text of its own, so that no whole source is looked at.
    """
    if not group:
        return ()
    names = {str(at): one for at, one in enumerate(group)}
    local = [
        Passage(source_id=name, start=0, end=len(one.text.encode())) for name, one in names.items()
    ]
    spans = narrow(text, local, {name: one.text for name, one in names.items()}, language)
    found = []
    for span in spans:
        passage = names[span.source_id].passage
        update = {"start": passage.start + span.start, "end": passage.start + span.end}
        found.append(passage.model_copy(update=update))
    return tuple(found)


def _nearest(text: str, group: Sequence[Numbered], language: str) -> tuple[int, ...]:
    words = set(content_tokens(text, language))
    shared = {
        at: len(words & set(content_tokens(one.text, language))) for at, one in enumerate(group)
    }
    best = sorted((at for at in shared if shared[at]), key=lambda at: (-shared[at], at))
    return tuple(best[:_NEAREST])


def _is_sentence(text: str, language: str) -> bool:
    if _ABOUT_ITSELF.match(text) or text.endswith(("?", "？")):
        return False
    least = 2 * _FEWEST_WORDS if language in CHARACTER_LANGUAGES else _FEWEST_WORDS
    size = len(text) if language in CHARACTER_LANGUAGES else len(tokens(text, language))
    return size >= least


def _ended(text: str, language: str) -> str:
    """Return a sentence with its full stop and, in English, its capital."""
    text = text.strip().rstrip(",;:，；：、")
    if not _STOP.search(text):
        text += "。" if language in CHARACTER_LANGUAGES else "."
    return text
