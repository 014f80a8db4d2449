"""The processes for heavy work and the limits of what they read."""

from shared.authoring.sources.limits import FileLimits
from shared.cpu.pool import CpuPool
from shared.settings import ServiceSettings


def cpu_pool(settings: ServiceSettings) -> CpuPool:
    """Return the processes that parse files and do other heavy work."""
    return CpuPool(settings.cpu_processes, memory_limit=settings.cpu_memory_mib * 1024 * 1024)


def file_limits(settings: ServiceSettings) -> FileLimits:
    """Return the limits for context files."""
    return FileLimits(
        file_bytes=settings.max_file_bytes,
        total_bytes=settings.max_total_bytes,
        pages=settings.max_pages,
        expanded_bytes=settings.max_expanded_bytes,
        seconds=settings.parse_seconds,
    )
