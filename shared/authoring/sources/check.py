"""What is looked at when a file is given: enough to refuse a bad one, without reading it."""

from shared.authoring.sources import clean, refusals
from shared.authoring.sources.archive import check_docx
from shared.authoring.sources.decode import decode_html
from shared.authoring.sources.filetype import FileType, detect
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.pdf import open_pdf
from shared.errors import QuireError


def check_file(name: str, content: bytes, limits: FileLimits) -> FileType:
    """Return the type of a file.

    Raises QuireError with FILE_EMPTY, FILE_TOO_LARGE, FILE_UNSUPPORTED,
    FILE_ENCRYPTED, FILE_EXPANDS, FILE_TOO_MANY_PAGES or FILE_BROKEN. A pure
    function for a `CpuPool`: parsers of hostile files may crash or hang.
    """
    if not content:
        raise refusals.empty(name, "the file has no content")
    if len(content) > limits.file_bytes:
        raise refusals.too_large(name, len(content), limits.file_bytes)
    kind = detect(name, content)
    if kind is FileType.DOCX:
        check_docx(name, content, limits)
    elif kind is FileType.PDF:
        _check_pdf(name, content, limits)
    elif not clean.has_text(decode_html(content) or ""):
        raise refusals.empty(name)
    return kind


def _check_pdf(name: str, content: bytes, limits: FileLimits) -> None:
    try:
        open_pdf(name, content, limits)
    except (QuireError, MemoryError):
        raise
    except Exception as error:  # whatever a damaged file makes pypdf raise
        raise refusals.broken(name, "the PDF is damaged") from error
