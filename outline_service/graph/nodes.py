"""The nodes of the outline graph. Each says what it does, then does it as a kept step."""

from typing import cast

from langgraph.runtime import Runtime

from outline_service.graph.state import Deps, State
from outline_service.jobs import SOURCE_STEP, load_source
from outline_service.models import ContextFile
from shared.authoring.model import Evidence, Outline, SourceDocument
from shared.authoring.outline_check import check_outline, with_ids
from shared.authoring.sources.reader import InputFile
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
        return load_source(output)

    sources = await run_all(load(number, file) for number, file in enumerate(files, 1))
    return {"sources": tuple(sources)}


async def research(state: State, runtime: Runtime[Deps]) -> State:
    """Select and rank the passages that bear on the query."""
    deps = runtime.context
    sources = state["sources"]
    await _say(deps, "research", "Searching the sources for what bears on the query", 0.32)

    async def work() -> JsonValue:
        evidence = await deps.author.research(deps.request.query, sources)
        return cast("JsonValue", evidence.model_dump(mode="json"))

    output = await deps.job.step("research", "", _given(deps, sources), work)
    evidence = Evidence.model_validate(output)
    found = count(len(evidence.passages), "passage")
    await _say(deps, "research", f"Selected {found}", 0.5)
    return {"evidence": evidence}


async def outline(state: State, runtime: Runtime[Deps]) -> State:
    """Structure the document."""
    deps = runtime.context
    sources, evidence = state["sources"], state["evidence"]
    await _say(deps, "outline", "Building the outline", 0.55)

    async def work() -> JsonValue:
        made = await deps.author.outline(deps.request.query, sources, evidence)
        return cast("JsonValue", made.model_dump(mode="json"))

    given = {**_given(deps, sources), "evidence": evidence.model_dump(mode="json")}
    output = await deps.job.step("outline", "", cast("JsonValue", given), work)
    return {"outline": Outline.model_validate(output)}


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
        "author": deps.author.version,
        "query": deps.request.query,
        "sources": [[source.info.id, source.info.sha256] for source in sources],
    }


async def _say(deps: Deps, step: str, message: str, fraction: float) -> None:
    await deps.job.emit(Progress(step=step, message=message, fraction=fraction))
