"""The one place where errors of the Redis client become errors of Quire."""

from collections.abc import Iterator
from contextlib import contextmanager

from redis import exceptions

from shared.errors import QuireError
from shared.jobs.observer import UNOBSERVED, JobObserver
from shared.reasons import Reason

_UNAVAILABLE = (
    exceptions.ConnectionError,  # also LOADING, no free connection, wrong password
    exceptions.TimeoutError,
    exceptions.ReadOnlyError,
    exceptions.MasterDownError,
    exceptions.TryAgainError,
)
_UNAVAILABLE_CODES = frozenset({"MISCONF", "NOREPLICAS", "BUSY"})  # without a class of their own
_IN_A_PIPELINE = " of pipeline caused error: ("


@contextmanager
def store_errors(observer: JobObserver = UNOBSERVED) -> Iterator[None]:
    """Turn trouble with the store into QuireError STORE_UNAVAILABLE or STORE_FULL.

    Both are transient and say after how many seconds another try makes sense. After
    STORE_UNAVAILABLE it is not known whether the command was carried out. Any other
    error of Redis is a fault of ours and passes through.
    """
    try:
        yield
    except exceptions.OutOfMemoryError as error:
        observer.store_failed(Reason.STORE_FULL)
        raise QuireError(
            Reason.STORE_FULL, "the store is full", retry_after=5.0, transient=True
        ) from error
    except _UNAVAILABLE as error:
        observer.store_failed(Reason.STORE_UNAVAILABLE)
        raise _unavailable() from error
    except exceptions.ResponseError as error:
        if _code(error) in _UNAVAILABLE_CODES:
            observer.store_failed(Reason.STORE_UNAVAILABLE)
            raise _unavailable() from error
        raise


def _code(error: exceptions.ResponseError) -> str:
    """Return the first word of the answer, before which redis-py tells of a pipeline."""
    answer = str(error).rpartition(_IN_A_PIPELINE)[2].lstrip("'\"")
    return answer.partition(" ")[0]


def _unavailable() -> QuireError:
    return QuireError(
        Reason.STORE_UNAVAILABLE, "the store does not answer", retry_after=1.0, transient=True
    )
