"""Context files on an event loop: checked and read in processes that can be killed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from shared.authoring.model import SourceDocument, SourceRole
from shared.authoring.sources import refusals
from shared.authoring.sources.check import check_file
from shared.authoring.sources.filetype import FileType
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file
from shared.cpu.pool import CpuPool, WorkerDied, WorkFailed
from shared.errors import FieldViolation, QuireError


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file as given by a caller; without ``uri`` its name stands for it."""

    name: str
    content: bytes
    role: SourceRole = "data"
    uri: str = ""


class SourceReader:
    """Checks and reads files.

    Args:
        pool: where parsers run. Give it a memory limit: 1 GiB is enough for the
            default limits.
        limits: for each file.

    """

    def __init__(self, pool: CpuPool, limits: FileLimits | None = None) -> None:
        self._pool = pool
        self._limits = limits or FileLimits()

    @property
    def version(self) -> str:
        """Changes when the same file would be read in another way."""
        return "sources/3"

    async def check(self, files: Sequence[InputFile]) -> tuple[FileType, ...]:
        """Return the types of files, in order, without reading them.

        Raises QuireError with the reason of the first file that is refused and a
        violation, at ``files[i].content``, for each. FILE_TIMEOUT may be among them.
        """
        self._check_total(files)
        results = await asyncio.gather(*(self._check(file) for file in files))
        refused = [(i, found) for i, found in enumerate(results) if isinstance(found, QuireError)]
        if refused:
            first = refused[0][1]
            raise QuireError(
                first.reason,
                first.message,
                metadata=first.metadata,
                violations=tuple(
                    FieldViolation(f"files[{i}].content", error.message) for i, error in refused
                ),
            )
        return tuple(found for found in results if isinstance(found, FileType))

    async def parse(self, source_id: str, file: InputFile) -> SourceDocument:
        """Read one file.

        Raises QuireError with a FILE_* reason; FILE_TIMEOUT when it took longer than
        the limit, FILE_BROKEN when the parser crashed or ran out of memory.
        """
        try:
            return await self._pool.run(
                self._limits.seconds,
                parse_file,
                source_id,
                file.name,
                file.uri,
                file.content,
                self._limits,
                role=file.role,
            )
        except TimeoutError as error:
            raise refusals.timeout(file.name, self._limits.seconds) from error
        except (WorkerDied, WorkFailed) as error:
            raise refusals.broken(file.name, f"reading it failed: {error}") from error

    async def parse_all(self, files: Sequence[InputFile]) -> tuple[SourceDocument, ...]:
        """Read files together; they become the sources ``s1``, ``s2``, … in order.

        Raises QuireError as `parse`; the files still being read are then given up.
        """
        tasks = [
            asyncio.ensure_future(self.parse(f"s{number}", file))
            for number, file in enumerate(files, start=1)
        ]
        try:
            return tuple(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()

    def _check_total(self, files: Sequence[InputFile]) -> None:
        total = 0
        for number, file in enumerate(files):
            total += len(file.content)
            if total > self._limits.total_bytes:
                error = refusals.total_too_large(file.name, total, self._limits.total_bytes)
                raise QuireError(
                    error.reason,
                    error.message,
                    metadata=error.metadata,
                    violations=(FieldViolation(f"files[{number}].content", error.message),),
                )

    async def _check(self, file: InputFile) -> FileType | QuireError:
        try:
            return await self._pool.run(
                self._limits.seconds, check_file, file.name, file.content, self._limits
            )
        except QuireError as error:
            return error
        except TimeoutError:
            return refusals.timeout(file.name, self._limits.seconds)
        except (WorkerDied, WorkFailed) as error:
            return refusals.broken(file.name, f"reading it failed: {error}")
