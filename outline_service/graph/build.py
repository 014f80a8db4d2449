"""The outline graph, compiled once a process, as a handler of jobs."""

from langgraph.graph import END, START, StateGraph

from outline_service.graph import nodes
from outline_service.graph.state import Deps, State
from outline_service.jobs import load_request
from shared.authoring.outline_check import OutlineLimits
from shared.authoring.port import Author
from shared.authoring.sources.reader import SourceReader
from shared.jobs.course import as_node
from shared.jobs.model import JobResult
from shared.jobs.ports import Handler, JobContext


def outline_handler(author: Author, reader: SourceReader, limits: OutlineLimits) -> Handler:
    """Return what runs an attempt of an outline job."""
    builder = StateGraph(State, context_schema=Deps)
    builder.add_node("load_sources", as_node("load_sources", nodes.load_sources))
    builder.add_node("research", as_node("research", nodes.research))
    builder.add_node("make_outline", as_node("outline", nodes.outline))
    builder.add_node("validate", as_node("validate", nodes.validate))
    builder.add_edge(START, "load_sources")
    builder.add_edge("load_sources", "research")
    builder.add_edge("research", "make_outline")
    builder.add_edge("make_outline", "validate")
    builder.add_edge("validate", END)
    graph = builder.compile()

    async def handle(job: JobContext) -> JobResult:
        request, files = load_request(job.request)
        deps = Deps(job, request, files, author, reader, limits)
        final = await graph.ainvoke({}, context=deps)
        return JobResult(json=final["outline"].model_dump_json().encode())

    return handle
