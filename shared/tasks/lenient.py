"""A task that takes a message whatever parameters it bears."""

import inspect
from typing import Any

import structlog
from celery import Task

_log = structlog.get_logger("quire.tasks")


class LenientTask(Task):
    """Runs with the parameters it has; what is missing is ``None``, what is unknown is left out.

    A foreign producer's message then becomes a job that fails with the reason for all to
    see, where Celery would only log a TypeError. ``job_id`` alone must be there.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        parameters = inspect.signature(self.run).parameters
        given = dict(zip(parameters, args, strict=False)) | kwargs
        unknown = sorted(set(given) - set(parameters))
        if unknown or len(args) > len(parameters):
            _log.warning("unknown parameters of a foreign message", number=len(unknown))
        if not isinstance(given.get("job_id"), str):
            _log.error("foreign message without a job_id dropped")
            return "dropped"
        return self.run(**{name: given.get(name) for name in parameters})
