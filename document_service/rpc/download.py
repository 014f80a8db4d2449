"""Files of finished documents, made in the CPU pool within limits."""

from collections.abc import Sequence
from pathlib import Path

from shared.authoring.delivery.formats import Format
from shared.authoring.delivery.make import Delivered, check, make
from shared.authoring.model import Document
from shared.cpu.pool import CpuPool, WorkerDied
from shared.errors import QuireError
from shared.reasons import Reason


class FileMaker:
    """Makes files of documents.

    Args:
        seconds: time limit for one file.
        memory_mib: memory that a process of the pool may take, for messages.
        font_folders: folders with fonts for PDFs, searched before the system's own.

    """

    def __init__(
        self, pool: CpuPool, *, seconds: float, memory_mib: int, font_folders: Sequence[Path]
    ) -> None:
        self._pool = pool
        self._seconds = seconds
        self._memory_mib = memory_mib
        self._font_folders = tuple(font_folders)

    async def make(self, document: Document, form: Format) -> Delivered:
        """Return the file of a document.

        Raises QuireError: NOT_SUPPORTED, FORMAT_FONT_MISSING, or FORMAT_LIMIT when it
        is too large, or took too much time or memory.
        """
        check(document, form)
        try:
            return await self._pool.run(self._seconds, make, document, form, self._font_folders)
        except TimeoutError as error:
            raise _limit(form, f"{self._seconds:g}", "seconds") from error
        except (MemoryError, WorkerDied) as error:
            raise _limit(form, str(self._memory_mib), "MiB of memory") from error


def _limit(form: Format, limit: str, unit: str) -> QuireError:
    return QuireError(
        Reason.FORMAT_LIMIT,
        f"making the {form.name} took more than {limit} {unit}; take Markdown or HTML instead",
        metadata={"format": form.value, "limit": limit, "unit": unit},
    )
