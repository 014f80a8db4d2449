"""The one error base of Quire: what went wrong, in a form that every edge can show.

``shared.rpc.errors`` maps it to ``google.rpc.Status``; the job runner maps it to
the failure of a job. Nothing else builds either.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.reasons import Reason


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """One field that breaks its rule.

    Args:
        field: path from the request, for example ``files[2].name``.
        description: what is wrong and what would be accepted.

    """

    field: str
    description: str


class QuireError(Exception):
    """A refusal or a failure whose cause is known.

    Args:
        reason: the cause, for programs.
        message: the cause, for people. Holds no document text and no secrets.
        metadata: further facts, by the keys that the comment of the reason names.
        violations: the fields at fault; only with a bad request.
        retry_after: seconds after which trying again makes sense; ``None`` if it
            does not.
        transient: whether a further attempt of a job may succeed.

    """

    def __init__(
        self,
        reason: Reason,
        message: str,
        *,
        metadata: Mapping[str, str] | None = None,
        violations: tuple[FieldViolation, ...] = (),
        retry_after: float | None = None,
        transient: bool = False,
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.metadata = dict(metadata or {})
        self.violations = violations
        self.retry_after = retry_after
        self.transient = transient

    def __reduce__(self) -> tuple[object, ...]:
        # The default calls the class with the message alone and fails.
        return _restore, (type(self), self.args, self.__dict__)


def _restore(
    kind: type[QuireError], args: tuple[object, ...], state: dict[str, object]
) -> QuireError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error
