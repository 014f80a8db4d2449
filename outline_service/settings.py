"""Settings of the outline service."""

from pydantic import Field

from shared.settings import ServiceSettings


class OutlineSettings(ServiceSettings):
    """Settings of an outline server or worker."""

    listen: str = Field("127.0.0.1:50051")
