"""The nodes of the document graph. Each says what it does, then does it as a kept step."""

from functools import partial
from operator import itemgetter
from typing import cast

from langgraph.runtime import Runtime
from langgraph.types import Send

from document_service.graph.state import ChapterState, Deps, State
from shared.authoring.counts import chapter_counts
from shared.authoring.finish import finished
from shared.authoring.missing import missing_chapter, with_missing
from shared.authoring.model import Chapter, ChapterPlan, DocumentPlan, Draft
from shared.authoring.models.budget import BudgetReachedError
from shared.authoring.port import Author
from shared.counting import count
from shared.cpu.step import run_step
from shared.errors import QuireError
from shared.events.payloads import ChapterCompleted, ChapterStarted, ChapterText, Progress
from shared.jobs.model import JsonValue
from shared.reasons import Reason

_CHAPTERS_FROM, _CHAPTERS_TO = 0.1, 0.8


async def split(state: State, runtime: Runtime[Deps]) -> State:
    """Split the outline into chapters and give each its evidence."""
    deps = runtime.context
    await _say(deps, "split", "Splitting the outline into chapters", 0.02)

    async def work(author: Author) -> DocumentPlan:
        request = deps.request
        return await author.plan(request.outline, deps.sources, strict=request.strict)

    given: dict[str, JsonValue] = {
        "outline": cast("JsonValue", deps.request.outline.model_dump(mode="json")),
        "strict": deps.request.strict,
    }
    plan = await deps.paid.step("plan", "", given, work, DocumentPlan)
    await _say(deps, "split", f"{count(len(plan.chapters), 'chapter')} to write", _CHAPTERS_FROM)
    return {"plan": plan}


def each_chapter(state: State) -> list[Send]:
    """Send each chapter down a branch of its own."""
    return [Send("chapter", ChapterState(chapter=chapter)) for chapter in state["plan"].chapters]


async def chapter(state: ChapterState, runtime: Runtime[Deps]) -> State:
    """Write one chapter, or take it from the journal if an earlier attempt wrote it."""
    deps, plan = runtime.context, state["chapter"]
    title, chapter_id = plan.node.title, plan.node.id

    async def work(author: Author) -> Chapter:
        await deps.job.emit(ChapterStarted(chapter_id, title, plan.index, plan.total))

        async def on_text(piece: str) -> None:
            await deps.job.emit(ChapterText(chapter_id, deps.job.attempt, piece))

        return await author.write(plan, deps.sources, on_text)

    given: dict[str, JsonValue] = {
        "plan": cast("JsonValue", plan.model_dump(mode="json")),
        "sources": _digests(deps, plan),
    }
    try:
        written = await deps.paid.step(
            "chapter", chapter_id, given, work, Chapter, completed=partial(_completed, plan)
        )
    except BudgetReachedError as error:
        return {"missing": [(plan.index, missing_chapter(plan, error))]}
    deps.chapters_done += 1
    share = deps.chapters_done / plan.total
    await deps.job.emit(
        Progress(
            step="chapters",
            message=f"Chapter {deps.chapters_done} of {plan.total} written",
            fraction=_CHAPTERS_FROM + (_CHAPTERS_TO - _CHAPTERS_FROM) * share,
            chapter_id=chapter_id,
            chapter_title=title,
        )
    )
    return {"chapters": [(plan.index, written)]}


async def fuse(state: State, runtime: Runtime[Deps]) -> State:
    """Make one document of the chapters."""
    deps, plan = runtime.context, state["plan"]
    chapters = [one for _, one in sorted(state["chapters"], key=itemgetter(0))]
    reached = deps.paid.budget.reached
    if not chapters and reached is not None:
        raise QuireError(
            Reason.BUDGET_TOO_SMALL,
            f"{reached.reason} before any chapter was written",
            metadata={"limit": reached.limit},
        )
    await _say(deps, "fuse", "Removing repeats, adding introduction and summary", 0.82)

    async def work(author: Author) -> Draft:
        return await author.fuse(plan, chapters, deps.sources)

    given: dict[str, JsonValue] = {
        "plan": cast("JsonValue", plan.model_dump(mode="json")),
        "chapters": [cast("JsonValue", written.model_dump(mode="json")) for written in chapters],
    }
    draft = await deps.paid.step("fuse", "", given, work, Draft)
    return {"draft": with_missing(draft, dict(state["missing"]))}


async def bibliography(state: State, runtime: Runtime[Deps]) -> State:
    """Number the citations, list the cited sources and check every one.

    No author has a say in this.
    """
    deps = runtime.context
    await _say(deps, "bibliography", "Numbering citations, listing sources", 0.9)
    document, problems = await run_step(
        deps.pool,
        "bibliography",
        deps.cpu_seconds,
        finished,
        state["draft"],
        state["plan"],
        deps.sources,
        deps.request.bibliography_style,
        deps.paid.by_model,
        {key: used for (name, key), used in deps.paid.by_key.items() if name == "chapter"},
    )
    cut = bool(document.missing) or deps.paid.budget.reached is not None
    return {"document": document.model_copy(update={"partial": cut}), "problems": problems}


async def finish(state: State, runtime: Runtime[Deps]) -> State:
    """Say whether the citations hold against the stored source texts.

    One that does not fails the job, and so does a document without any text.
    """
    deps, document, problems = runtime.context, state["document"], state["problems"]
    if not document.length and not document.citations:
        raise QuireError(
            Reason.STEP_FAILED,
            "nothing fits into the length asked for; allow more, or give fewer chapters",
            metadata={"step": "finish"},
        )
    await _say(deps, "finish", f"Checking {count(len(document.citations), 'citation')}", 0.95)
    if problems:
        raise QuireError(
            Reason.STEP_FAILED,
            f"{len(problems)} citations do not hold; the first: {problems[0].message}",
            metadata={"step": "finish"},
        )
    await _say(deps, "finish", _hold(len(document.citations)), 1.0)
    return {}


def _completed(plan: ChapterPlan, written: Chapter) -> ChapterCompleted:
    length, citations = chapter_counts(written)
    return ChapterCompleted(
        plan.node.id, plan.node.title, plan.index, plan.total, length, citations
    )


def _digests(deps: Deps, plan: ChapterPlan) -> JsonValue:
    used = {passage.source_id for group in plan.passages.values() for passage in group}
    return {s.info.id: s.info.sha256 for s in deps.sources if s.info.id in used}


def _hold(citations: int) -> str:
    return "The citation holds" if citations == 1 else f"All {citations} citations hold"


async def _say(deps: Deps, step: str, message: str, fraction: float) -> None:
    await deps.job.emit(Progress(step=step, message=message, fraction=fraction))
