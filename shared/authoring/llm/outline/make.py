"""An outline made with a model, held to the evidence by code."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from shared.authoring.brief import Brief
from shared.authoring.extractive.outline import outline as extractive_outline
from shared.authoring.llm.aside import in_thread
from shared.authoring.llm.outline.draft import OFFERED, draft, put, read_draft, revise
from shared.authoring.llm.outline.finish import (
    Question,
    add_points,
    finish,
    shape,
    wishes,
)
from shared.authoring.llm.outline.gaps import Gap, meet, uncovered
from shared.authoring.llm.outline.grounds import Grounds
from shared.authoring.llm.outline.questions import ask_questions
from shared.authoring.llm.outline.settle import Cluster, clusters
from shared.authoring.llm.outline.tree import Node, copy, from_nodes, walk
from shared.authoring.llm.outline.words import BATCH, add_purposes, foreign, translate
from shared.authoring.model import Evidence, Outline, Passage, SourceDocument
from shared.authoring.models.budget import BudgetReachedError
from shared.authoring.models.port import Model
from shared.authoring.roles.draft_outline import read_draft as read_own_draft
from shared.authoring.roles.requirements import Requirement, requirements

REVISIONS = 2
"""Times that the model is asked to mend an outline, at most."""

_PURPOSES, _TRANSLATIONS = 2, 4
"""Calls for purposes and for titles in another language, at most."""

_USABLE = 0.4
_TOLERANCE, _GROUND, _LARGEST = 0.05, 0.7, 0.5
_SUBJECTS, _GENRE = 60, 2000

T = TypeVar("T")


async def make_outline(
    model: Model,
    query: str,
    brief: Brief,
    sources: Sequence[SourceDocument],
    evidence: Evidence,
    base: Outline,
) -> Outline:
    """Return the outline of a document on ``query``, as good as ``base`` or better.

    Three perspectives ask questions (STORM, see ``outline_questions``), retrieval answers
    them, the model drafts, code checks: each node has evidence of its own (one without is
    dropped, and what it was to say goes up), each requirement a node, and clusters of
    evidence that no node covers are offered to the model once, in two revisions at most;
    what then is left gets a node by code. A draft outline of the user's (a source with
    that role) takes the place of the model's: its titles and order stay, and nodes are
    added below only. Chapters that are no more than introduction or conclusion are
    left out, for fusion makes these.

    The model's outline is used only if it is no worse than ``base``: its coverage of the
    evidence (``Grounds.coverage``) is at most 0.05 below, at least 70 % of the words of its
    titles (or as many as of ``base``) occur in the evidence or the query, and its largest
    chapter holds at most half of the evidence (or the share that one of ``base`` does).
    Else the structure of ``base`` is kept, with the questions as key points, and the
    requirements.

    Calls: 3 for questions, 1 for the draft, up to 2 revisions, up to 2 for purposes of
    the first 48 nodes; up to 4 more only where titles have to be put into another language.
    When a budget is reached the best so far is returned. Time is linear in passages
    and, for each, in nodes; work is done in a thread.

    Args:
        base: what the extractive author made of the same evidence.

    Raises QuireError OUTLINE_* for a draft that cannot be read, MODEL_* where the model
    cannot be reached. An answer that cannot be used is no error.
    """
    language = brief.language or base.language
    spoken = language.partition("-")[0].lower()
    work = await in_thread(_prepare, query, brief, sources, evidence, base, spoken)
    if work is None:
        return wishes(base, brief, language)
    turn = _Turns()
    await _structure(model, work, turn)
    await _word(model, work, turn)
    return await in_thread(finish, work.roots, work.base, brief, language, work.grounds)


@dataclass(slots=True)
class _Work:
    """An outline in the making and all that it is made from.

    Args:
        roots: the structure so far: that of the user's draft, of ``base`` or of the model.
        left: passages that fit none of its nodes.

    """

    query: str
    brief: Brief
    language: str
    base: Outline
    grounds: Grounds
    groups: list[Cluster]
    required: tuple[Requirement, ...]
    roots: list[Node]
    left: list[Passage]
    questions: list[Question] = field(default_factory=list)

    @property
    def drafted(self) -> bool:
        """Whether the structure is the user's own."""
        return any(root.kept for root in self.roots)


class _Turns:
    """Makes calls until a budget is reached, and none after that."""

    def __init__(self) -> None:
        self.stopped = False

    async def __call__(self, call: Callable[[], Awaitable[T]], otherwise: T) -> T:
        """Return what ``call`` gives, ``otherwise`` if there is no budget for it."""
        if self.stopped:
            return otherwise
        try:
            return await call()
        except BudgetReachedError:
            self.stopped = True
            return otherwise


def _prepare(
    query: str,
    brief: Brief,
    sources: Sequence[SourceDocument],
    evidence: Evidence,
    base: Outline,
    language: str,
) -> _Work | None:
    """Return what is to be worked on, ``None`` if there is no evidence to build on."""
    own = next((read_own_draft(s) for s in sources if s.info.role == "outline"), None)
    # What a draft leaves out stands in the outline that the evidence gives without it.
    plain = base if own is None else extractive_outline(query, sources, evidence)
    grounds = Grounds(query, sources, evidence, plain)
    if not grounds.ranks or not plain.nodes:
        return None
    groups = clusters(plain.nodes)
    if own is not None:
        roots = from_nodes(own.nodes, kept=True)
        base = base.model_copy(update={"title": own.title or base.title})
    else:
        roots = from_nodes(base.nodes)
    left = shape(roots, brief, groups, grounds)
    required = requirements(sources)
    return _Work(query, brief, language, base, grounds, groups, required, roots, left)


async def _structure(model: Model, work: _Work, turn: _Turns) -> None:
    """Find questions and the best structure, and mend it."""
    grounds = work.grounds
    materials = {
        "query": work.query,
        "subjects": "\n".join(grounds.subjects()[:_SUBJECTS]),
        "genre": work.brief.genre.text[:_GENRE] if work.brief.genre else "",
        "requirements": "\n".join(one.text for one in work.required),
    }
    drafted: list[Node] = []
    if grounds.speaks(work.language):
        asked = {name: materials[name] for name in ("query", "subjects")}
        work.questions, reached = await ask_questions(model, work.language, asked, grounds)
        turn.stopped = reached is not None
        if not work.drafted:
            now = partial(
                draft, model, work.brief, work.language, materials, work.questions, grounds
            )
            answer = await turn(now, "")
            drafted = await in_thread(_usable, answer, work)
    if drafted:
        roots = copy(drafted)
        await _mend(model, roots, work, turn)
        if await in_thread(_no_worse, roots, work.roots, grounds):
            work.roots = roots
            return
    await _mend(model, work.roots, work, turn if not drafted else _stopped())


def _stopped() -> _Turns:
    turn = _Turns()
    turn.stopped = True
    return turn


def _usable(answer: str, work: _Work) -> list[Node]:
    """Return the structure of an answer, ``[]`` if it is hardly one of this evidence."""
    roots = read_draft(answer, work.language, work.brief, work.questions, work.groups, work.grounds)
    if len(roots) < (1 if work.brief.chapters == 1 else 2):
        return []
    shape(roots, work.brief, work.groups, work.grounds)
    return roots if work.grounds.coverage(roots) >= _USABLE else []


async def _mend(model: Model, roots: list[Node], work: _Work, turn: _Turns) -> None:
    """Give what the outline lacks a node: where the model says, else where code finds."""
    grounds = work.grounds
    gaps = await in_thread(_gaps, roots, work)
    for _ in range(REVISIONS):
        offered, rest = gaps[:OFFERED], gaps[OFFERED:]
        if not offered or turn.stopped:
            break
        now = partial(revise, model, roots, offered, work.brief, work.language, work.query, grounds)
        done = await turn(now, set[int]())
        await in_thread(
            _put, [gap for at, gap in enumerate(offered) if at not in done], roots, work
        )
        gaps = rest
    await in_thread(_put, gaps, roots, work)
    await in_thread(_settle, roots, work)


def _gaps(roots: list[Node], work: _Work) -> list[Gap]:
    left = shape(roots, work.brief, work.groups, work.grounds)
    lacking = meet(roots, work.required, work.grounds, work.language)
    return [*lacking, *uncovered(left, work.groups, work.grounds)]


def _put(gaps: Sequence[Gap], roots: list[Node], work: _Work) -> None:
    for gap in gaps:
        put(roots, gap, gap.title, "", work.brief, work.grounds)


def _settle(roots: list[Node], work: _Work) -> None:
    """Give the mended outline its evidence; requirements follow theirs."""
    shape(roots, work.brief, work.groups, work.grounds)
    meet(roots, work.required, work.grounds, work.language, last=True)


def _no_worse(roots: Sequence[Node], base: Sequence[Node], grounds: Grounds) -> bool:
    """Whether an outline may take the place of the extractive one; see ``make_outline``."""
    if grounds.coverage(roots) < grounds.coverage(base) - _TOLERANCE:
        return False
    if _ground(roots, grounds) < min(_GROUND, _ground(base, grounds)):
        return False
    return _largest(roots) <= max(_LARGEST, _largest(base))


def _ground(roots: Sequence[Node], grounds: Grounds) -> float:
    shares = [grounds.grounded(node.title) for node in walk(roots)]
    return sum(shares) / len(shares) if shares else 0.0


def _largest(roots: Sequence[Node]) -> float:
    sizes = [len(root.all_passages()) for root in roots]
    return max(sizes) / sum(sizes) if sum(sizes) else 1.0


async def _word(model: Model, work: _Work, turn: _Turns) -> None:
    """Add key points and purposes, and put titles into the outline's language."""
    await in_thread(add_points, work.roots, work.questions)
    grounds, language = work.grounds, work.language
    strange = foreign(work.roots, language, grounds)
    taken = {node.title for node in walk(work.roots)}
    for start in range(0, min(len(strange), _TRANSLATIONS * BATCH), BATCH):
        some = strange[start : start + BATCH]
        await turn(partial(translate, model, some, taken, language, grounds), None)
    chapters = list(work.roots)
    rest = [node for node in walk(work.roots) if node not in chapters]
    nodes = [node for node in (*chapters, *rest) if not node.purpose]
    for start in range(0, min(len(nodes), _PURPOSES * BATCH), BATCH):
        some = nodes[start : start + BATCH]
        await turn(partial(add_purposes, model, some, language, work.query, grounds), None)
