"""Who is told of pieces of work, so that they can be tied to the trace of whoever asked."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum

Fact = str | int | float | bool


class Role(StrEnum):
    """What a piece of work is to others, in OpenTelemetry's words."""

    SERVER = "server"
    CLIENT = "client"
    PRODUCER = "producer"
    CONSUMER = "consumer"
    INTERNAL = "internal"


class Span:
    """A piece of work under way. This one is not traced."""

    def tell(self, name: str, value: Fact) -> None:
        """Add what is known of it by now; never text of a document, a query or a secret."""

    def failed(self, kind: str) -> None:
        """Say that it failed, by a reason or the type of an error."""


class Tracer:
    """Is told of each piece of work as it begins and ends. This one traces nothing.

    A trace is named by its ``traceparent`` (W3C Trace Context); '' stands for none.
    """

    def span(
        self,
        name: str,
        role: Role = Role.INTERNAL,
        facts: Mapping[str, Fact] | None = None,
        *,
        parent: str | None = None,
    ) -> AbstractContextManager[Span]:
        """Return the block in which a piece of work is done.

        Only a SERVER or a CONSUMER begins a trace; anything else is traced as part of one.
        An error that leaves the block is told by its type, but for a SERVER, whose
        protocol says what failed.

        Args:
            name: one of few.
            role: what the work is to others.
            facts: what is known at its begin; see ``Span.tell``.
            parent: traceparent of what it is a part of; the span at hand if ``None``.
        """
        return nullcontext(_UNTRACED_SPAN)

    def carried(self) -> str:
        """Return the traceparent of the span at hand, for whoever goes on with its work."""
        return ""

    def following(self, parent: str) -> AbstractContextManager[None]:
        """Return a block that is done on behalf of a span of another process."""
        return nullcontext()


_UNTRACED_SPAN = Span()

UNTRACED = Tracer()
"""The default; it has no state, so one serves all."""
