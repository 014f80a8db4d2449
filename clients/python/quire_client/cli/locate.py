"""Which service a job belongs to."""

import asyncio

from quire_client.cli.exits import UNREACHABLE, CommandError, usage
from quire_client.cli.session import Service, Session
from quire_client.errors import QuireCallError
from quire_client.ids import DOCUMENT_PREFIX, OUTLINE_PREFIX


async def locate(session: Session, job_id: str) -> Service:
    """Return the service of a job: by its prefix, or by asking both.

    Raises:
        CommandError: neither knows it, or one of them could not be asked.

    """
    client = session.client
    if job_id.startswith(OUTLINE_PREFIX):
        return client.outlines
    if job_id.startswith(DOCUMENT_PREFIX):
        return client.documents
    services: tuple[Service, Service] = (client.outlines, client.documents)
    answers = await asyncio.gather(
        *(service.get(job_id) for service in services), return_exceptions=True
    )
    missing: list[QuireCallError] = []
    for service, answer in zip(services, answers, strict=True):
        if not isinstance(answer, BaseException):
            return service
        if not isinstance(answer, QuireCallError):
            raise answer
        if answer.reason == "RESULT_EXPIRED":
            return service
        missing.append(answer)
    unknown = [error for error in missing if error.reason == "JOB_NOT_FOUND"]
    if len(unknown) == len(services):
        raise usage(f"neither service has a job {job_id} of yours", "see: quire jobs list")
    other = next(error for error in missing if error not in unknown)
    if unknown and other.code.name == "UNAVAILABLE":
        raise CommandError(
            UNREACHABLE,
            f"the {unknown[0].service} service has no job {job_id}, "
            f"and the {other.service} service cannot be reached ({other.message})",
        )
    raise other
