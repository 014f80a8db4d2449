"""What ``quire top`` knows: the queue of each service, its workers, and the caller's jobs."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from quire.job.v1.job_pb2 import Job
from quire.job.v1.queue_pb2 import Queue

from quire_client.cli.exits import CommandError
from quire_client.cli.failures import command_error
from quire_client.cli.session import Service
from quire_client.client import QuireClient
from quire_client.errors import QuireError

MOST_LIVE, MOST_ENDED = 200, 50
"""Jobs of a service that are asked for: those that have not ended, and the others."""

_LIVE = (
    Job.STATE_RUNNING,
    Job.STATE_CANCELLING,
    Job.STATE_RETRYING,
    Job.STATE_QUEUED,
)
_ENDED = (Job.STATE_SUCCEEDED, Job.STATE_FAILED, Job.STATE_CANCELLED)


@dataclass(frozen=True, slots=True)
class ServiceLook:
    """One service at one moment.

    Args:
        kind: ``outline`` or ``document``.
        queue: of all owners; ``None`` if the service did not answer or has not yet.
        live: jobs of the caller that have not ended, those under way first.
        ended: jobs of the caller that have, the last one first.
        error: why it did not answer.

    """

    kind: str
    address: str
    queue: Queue | None = None
    live: Sequence[Job] = ()
    ended: Sequence[Job] = ()
    error: CommandError | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Both services at about one moment."""

    services: tuple[ServiceLook, ServiceLook]

    @property
    def live(self) -> list[Job]:
        """The caller's jobs that have not ended, those under way first."""
        return sorted((job for one in self.services for job in one.live), key=_place)

    @property
    def ended(self) -> list[Job]:
        """The caller's jobs that have ended, the last one first."""
        return sorted((job for one in self.services for job in one.ended), key=_recent)

    @property
    def errors(self) -> list[CommandError]:
        """Why services did not answer."""
        return [one.error for one in self.services if one.error is not None]

    def queue_of(self, job: Job) -> Queue:
        """Return the queue that was seen together with a job, whose time is the store's."""
        kind = Job.Kind.Name(job.kind).removeprefix("KIND_").lower()
        found = next((one.queue for one in self.services if one.kind == kind), None)
        return found or Queue()


async def look(client: QuireClient) -> Look:
    """Ask both services once, at the same time."""
    outlines, documents = await asyncio.gather(look_at(client.outlines), look_at(client.documents))
    return Look((outlines, documents))


async def look_at(service: Service) -> ServiceLook:
    """Ask one service; if it does not answer, the look says why."""
    try:
        queue, live, ended = await asyncio.gather(
            service.queue(), service.newest(MOST_LIVE, _LIVE), service.newest(MOST_ENDED, _ENDED)
        )
    except QuireError as error:
        return ServiceLook(service.kind, service.address, error=command_error(error))
    return ServiceLook(
        service.kind,
        service.address,
        queue,
        sorted(live, key=_place),
        sorted(ended, key=_recent),
    )


def _place(job: Job) -> tuple[int, int, int]:
    """Order jobs: under way, between attempts, waiting; then the next or the oldest first."""
    rank = _LIVE.index(job.state) if job.state in _LIVE else len(_LIVE)
    return rank, job.queue_position, job.create_time.ToNanoseconds()


def _recent(job: Job) -> int:
    return -job.end_time.ToNanoseconds()
