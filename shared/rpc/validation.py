"""Checks requests by the rules that stand in the protos (protovalidate)."""

from collections.abc import Iterable

from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import Message
from protovalidate import FieldPathPb, Validator

from shared.errors import FieldViolation, QuireError
from shared.reasons import Reason

_ID = "characters of A-Z, a-z, 0-9, _ and -"
_PATTERNS = {
    r"\S": "must not be empty or blank",
    "^[A-Za-z0-9_-]{1,64}$": f"must be 1 to 64 {_ID}",
    "^[A-Za-z0-9_-]{0,64}$": f"must be at most 64 {_ID}",
    "^[A-Za-z0-9_.-]{1,64}$": "must be 1 to 64 characters of A-Z, a-z, 0-9, _, . and -",
    "^[a-z0-9_.-]{1,63}$": "must be 1 to 63 characters of a-z, 0-9, _, . and -",
}

_LARGE_BYTES = 16 * 1024
"""Above this size only the first violation is sought: a request can break a rule in each of
millions of elements, and to tell each takes 20 µs of the event loop."""


class RequestValidator:
    """Holds the compiled rules.

    Args:
        services: full names of services whose requests are compiled at once, so that
            the first call does not wait for it.
    """

    def __init__(self, services: Iterable[str]) -> None:
        self._validator = Validator()
        pool = descriptor_pool.Default()
        for service in services:
            for method in pool.FindServiceByName(service).methods:
                self._validator.collect_violations(
                    message_factory.GetMessageClass(method.input_type)()
                )

    def check(self, message: Message) -> None:
        """Raise QuireError INVALID_REQUEST if the message breaks a rule.

        Lists all fields that do; of a message over 16 KiB the first.
        """
        first_only = message.ByteSize() > _LARGE_BYTES
        violations = tuple(
            FieldViolation(
                _path(found.proto.field), _words(found.proto.message or found.proto.rule_id)
            )
            for found in self._validator.collect_violations(message, fail_fast=first_only)
        )
        if violations:
            first = violations[0]
            raise QuireError(
                Reason.INVALID_REQUEST,
                f"{first.field or 'request'}: {first.description}",
                violations=violations,
            )


def _words(message: str) -> str:
    """Return a message of protovalidate with the patterns that callers meet put into words."""
    pattern = message.partition("`")[2].rpartition("`")[0]
    return _PATTERNS.get(pattern, message)


def _path(path: FieldPathPb | None) -> str:
    """Return a path as callers write it, such as ``files[0].role``."""
    text = ""
    for element in path.elements if path is not None else ():
        text += f".{element.field_name}" if text else element.field_name
        if element.subscript is not None:
            text += f"[{element.subscript.value!r}]"
    return text
