"""What the document service is to the job engine."""

from document_service.convert import document_codec
from document_service.tasks import QUEUE, TASK
from shared.bootstrap.engine import ServiceSpec
from shared.jobs.model import Kind


def spec() -> ServiceSpec:
    """Return the service as the job engine knows it."""
    return ServiceSpec(
        kind=Kind.DOCUMENT,
        queue=QUEUE,
        task=TASK,
        placeholders={"outline": {}},
        codec=document_codec(),
    )
