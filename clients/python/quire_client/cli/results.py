"""What a command leaves behind: the document or the outline, and a word on it."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from quire.document.v1.document_pb2 import Chapter, DocumentContent
from quire.document.v1.document_service_pb2 import OutlineWithSources
from quire.job.v1.job_pb2 import COMPLETENESS_PARTIAL, Job

from quire_client.cli.counting import count_text, duration_text, length_text
from quire_client.cli.document_file import write_document
from quire_client.cli.floors import Floor, check_floors
from quire_client.cli.harmless import harmless
from quire_client.cli.outline_file import write_outline
from quire_client.cli.output import Json, plain_json, print_json, print_line
from quire_client.cli.quality_text import print_quality
from quire_client.cli.session import Session
from quire_client.cli.tree import grounding_text
from quire_client.quality import report_of


async def deliver_document(
    session: Session, job_id: str, out: Path | None, floors: Sequence[Floor] = ()
) -> None:
    """Read a finished document, write or print it, and say what it is and how good.

    Raises:
        CommandError: it is below one of the floors.

    """
    job = (await session.client.documents.get(job_id)).job
    content = await session.client.documents.read(job_id)
    if out is not None:
        await write_document(session.client.documents, job_id, content.text, out)
    if session.screen.json:
        print_json(_document_json(job, content, out))
    elif out is None:
        text = harmless(content.text) if sys.stdout.isatty() else content.text
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
        session.screen.say(document_summary(job, content))
    else:
        print_line(f"{out}: {document_summary(job, content)}")
    if not session.screen.json:
        print_quality(content.document)
        if content.document.completeness == COMPLETENESS_PARTIAL:
            session.screen.say(f"do the rest with: {command_line('jobs', 'retry', job_id)}")
    check_floors(floors, report_of(content.document).quality)


async def deliver_outline(session: Session, job_id: str, out: Path | None) -> None:
    """Read a finished outline with its sources, write it, and print it as a tree."""
    job = (await session.client.outlines.get(job_id)).job
    outline = await session.client.outlines.read(job_id)
    if out is not None:
        write_outline(out, outline)
    if session.screen.json:
        print_json(_outline_json(job, outline, out))
        return
    session.screen.outline(outline.outline, as_result=True)
    if out is not None:
        print_line(f"{out}: {outline_summary(job, outline)}")
    else:
        session.screen.say(outline_summary(job, outline))


def document_summary(job: Job, content: DocumentContent) -> str:
    """Return a document's length, chapters, sources and citations, and the time it took."""
    document = content.document
    parts = [
        length_text(document.length, document.language),
        count_text(sum(one.role != Chapter.ROLE_MISSING for one in document.chapters), "chapters"),
        f"{count_text(document.citations, 'citations')} of "
        f"{count_text(len(document.bibliography), 'sources')}",
        _took(job),
    ]
    if document.completeness == COMPLETENESS_PARTIAL:
        parts.append("not whole: a limit was reached")
    return ", ".join(parts)


def outline_summary(job: Job, outline: OutlineWithSources) -> str:
    """Return on what an outline stands, and the time it took."""
    chapters = count_text(len(outline.outline.nodes), "chapters")
    return f"{chapters}, {grounding_text(outline.outline)}, {_took(job)}"


def command_line(*words: str | Path) -> str:
    """Return a command as it can be typed into a shell."""
    return shlex.join(str(word) for word in ("quire", *words))


def _document_json(job: Job, content: DocumentContent, out: Path | None) -> Json:
    """Return a document with its text, or, if that was written, with the file's path."""
    data = plain_json(content)
    if out is not None:
        del data["text"]
        data["out"] = str(out)
    return {"job": plain_json(job), **data}


def _outline_json(job: Job, outline: OutlineWithSources, out: Path | None) -> Json:
    """Return an outline with its source texts, or with the path of the file that has them."""
    data = plain_json(outline)
    if out is not None:
        del data["source_texts"]
        data["out"] = str(out)
    return {"job": plain_json(job), **data}


def _took(job: Job) -> str:
    milliseconds = job.end_time.ToMilliseconds() - job.create_time.ToMilliseconds()
    return duration_text(max(0, milliseconds) / 1000)
