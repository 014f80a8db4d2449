"""The document service's Celery task."""

from celery import Celery

from document_service.jobs import new_foreign_job
from document_service.models import ForeignDocumentRequest
from shared.jobs.model import JsonValue, NewJob
from shared.tasks.answer import Answer
from shared.tasks.lenient import LenientTask

QUEUE = "quire.document"
TASK = "generate_document_from_outline_task"


def register(app: Celery, answer: Answer, foreign_owner: str) -> None:
    """Register the task; ``answer`` takes what a message says to the job engine."""

    @app.task(name=TASK, base=LenientTask, throws=answer.expected)
    def generate_document_from_outline_task(job_id: str, outline: JsonValue) -> str:
        """Run a document job to its end and return its state.

        A message of the service bears the header ``quire_uid`` and only rings: the
        record decides what the job is. A message without it comes from a foreign
        producer and is recorded as a job first, whatever it says.
        """

        def foreign() -> NewJob:
            request = ForeignDocumentRequest(outline=outline)
            return new_foreign_job(request, job_id=job_id, owner=foreign_owner)

        return answer(job_id, foreign)
