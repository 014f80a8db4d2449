"""``quire watch``: follow a job to its end."""

from pathlib import Path

from quire_client.cli.document_file import check_document_out, write_document
from quire_client.cli.exits import OK
from quire_client.cli.locate import locate
from quire_client.cli.outline_file import write_outline
from quire_client.cli.output import plain_json, print_json
from quire_client.cli.results import command_line, deliver_document, deliver_outline
from quire_client.cli.session import Running, Service, Session
from quire_client.cli.view import JobEvent, JobView
from quire_client.documents import DocumentClient
from quire_client.watch_state import Start


async def watch_job(session: Session, job_id: str, start: Start, out: Path | None) -> int:
    """Show the events of a job, and write its result if asked."""
    service = await locate(session, job_id)
    if isinstance(service, DocumentClient):
        check_document_out(out)
    words = ("--out", out) if out else ()
    session.running = Running(service, job_id, (command_line("watch", job_id, *words),))

    def tell(event: JobEvent) -> None:
        print_json(plain_json(event))

    view = JobView(service.kind, job_id)
    await session.follow(service, view, start=start, tell=tell if session.screen.json else None)
    if out is not None:
        await _write(session, service, job_id, out)
    elif not session.screen.json:
        session.screen.say(
            f"get the {service.kind} with: {command_line('watch', job_id, '--out', 'FILE')}"
        )
    return OK


async def _write(session: Session, service: Service, job_id: str, out: Path) -> None:
    if not session.screen.json:
        deliver = deliver_document if isinstance(service, DocumentClient) else deliver_outline
        await deliver(session, job_id, out)
        return

    if isinstance(service, DocumentClient):
        await write_document(service, job_id, (await service.read(job_id)).text, out)
    else:
        write_outline(out, await service.read(job_id))
