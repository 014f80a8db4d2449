"""``quire top`` for programs: lines parted by tabs, or one JSON object."""

from datetime import UTC, datetime

from quire_client.cli.output import Json, plain_json, print_json, print_line
from quire_client.cli.top import Look
from quire_client.cli.top_cells import ended_cells, live_cells, queue_cells, worker_cells


def print_lines(look: Look) -> None:
    """Print a line for each queue, worker and job; the first field says which it is."""
    for one in look.services:
        if one.queue is not None:
            print_line("\t".join(("queue", *queue_cells(one.kind, one.queue))))
    for one in look.services:
        if one.queue is not None:
            for worker in one.queue.workers:
                print_line("\t".join(("worker", *worker_cells(one.kind, worker, one.queue))))
    for job in look.live:
        print_line("\t".join(("job", *live_cells(job, look.queue_of(job)))))
    for job in look.ended:
        print_line("\t".join(("ended", *ended_cells(job, look.queue_of(job)))))


def print_object(look: Look) -> None:
    """Print everything as one JSON object."""
    services: list[Json] = [
        {
            "kind": one.kind,
            "address": one.address,
            "error": one.error.message if one.error is not None else None,
            "queue": plain_json(one.queue) if one.queue is not None else None,
            "jobs": [plain_json(job) for job in (*one.live, *one.ended)],
        }
        for one in look.services
    ]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    print_json({"time": now, "services": services})
