"""What the outline service is to the job engine."""

from outline_service.convert import outline_codec
from outline_service.tasks import QUEUE, TASK
from shared.bootstrap.engine import ServiceSpec
from shared.jobs.model import Kind


def spec() -> ServiceSpec:
    """Return the service as the job engine knows it."""
    return ServiceSpec(
        kind=Kind.OUTLINE,
        queue=QUEUE,
        task=TASK,
        placeholders={"task_prompt": ""},
        codec=outline_codec(),
    )
