"""Why a file is refused: one function for each reason, with what would be accepted."""

from shared.errors import QuireError
from shared.reasons import Reason

ACCEPTED = "Markdown, plain text, HTML, PDF or DOCX"


def unsupported(name: str, what: str) -> QuireError:
    """FILE_UNSUPPORTED: neither a supported type nor readable text."""
    return QuireError(
        Reason.FILE_UNSUPPORTED,
        f"{name}: {what}; accepted are {ACCEPTED}",
        metadata={"file": name, "accepted": ACCEPTED},
    )


def empty(name: str, what: str = "the file has no text") -> QuireError:
    """FILE_EMPTY: no content, or no text in it."""
    return QuireError(
        Reason.FILE_EMPTY,
        f"{name}: {what}; accepted is a file with readable text",
        metadata={"file": name},
    )


def too_large(name: str, size: int, limit: int) -> QuireError:
    """FILE_TOO_LARGE; sizes in bytes."""
    return QuireError(
        Reason.FILE_TOO_LARGE,
        f"{name}: the file has {size} bytes; accepted are at most {limit}",
        metadata={"file": name, "size": str(size), "limit": str(limit)},
    )


def total_too_large(name: str, total: int, limit: int) -> QuireError:
    """FILE_TOO_LARGE for the file with which all together pass the limit; sizes in bytes."""
    return QuireError(
        Reason.FILE_TOO_LARGE,
        f"{name}: with it, all files together have {total} bytes; accepted are at most {limit}",
        metadata={"file": name, "size": str(total), "limit": str(limit)},
    )


def encrypted(name: str) -> QuireError:
    """FILE_ENCRYPTED."""
    return QuireError(
        Reason.FILE_ENCRYPTED,
        f"{name}: the file is encrypted; accepted is a copy saved without a password",
        metadata={"file": name},
    )


def broken(name: str, what: str = "the file is damaged and cannot be read") -> QuireError:
    """FILE_BROKEN: damaged, or nothing a parser can read."""
    return QuireError(
        Reason.FILE_BROKEN,
        f"{name}: {what}; accepted is an intact file, as {ACCEPTED}",
        metadata={"file": name},
    )


def expands(name: str, what: str, limit: int, unit: str = "bytes") -> QuireError:
    """FILE_EXPANDS; the limit is in bytes unless ``unit`` says otherwise."""
    return QuireError(
        Reason.FILE_EXPANDS,
        f"{name}: {what}; accepted are at most {limit} {unit}",
        metadata={"file": name, "limit": str(limit), "unit": unit},
    )


def too_many_pages(name: str, pages: int, limit: int) -> QuireError:
    """FILE_TOO_MANY_PAGES."""
    return QuireError(
        Reason.FILE_TOO_MANY_PAGES,
        f"{name}: the file has {pages} pages; accepted are at most {limit}",
        metadata={"file": name, "pages": str(pages), "limit": str(limit)},
    )


def timeout(name: str, seconds: float) -> QuireError:
    """FILE_TIMEOUT."""
    return QuireError(
        Reason.FILE_TIMEOUT,
        f"{name}: reading the file took longer than {seconds:g} s; "
        "accepted is a smaller or simpler file",
        metadata={"file": name, "limit": f"{seconds:g}"},
    )
