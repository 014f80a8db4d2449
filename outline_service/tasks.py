"""The outline service's Celery task."""

from celery import Celery

from outline_service.jobs import new_foreign_job
from outline_service.models import ForeignOutlineRequest
from shared.jobs.model import JsonValue, NewJob
from shared.tasks.answer import Answer
from shared.tasks.lenient import LenientTask

QUEUE = "quire.outline"
TASK = "generate_outline_from_query_task"


def register(app: Celery, answer: Answer, foreign_owner: str) -> None:
    """Register the task; ``answer`` takes what a message says to the job engine."""

    @app.task(name=TASK, base=LenientTask, throws=answer.expected)
    def generate_outline_from_query_task(
        job_id: str, task_prompt: JsonValue, context_files: JsonValue = None
    ) -> str:
        """Run an outline job to its end and return its state.

        A message of the service bears the header ``quire_uid`` and only rings: the
        record decides what the job is. A message without it comes from a foreign
        producer and is recorded as a job first, whatever it says.
        """

        def foreign() -> NewJob:
            request = ForeignOutlineRequest(task_prompt=task_prompt, context_files=context_files)
            return new_foreign_job(request, job_id=job_id, owner=foreign_owner)

        return answer(job_id, foreign)
