"""The nodes of the outline graph. Each says what it does, then does it as a kept step."""

from typing import Literal, cast

from langgraph.runtime import Runtime

from outline_service.graph.state import Deps, State
from outline_service.jobs import SOURCE_STEP, load_source
from outline_service.models import ContextFile
from shared.authoring.model import Evidence, Outline, SourceDocument
from shared.authoring.outline_check import check_outline, with_ids
from shared.authoring.port import Author
from shared.authoring.sources.reader import InputFile
from shared.authoring.text.language import detect
from shared.authoring.web.research import Wishes, research_web
from shared.authoring.web.sites import parse_rules
from shared.counting import count
from shared.errors import QuireError
from shared.events.payloads import Progress
from shared.gather import run_all
from shared.jobs.model import JsonValue
from shared.reasons import Reason


async def load_sources(state: State, runtime: Runtime[Deps]) -> State:
    """Read the context files into sources, several at a time."""
    deps = runtime.context
    files = deps.request.files
    await _say(deps, "load_sources", f"Reading {count(len(files), 'file')}", 0.02)
    done = 0

    async def load(number: int, file: ContextFile) -> SourceDocument:
        nonlocal done
        source_id = f"s{number}"
        output = await deps.job.step(
            SOURCE_STEP,
            source_id,
            {"file": file.model_dump(mode="json"), "reader": deps.reader.version},
            lambda: _read(deps, source_id, file),
        )
        done += 1
        await _say(deps, "load_sources", f"Read {file.name}", 0.02 + 0.28 * done / len(files))
        return load_source(SOURCE_STEP, output)

    sources = await run_all(load(number, file) for number, file in enumerate(files, 1))
    return {"sources": tuple(sources)}


def whether_to_search(
    state: State,
    runtime: Runtime[Deps],
) -> Literal["search_web", "research"]:
    """Return the node that comes next: the web is searched only for who asks for it."""
    return "research" if runtime.context.request.web is None else "search_web"


async def search_web(state: State, runtime: Runtime[Deps]) -> State:
    """Find further sources in the web."""
    deps, wishes = runtime.context, runtime.context.request.web
    if wishes is None or deps.web is None:
        raise QuireError(
            Reason.NOT_SUPPORTED,
            "no search engine is configured for this worker; leave web out",
            metadata={"field": "web"},
        )
    await _say(deps, "search_web", "Searching the web", 0.3)

    async def tell(message: str, share: float) -> None:
        await _say(deps, "search_web", message, 0.3 + 0.1 * share)

    sites = parse_rules(wishes.allow_sites, wishes.prefer_sites, wishes.deny_sites)
    asked = Wishes(
        queries=(deps.request.query,),
        language=deps.request.brief.language.partition("-")[0] or detect(deps.request.query),
        pages=wishes.pages,
        sites=sites,
    )
    found = await research_web(asked, deps.job, deps.web, tell)
    return {"sources": (*state["sources"], *found.sources)}


async def research(state: State, runtime: Runtime[Deps]) -> State:
    """Select and rank the passages that bear on the query."""
    deps = runtime.context
    sources = state["sources"]
    await _say(deps, "research", "Searching the sources for what bears on the query", 0.42)

    async def work(author: Author) -> Evidence:
        return await author.research(deps.request.query, deps.request.brief, sources)

    evidence = await deps.paid.step("research", "", _given(deps, sources), work, Evidence)
    found = count(len(evidence.passages), "passage")
    await _say(deps, "research", f"Selected {found}", 0.5)
    return {"evidence": evidence}


async def outline(state: State, runtime: Runtime[Deps]) -> State:
    """Structure the document."""
    deps = runtime.context
    sources, evidence = state["sources"], state["evidence"]
    await _say(deps, "outline", "Building the outline", 0.55)

    async def work(author: Author) -> Outline:
        request = deps.request
        return await author.outline(request.query, request.brief, sources, evidence)

    given = _given(deps, sources)
    given["evidence"] = cast("JsonValue", evidence.model_dump(mode="json"))
    return {"outline": await deps.paid.step("outline", "", given, work, Outline)}


async def validate(state: State, runtime: Runtime[Deps]) -> State:
    """Check the outline as strictly as one from outside: an author may err too."""
    deps = runtime.context
    await _say(deps, "validate", "Checking the outline", 0.92)
    made = with_ids(state["outline"])
    texts = {source.info.id: source.text for source in state["sources"]}
    try:
        check_outline(made, texts, deps.limits)
    except QuireError as error:
        raise QuireError(
            Reason.STEP_FAILED,
            f"the author made an outline that does not hold: {error.message}",
            metadata={"step": "validate"},
        ) from error
    await _say(deps, "validate", f"The outline has {count(len(made.nodes), 'chapter')}", 1.0)
    return {"outline": made}


async def _read(deps: Deps, source_id: str, file: ContextFile) -> JsonValue:
    given = InputFile(file.name, deps.files[file.sha256], file.role, file.uri)
    source = await deps.reader.parse(source_id, given)
    return cast("JsonValue", source.model_dump(mode="json"))


def _given(deps: Deps, sources: tuple[SourceDocument, ...]) -> dict[str, JsonValue]:
    """Return what research and outline depend on; sources by digest."""
    return {
        "query": deps.request.query,
        "brief": cast("JsonValue", deps.request.brief.model_dump(mode="json")),
        "sources": [[source.info.id, source.info.sha256] for source in sources],
    }


async def _say(deps: Deps, step: str, message: str, fraction: float) -> None:
    await deps.job.emit(Progress(step=step, message=message, fraction=fraction))
