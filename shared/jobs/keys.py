"""Names of the keys and channels in Redis.

Keys of a job are the same for both services, so an id is unique across them; the
indexes belong to one service, so that one does not reap the other's jobs.
"""

from dataclasses import dataclass

from shared.jobs.model import Kind


@dataclass(frozen=True, slots=True)
class Keys:
    """Names for one service.

    Args:
        kind: what its jobs make.
        prefix: put in front of every name, so that several Quires can share a server.

    """

    kind: Kind
    prefix: str = ""

    def record(self, job_id: str) -> str:
        """HASH: the job as recorded."""
        return f"{self.prefix}job_record:{job_id}"

    def request(self, job_id: str) -> str:
        """HASH: ``body`` and ``blob:{name}``, what the job is to do."""
        return f"{self.prefix}job_request:{job_id}"

    def events(self, job_id: str) -> str:
        """STREAM: the job's events, with ids ``1-0``, ``2-0`` and so on."""
        return f"{self.prefix}job_events:{job_id}"

    def steps(self, job_id: str) -> str:
        """HASH: the step journal, field ``name|key``."""
        return f"{self.prefix}job_steps:{job_id}"

    def result(self, job_id: str) -> str:
        """STRING: the JSON of the result."""
        return f"{self.prefix}job_result:{job_id}"

    def past(self, job_id: str) -> str:
        """STRING: ``{kind}/{owner}`` of an ended job; outlives the job by a day.

        It tells who comes late that the job was there and has expired.
        """
        return f"{self.prefix}job_past:{job_id}"

    def channel(self, job_id: str) -> str:
        """Pub/Sub: the bytes of each event as it is appended."""
        return f"{self.prefix}job_channel:{job_id}"

    @property
    def control(self) -> str:
        """Pub/Sub: ``{job_id} {token}`` of an attempt that is to be cancelled."""
        return f"{self.prefix}quire:{self.kind}:control"

    @property
    def queued(self) -> str:
        """ZSET: waiting jobs by when to ring for them next (Unix ms)."""
        return f"{self.prefix}quire:{self.kind}:queued"

    @property
    def waiting(self) -> str:
        """ZSET: waiting jobs in the order in which they are taken, the first to go first.

        The score is the time of the submit (Unix ms) plus what the priority adds.
        """
        return f"{self.prefix}quire:{self.kind}:waiting"

    @property
    def groups(self) -> str:
        """HASH: the groups of each job that has not ended, one a line; see ``group_names``."""
        return f"{self.prefix}quire:{self.kind}:groups"

    @property
    def leases(self) -> str:
        """ZSET: running jobs by the end of their lease (Unix ms)."""
        return f"{self.prefix}quire:{self.kind}:leases"

    @property
    def retries(self) -> str:
        """ZSET: jobs between two attempts by when the next is due (Unix ms)."""
        return f"{self.prefix}quire:{self.kind}:retries"

    @property
    def ended(self) -> str:
        """ZSET: ``{job_id}/{owner}`` of ended jobs by when they expire (Unix ms)."""
        return f"{self.prefix}quire:{self.kind}:ended"

    @property
    def workers(self) -> str:
        """ZSET: names of the service's workers by when they last said they are there (Unix s)."""
        return f"{self.prefix}quire:{self.kind}:workers"

    def worker(self, name: str) -> str:
        """STRING: what a worker says of itself, for some seconds; see ``presence``."""
        return f"{self.prefix}quire:{self.kind}:worker:{name}"

    def owner(self, owner: str) -> str:
        """ZSET: jobs of an owner by when they were recorded (Unix µs)."""
        return f"{self.prefix}quire:{self.kind}:owner:{owner}"

    def of_job(self, job_id: str) -> tuple[str, str, str, str, str]:
        """Return every key that expires with the job."""
        return (
            self.record(job_id),
            self.events(job_id),
            self.request(job_id),
            self.steps(job_id),
            self.result(job_id),
        )

    def for_script(self, job_id: str) -> list[str]:
        """Return KEYS of a transition, in the order that ``scripts/prelude.lua`` names them."""
        return [
            *self.of_job(job_id),
            self.queued,
            self.leases,
            self.retries,
            self.ended,
            self.past(job_id),
            self.waiting,
            self.groups,
        ]
