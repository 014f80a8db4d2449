"""Ids of jobs."""

import re
import secrets

from shared.errors import FieldViolation, QuireError
from shared.jobs.model import Kind
from shared.reasons import Reason

_PATTERN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ALPHABET = "0123456789abcdefghijkmnpqrstuvwxyz"


def new_job_id(kind: Kind) -> str:
    """Return a fresh id that tells its kind: ``o-…`` or ``d-…``, with 80 random bits."""
    return f"{kind.value[0]}-" + "".join(secrets.choice(_ALPHABET) for _ in range(16))


def check_job_id(job_id: str) -> str:
    """Return the id. Raises QuireError(INVALID_REQUEST) if it could not be part of a key."""
    if not _PATTERN.fullmatch(job_id):
        description = "must be 1 to 64 characters of A-Z, a-z, 0-9, _ and -"
        raise QuireError(
            Reason.INVALID_REQUEST,
            f"job_id {description}",
            violations=(FieldViolation("job_id", description),),
        )
    return job_id
