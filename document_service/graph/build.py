"""The document graph, compiled once a process, as a handler of jobs."""

from langgraph.graph import END, START, StateGraph

from document_service.graph import nodes
from document_service.graph.state import Deps, State
from document_service.jobs import load_request
from shared.authoring.models.budget import Budget
from shared.authoring.outline_check import OutlineLimits
from shared.authoring.paid import Paid
from shared.authoring.port import Authors
from shared.cpu.pool import CpuPool
from shared.jobs.course import as_node
from shared.jobs.model import JobResult
from shared.jobs.ports import Handler, JobContext


def document_handler(
    authors: Authors,
    pool: CpuPool,
    limits: OutlineLimits,
    *,
    chapters_at_once: int,
    cpu_seconds: float,
) -> Handler:
    """Return what runs an attempt of a document job.

    Args:
        chapters_at_once: branches of one job that run at the same time.
        cpu_seconds: time limit of a single piece of work in the pool.
    """
    builder = StateGraph(State, context_schema=Deps)
    builder.add_node("split", as_node("split", nodes.split))
    builder.add_node("chapter", as_node("chapters", nodes.chapter))
    builder.add_node("fuse", as_node("fuse", nodes.fuse))
    builder.add_node("make_bibliography", as_node("bibliography", nodes.bibliography))
    builder.add_node("finish", as_node("finish", nodes.finish))
    builder.add_edge(START, "split")
    builder.add_conditional_edges("split", nodes.each_chapter, ["chapter"])
    builder.add_edge("chapter", "fuse")
    builder.add_edge("fuse", "make_bibliography")
    builder.add_edge("make_bibliography", "finish")
    builder.add_edge("finish", END)
    graph = builder.compile()

    async def handle(job: JobContext) -> JobResult:
        loaded = load_request(job.request, limits)
        paid = Paid(job, authors, Budget(loaded.budget))
        deps = Deps(job, loaded.request, loaded.sources, paid, pool, cpu_seconds)
        final = await graph.ainvoke({}, {"max_concurrency": chapters_at_once}, context=deps)
        document = final["document"]
        return JobResult(
            json=document.model_dump_json().encode(), usage=paid.used, partial=document.partial
        )

    return handle
