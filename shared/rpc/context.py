"""The type of what grpc hands to a servicer beside the request."""

from typing import Any, TypeAlias

from grpc.aio import ServicerContext

Context: TypeAlias = ServicerContext[Any, Any]
"""grpc's own stubs give the context of a servicer no message types."""
