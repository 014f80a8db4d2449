"""The outline graph, compiled once a process, as a handler of jobs."""

from langgraph.graph import END, START, StateGraph

from outline_service.graph import nodes
from outline_service.graph.state import Deps, State
from outline_service.jobs import load_request
from shared.authoring.models.budget import Budget
from shared.authoring.outline_check import OutlineLimits
from shared.authoring.paid import Paid
from shared.authoring.port import Authors
from shared.authoring.sources.reader import SourceReader
from shared.authoring.web.config import Web
from shared.jobs.course import as_node
from shared.jobs.model import JobResult
from shared.jobs.ports import Handler, JobContext


def outline_handler(
    authors: Authors, reader: SourceReader, limits: OutlineLimits, web: Web | None
) -> Handler:
    """Return what runs an attempt of an outline job.

    Args:
        web: ``None`` where no search engine is configured.

    """
    builder = StateGraph(State, context_schema=Deps)
    builder.add_node("load_sources", as_node("load_sources", nodes.load_sources))
    builder.add_node("search_web", as_node("search_web", nodes.search_web))
    builder.add_node("research", as_node("research", nodes.research))
    builder.add_node("make_outline", as_node("outline", nodes.outline))
    builder.add_node("validate", as_node("validate", nodes.validate))
    builder.add_edge(START, "load_sources")
    builder.add_conditional_edges("load_sources", nodes.whether_to_search)
    builder.add_edge("search_web", "research")
    builder.add_edge("research", "make_outline")
    builder.add_edge("make_outline", "validate")
    builder.add_edge("validate", END)
    graph = builder.compile()

    async def handle(job: JobContext) -> JobResult:
        loaded = load_request(job.request)
        paid = Paid(job, authors, Budget(loaded.budget))
        deps = Deps(job, loaded.request, loaded.files, paid, reader, limits, web)
        final = await graph.ainvoke({}, context=deps)
        return JobResult(
            json=final["outline"].model_dump_json().encode(),
            usage=paid.used,
            partial=paid.budget.reached is not None,
        )

    return handle
