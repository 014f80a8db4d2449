"""Drafting and revising an outline with a model, each answer checked against the evidence."""

from collections.abc import Sequence
from functools import partial

from shared.authoring.brief import Brief
from shared.authoring.extractive.headings import key_words, say_the_same
from shared.authoring.llm.outline import answers as outline_answers
from shared.authoring.llm.outline import prompts as outline_prompts
from shared.authoring.llm.outline.ask import ask
from shared.authoring.llm.outline.finish import MOST_POINTS, Question, depth_of
from shared.authoring.llm.outline.gaps import Gap, fill
from shared.authoring.llm.outline.grounds import Grounds
from shared.authoring.llm.outline.settle import Cluster
from shared.authoring.llm.outline.titles import is_frame, tidy, words_of
from shared.authoring.llm.outline.tree import Node, without_repeats
from shared.authoring.models.port import Model

MOST_CHAPTERS = 12
_FEWEST, _MOST = 3, 9
_PASSAGES_A_CHAPTER = 5
_LENGTH_A_CHAPTER = 600
_LENGTH_A_SECTION, _MOST_SECTIONS = 400, 12
_TOKENS, _TOKENS_A_TITLE, _MOST_TOKENS = 600, 25, 4000
_EXCERPT = 200

OFFERED = 12
"""Gaps that one revision offers."""


async def draft(
    model: Model,
    brief: Brief,
    language: str,
    materials: dict[str, str],
    questions: Sequence[Question],
    grounds: Grounds,
) -> str:
    """Return the outline that the model writes, as it writes it; ``""`` for none."""
    told = [
        f"{question.text} {grounds.excerpt(question.passages, _EXCERPT)}" for question in questions
    ]
    chapters, sections = _shape(brief, len(grounds.ranks))
    titles = chapters * (1 + (sections or 0))
    return await ask(
        model,
        partial(outline_prompts.draft, chapters, sections, language),
        {**materials, "questions": outline_prompts.lines(told)},
        max_tokens=min(max(_TOKENS, _TOKENS_A_TITLE * titles), _MOST_TOKENS),
    )


def read_draft(
    answer: str,
    language: str,
    brief: Brief,
    questions: Sequence[Question],
    groups: Sequence[Cluster],
    grounds: Grounds,
) -> list[Node]:
    """Return the usable titles of an answer as a tree.

    A title that says nothing of the evidence is left out, with what stands below it
    moved up; a chapter with sections then has no title yet. One that names a cluster of
    the extractive outline has its passages at home.
    """
    homes = [(key_words(group.title), group.passages) for group in groups]

    def nodes(entries: Sequence[outline_answers.Entry], level: int) -> list[Node]:
        found: list[Node] = []
        for entry in entries:
            below = nodes(entry.below, level + 1)
            title = tidy(entry.title, language, grounds.casing)
            if not title or not grounds.is_title(title):
                if level == 1 and len(below) > 1 and not is_frame(title or entry.title):
                    found.append(Node("", parts=below))
                else:
                    found += below
                continue
            asked = [questions[n - 1].text for n in entry.ids if 1 <= n <= len(questions)]
            words = key_words(title)
            home = tuple(
                passage for said, passages in homes if say_the_same(said, words)
                for passage in passages
            )  # fmt: skip
            found.append(Node(title, points=asked[:MOST_POINTS], home=home, parts=below))
        return found

    roots = nodes(outline_answers.entries(answer), 1)
    without_repeats(roots)
    return roots[: max(MOST_CHAPTERS, brief.chapters)]


async def revise(
    model: Model,
    roots: list[Node],
    gaps: Sequence[Gap],
    brief: Brief,
    language: str,
    query: str,
    grounds: Grounds,
) -> set[int]:
    """Ask once where gaps belong, at most ``OFFERED``; return which got a node by the answer."""
    offered = list(gaps[:OFFERED])
    new = not any(root.kept for root in roots) and len(roots) < (brief.chapters or MOST_CHAPTERS)
    answer = await ask(
        model,
        partial(outline_prompts.revise, len(offered), language, new=new),
        {
            "query": query,
            "outline": outline_prompts.lines([root.title for root in roots]),
            "lacking": outline_prompts.lines([gap.told for gap in offered]),
        },
        max_tokens=40 * len(offered) + 40,
    )
    done: set[int] = set()
    for number, line in outline_answers.numbered(answer).items():
        if not 1 <= number <= len(offered):
            continue
        gap = offered[number - 1]
        said, where = outline_answers.placed(line)
        if not where:
            continue
        title = tidy(said, language, grounds.casing)
        about = words_of(title) & (
            frozenset().union(*(grounds.words(p) for p in gap.passages)) | words_of(gap.told)
        )
        title = title if about - grounds.query_words and grounds.is_title(title) else gap.title
        put(roots, gap, title, where, brief, grounds)
        done.add(number - 1)
    return done


def put(
    roots: list[Node], gap: Gap, title: str, where: str, brief: Brief, grounds: Grounds
) -> None:
    """Give a gap its node; see ``outline_gaps.fill``."""
    fill(roots, gap, title, where, chapters=brief.chapters, depth=depth_of(brief), grounds=grounds)


def _shape(brief: Brief, passages: int) -> tuple[int, int | None]:
    """Return how many chapters the model is asked for, and sections in each (0: open)."""
    chapters = brief.chapters
    if not chapters:
        chapters = min(max(passages // _PASSAGES_A_CHAPTER, _FEWEST), _MOST)
        if brief.target_length:
            by_length = max(brief.target_length // _LENGTH_A_CHAPTER, _FEWEST)
            chapters = min(chapters, by_length)
    if depth_of(brief) == 1:
        return chapters, None
    by_length = brief.target_length // (_LENGTH_A_SECTION * chapters)
    return chapters, min(by_length, _MOST_SECTIONS) if by_length > 1 else 0
