"""The commands that make something: outline, document, write."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from quire.document.v1.document_pb2 import BIBLIOGRAPHY_STYLE_UNSPECIFIED
from quire.document.v1.document_service_pb2 import OutlineWithSources
from quire.job.v1.job_pb2 import FileRole, Job, JobOptions, Usage
from quire.outline.v1.outline_pb2 import ContextFile, Outline

from quire_client.cli.exits import FAILED, OK, CommandError
from quire_client.cli.floors import Floor
from quire_client.cli.inputs import InputFile
from quire_client.cli.options import BibliographyName
from quire_client.cli.outline_file import write_outline
from quire_client.cli.output import plain_json, print_json, print_line
from quire_client.cli.results import command_line, deliver_document, deliver_outline
from quire_client.cli.session import Running, Session
from quire_client.cli.tree import grounding_text
from quire_client.cli.view import JobView
from quire_client.ids import new_document_id, new_outline_id
from quire_client.wishes import Budget, DocumentWishes, OutlineWishes

OUTLINE_SUFFIX = "-outline"
"""What ``quire write --job-id ID`` appends to name its outline job."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Where the result goes.

    Args:
        out: the file for it; ``None`` prints it.
        detach: leave once the job is submitted, and print its id.
        floors: the quality that a document must have.

    """

    out: Path | None
    detach: bool
    floors: tuple[Floor, ...] = ()


async def make_outline(
    session: Session,
    query: str,
    files: tuple[InputFile, ...],
    options: JobOptions,
    wishes: OutlineWishes,
    job_id: str,
    ending: Ending,
) -> int:
    """Make an outline, show it as a tree and write it with its sources."""
    job_id = job_id or new_outline_id()
    out = ("--out", ending.out) if ending.out else ()
    job = await _submit_outline(
        session, query, files, options, wishes, job_id, (command_line("watch", job_id, *out),)
    )
    if ending.detach:
        return _detach(session, job, command_line("watch", job.id, *out))
    await session.follow(session.client.outlines, JobView("outline", job.id))
    await deliver_outline(session, job.id, ending.out)
    return OK


async def make_document(
    session: Session,
    outline: OutlineWithSources | str,
    options: JobOptions,
    wishes: DocumentWishes,
    job_id: str,
    ending: Ending,
    bibliography: BibliographyName | None,
    known: Outline | None = None,
) -> int:
    """Make a document from an outline that stands alone, or from an outline job's.

    Args:
        known: the outline, if the job's is known already.

    """
    documents = session.client.documents
    job_id = job_id or new_document_id()
    back = command_line("watch", job_id, *(("--out", ending.out) if ending.out else ()))
    session.running = Running(documents, job_id, (back,), confirmed=False)
    style = bibliography.style if bibliography else BIBLIOGRAPHY_STYLE_UNSPECIFIED
    job = await documents.submit(
        outline, job_id=job_id, options=options, bibliography=style, **wishes
    )
    session.running = Running(documents, job.id, (back,))
    if ending.detach:
        return _detach(session, job, back)
    view = JobView("document", job.id)
    shown = known if isinstance(outline, str) else outline.outline
    if shown is not None:
        view.language = shown.language
        view.expect(node.title for node in shown.nodes)
    await session.follow(documents, view)
    await deliver_document(session, job.id, ending.out, ending.floors)
    return OK


async def write_document(
    session: Session,
    query: str,
    files: tuple[InputFile, ...],
    options: JobOptions,
    outline_wishes: OutlineWishes,
    wishes: DocumentWishes,
    job_id: str,
    ending: Ending,
    bibliography: BibliographyName | None,
    outline_out: Path | None,
) -> int:
    """Make an outline from files, then the document from it.

    Both jobs are named after ``job_id``, so that the same command typed again goes
    on where it was left. The document's genre and lengths are those of the outline, its
    budget is what the outline has left of it.
    """
    outlines = session.client.outlines
    outline_id = job_id + OUTLINE_SUFFIX if job_id else new_outline_id()
    document_command = command_line(
        "document", outline_id, *_document_words(ending, bibliography, wishes)
    )
    back = (command_line("watch", outline_id), document_command)
    job = await _submit_outline(session, query, files, options, outline_wishes, outline_id, back)
    await session.follow(outlines, JobView("outline", job.id))
    answer = await outlines.get(job.id)
    outline = answer.outline
    if outline_out is not None:
        write_outline(outline_out, await outlines.read(job.id))
    if not session.screen.json:
        session.screen.outline(outline, as_result=False)
        session.screen.say(grounding_text(outline))
    if budget := wishes.get("budget"):
        rest = _rest(budget, answer.job.usage, document_command)
        wishes = DocumentWishes(**{**wishes, "budget": rest})
    return await make_document(
        session, job.id, options, wishes, job_id, ending, bibliography, known=outline
    )


async def _submit_outline(
    session: Session,
    query: str,
    files: tuple[InputFile, ...],
    options: JobOptions,
    wishes: OutlineWishes,
    job_id: str,
    back: tuple[str, ...],
) -> Job:
    outlines = session.client.outlines
    session.running = Running(outlines, job_id, back, confirmed=False)
    job = await outlines.submit(
        query,
        [
            ContextFile(
                name=file.name,
                content=file.content,
                role=FileRole.Value(f"FILE_ROLE_{file.role.upper()}"),
            )
            for file in files
        ],
        job_id=job_id,
        options=options,
        **wishes,
    )
    session.running = Running(outlines, job.id, back)
    return job


def _document_words(
    ending: Ending, bibliography: BibliographyName | None, wishes: DocumentWishes
) -> Sequence[str | Path]:
    """Return the options with which ``quire document`` makes the same of an outline."""
    words: list[str | Path] = ["--out", ending.out] if ending.out else []
    if bibliography is not None:
        words += ["--bibliography", bibliography.value]
    if wishes.get("strict"):
        words.append("--strict")
    for floor in ending.floors:
        words += ["--fail-under", f"{floor.measure}={floor.limit:g}"]
    return words


def _rest(budget: Budget, used: Usage, document_command: str) -> Budget:
    """Return what is left of a budget; never 0, which would be no limit.

    Raises:
        CommandError: its time is over.

    """
    if budget.finish_time is not None and budget.finish_time <= datetime.now(UTC):
        raise CommandError(
            FAILED,
            "the time of --finish-within was over when the outline was finished",
            f"make a document of it with: {document_command}",
        )
    tokens, cost = budget.max_tokens, budget.max_cost_micros
    return replace(
        budget,
        max_tokens=tokens and max(1, tokens - used.input_tokens - used.output_tokens),
        max_cost_micros=cost and max(1, cost - used.cost_micros),
    )


def _detach(session: Session, job: Job, back: str) -> int:
    if session.screen.json:
        print_json({"job": plain_json(job)})
    else:
        print_line(job.id)
    session.screen.say(f"get back with: {back}")
    return OK
