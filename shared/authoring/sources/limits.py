"""How much of a file is read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Limits for one file, and for all files of a request together.

    Args:
        file_bytes: size of the file.
        total_bytes: size of all files together.
        pages: pages of a PDF.
        expanded_bytes: what an archive (DOCX) unpacks to.
        expansion_ratio: unpacked size by packed size of an archive; looked at only
            when it unpacks to more than 1 MiB.
        archive_entries: files within an archive.
        text_chars: characters of the text that is kept.
        seconds: time for checking or for reading.

    """

    file_bytes: int = 10 << 20
    total_bytes: int = 15 << 20
    pages: int = 2000
    expanded_bytes: int = 100 << 20
    expansion_ratio: int = 200
    archive_entries: int = 5000
    text_chars: int = 10 << 20
    seconds: float = 30.0
