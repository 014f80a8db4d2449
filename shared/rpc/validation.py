"""Checks requests by the rules that stand in the protos (protovalidate)."""

from collections.abc import Iterable

from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import Message
from protovalidate import FieldPathPb, Validator

from shared.errors import FieldViolation, QuireError
from shared.reasons import Reason


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
        """Raise QuireError INVALID_REQUEST with all fields that break a rule."""
        violations = tuple(
            FieldViolation(_path(found.proto.field), found.proto.message or found.proto.rule_id)
            for found in self._validator.collect_violations(message)
        )
        if violations:
            first = violations[0]
            raise QuireError(
                Reason.INVALID_REQUEST,
                f"{first.field or 'request'}: {first.description}",
                violations=violations,
            )


def _path(path: FieldPathPb | None) -> str:
    """Return a path as callers write it, such as ``files[0].role``."""
    text = ""
    for element in path.elements if path is not None else ():
        text += f".{element.field_name}" if text else element.field_name
        if element.subscript is not None:
            text += f"[{element.subscript.value!r}]"
    return text
