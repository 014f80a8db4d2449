"""Jobs and events as the engine writes them, without the engine.

For benchmarks of watching alone. An event is what ``append`` of
``shared/jobs/scripts/prelude.lua`` writes: XADD of the same fields, the sequence in the
record, PUBLISH of the same bytes.
"""

import time

from benchmarks.load.resp import RawRedis, command
from outline_service.convert import outline_codec
from shared.events.payloads import Cancelled, Progress, Queued, QueuedCause
from shared.jobs.keys import Keys
from shared.jobs.model import Kind

ANSWER_LINES = 4
"""Lines of the answers to the commands that write one event."""

_KEYS = Keys(Kind.OUTLINE)
_CODEC = outline_codec()
_TASK = Kind.OUTLINE.task_type.encode()
_UID = "b" * 32
_BATCH = 500


def job_id(number: int) -> str:
    """Return the id of the ``number``-th job."""
    return f"bench-{number:06d}"


def make_jobs(port: int, count: int) -> None:
    """Record running jobs, each with its first event; no worker holds them."""
    store = RawRedis(port)
    for start in range(0, count, _BATCH):
        batch = []
        numbers = range(start, min(count, start + _BATCH))
        for number in numbers:
            name = job_id(number)
            batch.append(
                command(
                    b"HSET", _KEYS.record(name).encode(),
                    b"uid", _UID.encode(), b"kind", b"outline", b"owner", b"anonymous",
                    b"state", b"running", b"seq", b"1",
                )
            )  # fmt: skip
            first = _CODEC.encode(name, _UID, 0, Queued(QueuedCause.SUBMITTED))
            batch.append(JobWriter(name, first, b"task_queued").event(1, time.time()))
        store.run(b"".join(batch), lines=len(numbers) * (ANSWER_LINES + 1))
    store.close()


def end_job(port: int, number: int, sequence: int) -> None:
    """End a job with an event of that sequence."""
    name = job_id(number)
    last = _CODEC.encode(name, _UID, 1, Cancelled(duration_ms=1))
    writer = JobWriter(name, last, b"task_cancelled", b"cancelled")
    state = command(b"HSET", _KEYS.record(name).encode(), b"state", b"cancelled")
    store = RawRedis(port)
    store.run(writer.event(sequence, time.time()) + state, lines=ANSWER_LINES + 1)
    store.close()


def progress_writer(number: int, message_bytes: int) -> "JobWriter":
    """Return a writer of progress events with a message of that many bytes."""
    name = job_id(number)
    progress = Progress(step="chapters", message="m" * message_bytes, fraction=0.5)
    return JobWriter(
        name, _CODEC.encode(name, _UID, 1, progress), b"task_progress", progress.message.encode()
    )


class JobWriter:
    """Makes the commands that append one event after the other to a job.

    Args:
        data: the event without sequence and time.
    """

    def __init__(self, name: str, data: bytes, kind: bytes, message: bytes = b"") -> None:
        self._stream = _KEYS.events(name).encode()
        self._record = _KEYS.record(name).encode()
        self._channel = _KEYS.channel(name).encode()
        self._data = data
        said = (b"step", b"chapters", b"message", message) if message else ()
        self._fields = (b"event_type", kind, b"job_id", name.encode(), b"task_type", _TASK, *said)

    def event(self, sequence: int, at: float) -> bytes:
        """Return the commands for the event of that number, written at a Unix time."""
        data = stamped(self._data, sequence, at)
        number = b"%d" % sequence
        second = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at))
        iso = b"%s.%03dZ" % (second.encode(), int(at % 1 * 1000))
        return (
            command(
                b"XADD", self._stream, number + b"-0", *self._fields,
                b"timestamp", iso, b"data", data,
            )
            + command(b"HSET", self._record, b"seq", number)
            + command(b"PUBLISH", self._channel, data)
        )  # fmt: skip


def stamped(data: bytes, sequence: int, at: float) -> bytes:
    """Return an event with its sequence (field 3) and time (field 4), as the scripts add them."""
    seconds = int(at)
    stamp = b"\x08" + _varint(seconds) + b"\x10" + _varint(int((at - seconds) * 1e9))
    return data + b"\x18" + _varint(sequence) + b"\x22" + _varint(len(stamp)) + stamp


def _varint(number: int) -> bytes:
    out = bytearray()
    while number >= 128:
        out.append(number % 128 + 128)
        number //= 128
    out.append(number)
    return bytes(out)
