"""Making one document of chapters that a model wrote, by edits that code applies and checks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.authoring.counts import sentences_of
from shared.authoring.extractive.own_ends import closes, opens
from shared.authoring.llm.aside import Aside, in_thread
from shared.authoring.llm.fusion.close import with_end
from shared.authoring.llm.fusion.edits import Placed, apply, closed, opened, placed
from shared.authoring.llm.fusion.ends import (
    LEAST_SENTENCES,
    Role,
    ask_end,
    grounded,
    ranked,
    wanted,
)
from shared.authoring.llm.fusion.lengths import too_much
from shared.authoring.llm.fusion.quotes import Quotes
from shared.authoring.llm.fusion.repeats import repeats
from shared.authoring.llm.fusion.terms import unify
from shared.authoring.llm.fusion.transitions import accepted, ask_transition, stands_before
from shared.authoring.model import (
    Change,
    Chapter,
    DocumentPlan,
    Draft,
    Sentence,
    SourceDocument,
)
from shared.authoring.models.port import Model
from shared.authoring.text.counts import length
from shared.gather import run_all


@dataclass(frozen=True, slots=True)
class Tidied:
    """The chapters without repeats and with one name for one thing.

    Args:
        best: cited sentences by chapter, see ``ends.ranked``.
        size: length of all chapters, in the unit of the document's language.

    """

    chapters: tuple[Chapter, ...]
    changes: tuple[Change, ...]
    best: tuple[tuple[Placed, ...], ...]
    size: int


@dataclass(frozen=True, slots=True)
class Answers:
    """What a model wrote, not checked yet.

    Args:
        transitions: by index of the chapter to which they lead.
        ends: text with ids, and the sentences that the ids from 1 mean.

    """

    transitions: dict[int, str]
    ends: dict[Role, tuple[str, tuple[Sentence, ...]]]


async def fuse(
    model: Model,
    plan: DocumentPlan,
    chapters: Sequence[Chapter],
    sources: Sequence[SourceDocument],
    base: Draft,
    aside: Aside = in_thread,
) -> Draft:
    """Return the document of the chapters; their citations hold in it too.

    Code takes out repeats, gives a thing the same name throughout and keeps the document
    under its ceiling. The model is asked for an introduction, a conclusion and a
    sentence between chapters, all at once: as many calls as there are boundaries, and two.
    Each answer is checked; where none stands there is no such sentence, and introduction and
    conclusion are those of ``base``. So they are when a budget is reached.

    Raises QuireError where the model cannot be asked at all (MODEL_UNAVAILABLE,
    MODEL_RATE_LIMITED, MODEL_REJECTED).

    Args:
        base: the same chapters, fused without a model.
        aside: does what takes the processor long.

    """
    said = [one for chapter in chapters for one in sentences_of(chapter.section)]
    quotes = Quotes(sources).only(passage for one in said for passage in one.evidence)
    tidy = await aside(tidied, plan, tuple(chapters), quotes)
    answers = await _asked(model, plan, tidy)
    return await aside(composed, plan, tidy, answers, quotes, base)


def tidied(plan: DocumentPlan, chapters: Sequence[Chapter], quotes: Quotes) -> Tidied:
    """Return the chapters as far as code alone can edit them."""
    there = placed(chapters)
    gone = repeats(there, quotes, plan.language)
    changes = [_change("repeat_removed", chapters, one) for one in there if one.number in gone]
    chapters = apply(chapters, dict.fromkeys(gone))
    there = placed(chapters)
    named = unify(there, quotes, plan.language)
    changes += [
        _change("term_unified", chapters, one, named[one.number].text)
        for one in there
        if one.number in named
    ]
    chapters = apply(chapters, named)
    there = placed(chapters)
    titles = [chapter.section.title for chapter in chapters]
    size = sum(length(one.sentence.text, plan.language) for one in there if one.prose)
    return Tidied(chapters, tuple(changes), ranked(there, plan, titles, quotes), size)


def composed(
    plan: DocumentPlan,
    tidy: Tidied,
    answers: Answers,
    quotes: Quotes,
    base: Draft,
) -> Draft:
    """Return the document with what stands of the model's answers."""
    language = plan.language
    changes = list(tidy.changes)
    bodies = list(tidy.chapters)
    for at, answer in answers.transitions.items():
        sentence = accepted(answer, tidy.chapters[at - 1], tidy.chapters[at], quotes, language)
        if sentence is not None:
            place = at - 1 if stands_before(sentence.text) else at
            put = closed if place < at else opened
            bodies[place] = put(bodies[place], sentence)
            node_id = bodies[place].section.node_id
            changes.append(Change(kind="transition_added", chapter_id=node_id, after=sentence.text))
    goal = wanted(tidy.size, language)
    said = [one for chapter in bodies for one in sentences_of(chapter.section)]
    ends: dict[Role, list[Sentence]] = {}
    for role, (text, shown) in answers.ends.items():
        own = grounded(text, shown, said, quotes, goal, language)
        if len(own) >= LEAST_SENTENCES:
            ends[role] = own
            said += own
    document = tuple(bodies)
    for role in _roles(plan):
        document, moved = with_end(document, role, ends.get(role, []), base, plan)
        changes += moved
    gone = too_much(document, plan.max_length, language)
    changes += [_change("shortened", document, one) for one in gone]
    return Draft(
        title=plan.title,
        language=language,
        chapters=apply(document, dict.fromkeys(one.number for one in gone)),
        wording="checked",
        missing=base.missing,
        changes=tuple(changes),
    )


async def _asked(model: Model, plan: DocumentPlan, tidy: Tidied) -> Answers:
    titles = [chapter.section.title for chapter in tidy.chapters]
    nodes = {chapter.node.id: chapter.node for chapter in plan.chapters}
    transitions: dict[int, str] = {}
    ends: dict[Role, tuple[str, tuple[Sentence, ...]]] = {}

    async def end(role: Role) -> None:
        ends[role] = await ask_end(model, role, plan, tidy.best, titles, tidy.size)

    async def transition(at: int) -> None:
        before, following = tidy.chapters[at - 1], tidy.chapters[at]
        node = nodes.get(following.section.node_id)
        transitions[at] = await ask_transition(model, before, following, node, plan.language)

    await run_all(
        [
            *(end(role) for role in _roles(plan)),
            *(transition(at) for at in range(1, len(tidy.chapters))),
        ]
    )
    return Answers(dict(sorted(transitions.items())), {role: ends[role] for role in _roles(plan)})


def _roles(plan: DocumentPlan) -> Iterator[Role]:
    """Yield what the document needs: an outline may open or close with a chapter of its own."""
    if plan.chapters and not opens(plan.chapters[0].node.title):
        yield "introduction"
    if plan.chapters and not closes(plan.chapters[-1].node.title):
        yield "summary"


def _change(kind: str, chapters: Sequence[Chapter], one: Placed, after: str = "") -> Change:
    return Change.model_validate(
        {
            "kind": kind,
            "chapter_id": chapters[one.chapter].section.node_id,
            "before": one.sentence.text,
            "after": after,
        }
    )
