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
_UNAVAILABLE_CODES = ("MISCONF", "NOREPLICAS", "MASTERDOWN", "LOADING", "BUSY", "READONLY")


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
        if str(error).startswith(_UNAVAILABLE_CODES):
            observer.store_failed(Reason.STORE_UNAVAILABLE)
            raise _unavailable() from error
        raise


def _unavailable() -> QuireError:
    return QuireError(
        Reason.STORE_UNAVAILABLE, "the store does not answer", retry_after=1.0, transient=True
    )
