"""Writing a chapter with a model: part by part, every citation checked by code."""

from collections.abc import Iterator, Sequence

from shared.authoring.llm.aside import Aside
from shared.authoring.llm.chapter.ask import Asker
from shared.authoring.llm.chapter.evidence import numbered
from shared.authoring.llm.chapter.lengths import Body, shorten
from shared.authoring.llm.chapter.parts import shares
from shared.authoring.llm.chapter.reach import measure
from shared.authoring.llm.chapter.writer import Writer
from shared.authoring.model import (
    Chapter,
    ChapterPlan,
    OutlineNode,
    Paragraph,
    Section,
    SourceDocument,
)
from shared.authoring.models.budget import BudgetReachedError
from shared.authoring.models.port import Model, TextSink
from shared.authoring.roles.style import style_guide
from shared.authoring.text.language import detect
from shared.errors import QuireError
from shared.reasons import Reason


async def write_chapter(
    model: Model,
    plan: ChapterPlan,
    sources: Sequence[SourceDocument],
    on_text: TextSink,
    *,
    aside: Aside,
) -> Chapter:
    """Write a chapter from its evidence.

    Each section is written in parts that the model's context window holds, from
    passages that it must cite. Every sentence is then checked against them; what
    they do not bear is repaired once, else it loses its citation and is marked, or
    removed where the plan is strict. A part for which the model writes nothing that
    holds is taken from its passages word for word. Of a budget that is reached on the
    way, the chapter is what stands by then.

    Args:
        aside: does what would hold up the event loop.

    Raises QuireError of the model's (unavailable, rate limited, rejected), and
    STEP_FAILED, metadata ``step``, ``node_id``, ``title``, where the evidence holds
    nothing to write from; BudgetReachedError before anything can stand.
    """
    language = plan.language or detect(plan.node.title)
    data = {source.info.id: source for source in sources if source.info.role == "data"}
    evidence = await aside(numbered, plan, _needed(plan, data), language)
    sample = " ".join(one.text for group in evidence.values() for one in group[:2])
    reach = await measure(model, sample, language)
    asker = Asker(model, reach, plan, language, style_guide(sources))
    share = shares(plan, evidence, language)
    writer = Writer(model, plan, data, language, evidence, reach, asker, aside, on_text)
    try:
        for level, node in _levels(plan.node, 2):
            await writer.section(node, share.get(node.id, 0), level=level)
    except BudgetReachedError:
        if not _stands(writer.body):
            raise
    if not _stands(writer.body):
        raise _no_sentence(plan)
    body = await aside(shorten, writer.body, share, plan.target_length, plan.max_length, language)
    return Chapter(role="body", section=_section(plan.node, body, whole=writer.spent is None))


def _needed(plan: ChapterPlan, data: dict[str, SourceDocument]) -> dict[str, str]:
    cited = {passage.source_id for group in plan.passages.values() for passage in group}
    return {name: data[name].text for name in sorted(cited) if name in data}


def _levels(node: OutlineNode, level: int) -> Iterator[tuple[int, OutlineNode]]:
    yield level, node
    for child in node.children:
        yield from _levels(child, level + 1)


def _stands(body: Body) -> bool:
    return any(one.evidence for group in body.values() for paragraph in group for one in paragraph)


def _section(node: OutlineNode, body: Body, *, whole: bool) -> Section:
    """Return a node with its text; where a budget cut the writing short, without empty ones."""
    below = tuple(
        section
        for child in node.children
        if (section := _section(child, body, whole=whole)).paragraphs or section.sections or whole
    )
    return Section(
        node_id=node.id,
        title=node.title,
        paragraphs=tuple(
            Paragraph(sentences=tuple(sentences))
            for sentences in body.get(node.id, ())
            if sentences
        ),
        sections=below,
    )


def _no_sentence(plan: ChapterPlan) -> QuireError:
    return QuireError(
        Reason.STEP_FAILED,
        f"the passages given for the chapter {plan.node.title!r} (node {plan.node.id!r}) hold "
        "no sentence to write from",
        metadata={"step": "chapter", "node_id": plan.node.id, "title": plan.node.title},
    )
