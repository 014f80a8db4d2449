"""Composing a chapter from sentences of its evidence."""

from collections.abc import Iterator, Sequence

from shared.authoring.extractive import lengths
from shared.authoring.extractive.material import Candidate, Material
from shared.authoring.extractive.relevance import Relevance
from shared.authoring.extractive.selection import select, usable_of
from shared.authoring.extractive.shortening import shorten
from shared.authoring.extractive.standalone import Fitness
from shared.authoring.model import (
    Chapter,
    ChapterPlan,
    OutlineNode,
    Paragraph,
    Section,
    SourceDocument,
)
from shared.authoring.text.duplicates import near_duplicates
from shared.authoring.text.language import CHARACTER_LANGUAGES, detect
from shared.authoring.text.words import content_tokens
from shared.errors import QuireError
from shared.reasons import Reason

_LEAST_LEFT = 0.3
"""Of its share, what a section gets however much the ones before it took."""

_REPEATS = 0.5
_TITLE, _SUMMARY, _CHAPTER, _QUERY = 1.0, 0.5, 0.4, 0.3
_LONGEST_PARAGRAPH = 6
_SHORT_PARAGRAPH = 2


def compose(plan: ChapterPlan, sources: Sequence[SourceDocument]) -> Chapter:
    """Return the chapter: a section for each node, sentences of its passages in each.

    Every sentence is one of a source, word for word, with the place where it stands.
    Nodes with more material than their share of the chapter's length get what bears
    most on them and repeats least; the order is that of the sources, the most useful
    source first, so that what belongs together there stays together.

    Raises QuireError(STEP_FAILED), metadata ``step``, ``node_id``, ``title``, when the
    evidence holds no sentence, as where it is all tables or code.
    """
    material = Material(sources)
    language = plan.language or detect(plan.node.title)
    found = {
        node.id: [
            candidate
            for passage in plan.passages.get(node.id, ())
            for candidate in material.candidates(passage)
        ]
        for node in _nodes(plan.node)
    }
    if not any(found.values()):
        raise QuireError(
            Reason.STEP_FAILED,
            f"the passages given for the chapter {plan.node.title!r} (node {plan.node.id!r}) hold "
            "no sentence to write from",
            metadata={"step": "chapter", "node_id": plan.node.id, "title": plan.node.title},
        )
    _drop_repeats(found)
    _prefer_language(found, language)
    budgets = _budgets(plan, found)
    carried = 0.0

    def section(node: OutlineNode) -> Section:
        nonlocal carried
        subject = (
            (content_tokens(node.title, language), _TITLE),
            (content_tokens(node.content_summary, language), _SUMMARY),
            (content_tokens(plan.node.title, language), _CHAPTER),
            (content_tokens(plan.query, language), _QUERY),
        )
        relevance = Relevance([one.words for one in found[node.id]], subject)
        # What one section did not fill, or took too much, the next one gets or lacks.
        budget = max(budgets[node.id] + carried, _LEAST_LEFT * budgets[node.id])
        chosen = select(found[node.id], relevance, budget)
        carried += budgets[node.id] - sum(one.size for one in chosen)
        return Section(
            node_id=node.id,
            title=node.title,
            paragraphs=tuple(_paragraphs(chosen)),
            sections=tuple(section(child) for child in node.children),
        )

    chapter = Chapter(role="body", section=section(plan.node))
    if plan.max_length:
        (chapter,), _ = shorten(
            [chapter], plan.max_length, language, plan.query, whatever_it_takes=True
        )
    return chapter


def _nodes(node: OutlineNode) -> Iterator[OutlineNode]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _drop_repeats(found: dict[str, list[Candidate]]) -> None:
    """Remove sentences that repeat an earlier one of the chapter; no node loses all."""
    flat = [(name, candidate) for name, group in found.items() for candidate in group]
    repeats = near_duplicates([candidate.words for _, candidate in flat], _REPEATS)
    kept: dict[str, list[Candidate]] = {name: [] for name in found}
    for at, (name, candidate) in enumerate(flat):
        if at not in repeats:
            kept[name].append(candidate)
    for name, group in kept.items():
        if group:
            found[name] = group


def _prefer_language(found: dict[str, list[Candidate]], language: str) -> None:
    """Leave out what is in another script, wherever a node has sentences of the document's."""
    own = language in CHARACTER_LANGUAGES
    for name, group in found.items():
        same = [one for one in group if (one.language in CHARACTER_LANGUAGES) == own]
        if same:
            found[name] = same


def _budgets(plan: ChapterPlan, found: dict[str, list[Candidate]]) -> dict[str, float]:
    """Share the chapter's length out: who has little keeps it, the others share the rest.

    The shares are even, or as the nodes' own lengths are.
    """
    sizes = {
        name: float(sum(one.size for one in usable_of(sorted(group, key=lambda one: one.place))))
        for name, group in found.items()
    }
    named = {
        node.id: node.target_length - sum(child.target_length for child in node.children)
        for node in _nodes(plan.node)
    }
    filled = [name for name, size in sizes.items() if size]
    even = not all(named[name] > 0 for name in filled)
    shares = lengths.share_out(
        lengths.of_chapter(plan),
        [1.0 if even else float(named[name]) for name in filled],
        [sizes[name] for name in filled],
    )
    return {**dict.fromkeys(found, 0.0), **dict(zip(filled, map(float, shares), strict=True))}


def _paragraphs(chosen: Sequence[Candidate]) -> Iterator[Paragraph]:
    """Group sentences as the source does; short paragraphs of a source are joined.

    What is no sentence, such as an item of a list, has a line of its own.
    """
    groups: list[list[Candidate]] = []
    for candidate in chosen:
        last = groups[-1] if groups else []
        apart = last and min(candidate.fitness, last[-1].fitness) <= Fitness.FRAGMENT
        if (last and not apart) and (
            candidate.block == last[-1].block
            or candidate.follows(last[-1])
            or _join(last, candidate, chosen)
        ):
            last.append(candidate)
        else:
            groups.append([candidate])
    for group in groups:
        for part in _parts(group):
            yield Paragraph(sentences=tuple(candidate.sentence() for candidate in part))


def _join(last: Sequence[Candidate], candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    block = sum(other.block == candidate.block for other in chosen)
    return (
        candidate.passage.source_id == last[-1].passage.source_id
        and candidate.passage.place == last[-1].passage.place
        and len(last) < _SHORT_PARAGRAPH + 1
        and block <= _SHORT_PARAGRAPH
    )


def _parts(group: Sequence[Candidate]) -> Iterator[Sequence[Candidate]]:
    """Cut a long paragraph into even ones."""
    count = -(-len(group) // _LONGEST_PARAGRAPH)
    size = -(-len(group) // count)
    for start in range(0, len(group), size):
        yield group[start : start + size]
