"""Settings of the document service."""

import os
from pathlib import Path

from pydantic import Field, field_validator

from shared.addresses import split_address
from shared.settings import ServiceSettings


class DocumentSettings(ServiceSettings):
    """Settings of a document server or worker."""

    listen: str = Field("127.0.0.1:50052")
    outline_address: str = Field(
        "127.0.0.1:50051", description="Where the outline service listens, as host:port."
    )
    outline_tls: bool = Field(False, description="Speak TLS to the outline service.")
    ca_cert: Path | None = Field(
        None,
        description="PEM file with the authorities that sign the outline service's certificate.",
    )
    outline_seconds: float = Field(
        20.0, gt=0, le=300, description="Time to fetch an outline and its sources."
    )
    chapters_at_once: int = Field(8, ge=1, le=256, description="Chapters of one job at once.")

    download_seconds: float = Field(
        45.0, gt=0, le=600, description="Time to make a file of a finished document."
    )
    font_paths: str = Field(
        "",
        description="Folders with fonts for PDFs, parted as in PATH, searched before the system's.",
    )

    @property
    def font_folders(self) -> tuple[Path, ...]:
        """The folders of ``font_paths``."""
        return tuple(Path(name) for name in self.font_paths.split(os.pathsep) if name)

    @field_validator("outline_address")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        split_address(value)
        return value
