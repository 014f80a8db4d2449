"""What goes wrong between us and a model, as errors of Quire.

Errors of providers are told apart by the HTTP status that they carry and by the names
of LangChain's own errors, which all providers share: no provider's package is needed.
The words of a server are not passed on: some repeat the prompt or part of a key.
"""

import re
from collections.abc import Mapping

from shared.authoring.models.retry import retry_after
from shared.errors import QuireError
from shared.reasons import Reason

_OVERFLOW = re.compile(
    r"context[ _](?:length|size|window)|maximum context|prompt is too long|too many tokens",
    re.IGNORECASE,
)
_SCHEMA = re.compile(
    r"response_format|json_?schema|structured|grammar|output_config|schema", re.IGNORECASE
)
_NO_SCHEMA_STATUS = frozenset({400, 404, 415, 422, 500, 501})
_TOO_LARGE, _TOO_MANY, _REQUEST_TIMEOUT, _CONFLICT = 413, 429, 408, 409
_SERVER_FAULT, _BEYOND = 500, 600
_TRANSPORT = frozenset(
    {
        "ModelConnectionError",
        "ModelTimeoutError",
        "ModelAPIError",
        "APIConnectionError",
        "APIError",
        "TransportError",
        "OSError",
    }
)


def fault_of(error: Exception, model: str) -> QuireError | None:
    """Return what an error of a call means; ``None`` if it is not one of the model's.

    ``transient`` says whether to try again, ``retry_after`` how long the server wants
    to be left alone (``None`` if it does not say).
    """
    status, names = status_of(error), _names(error)
    facts = {"model": model} | ({"status": str(status)} if status else {})
    refused = status is not None or "ModelInvalidRequestError" in names
    if "ContextOverflowError" in names or (
        refused and (status == _TOO_LARGE or _OVERFLOW.search(str(error)))
    ):
        return QuireError(
            Reason.MODEL_CONTEXT_EXCEEDED,
            f"the prompt is longer than the context window of {model}",
            metadata={"model": model},
        )
    if status == _TOO_MANY or "ModelRateLimitError" in names:
        return QuireError(
            Reason.MODEL_RATE_LIMITED,
            f"{model} takes no more calls for now",
            metadata={"model": model},
            retry_after=retry_after(_headers(error)),
            transient=True,
        )
    if status is None:
        return _unavailable(model, facts, error) if names & _TRANSPORT else None
    if status in (_REQUEST_TIMEOUT, _CONFLICT) or _SERVER_FAULT <= status < _BEYOND:
        return _unavailable(model, facts, error)
    return QuireError(
        Reason.MODEL_REJECTED,
        f"the server of {model} refuses the call with HTTP status {status}; check the model's "
        "name, address and key",
        metadata=facts,
    )


def broke_off(model: str) -> QuireError:
    """Return the error of an answer that ended without its end."""
    return QuireError(
        Reason.MODEL_UNAVAILABLE,
        f"the answer of {model} broke off",
        metadata={"model": model},
        transient=True,
    )


def timed_out(model: str, what: str, seconds: float) -> QuireError:
    """Return the error of a token that did not come in time."""
    return QuireError(
        Reason.MODEL_UNAVAILABLE,
        f"{model} sent no {what} token within {seconds:g} s",
        metadata={"model": model, "timeout": f"{seconds:g}"},
        transient=True,
    )


def refuses_schema(error: Exception) -> bool:
    """Whether a server says that it cannot hold a model to a JSON Schema."""
    return status_of(error) in _NO_SCHEMA_STATUS and bool(_SCHEMA.search(str(error)))


def status_of(error: Exception) -> int | None:
    """Return the HTTP status that an error carries."""
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _unavailable(model: str, facts: dict[str, str], error: Exception) -> QuireError:
    status = facts.get("status")
    how = f"fails with HTTP status {status}" if status else "cannot be reached or broke off"
    return QuireError(
        Reason.MODEL_UNAVAILABLE,
        f"{model} {how}",
        metadata=facts,
        retry_after=retry_after(_headers(error)),
        transient=True,
    )


def _names(error: Exception) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}


def _headers(error: Exception) -> Mapping[str, str]:
    headers = getattr(getattr(error, "response", None), "headers", None)
    if not isinstance(headers, Mapping):
        return {}
    return {str(name).lower(): str(value) for name, value in headers.items()}
