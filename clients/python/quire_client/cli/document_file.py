"""The file of a document, in the format that its extension names."""

import shlex
from pathlib import Path

from quire.document.v1.document_pb2 import (
    DOCUMENT_FORMAT_DOCX,
    DOCUMENT_FORMAT_HTML,
    DOCUMENT_FORMAT_MARKDOWN,
    DOCUMENT_FORMAT_PDF,
    DocumentFormat,
)

from quire_client.cli.exits import CommandError, usage
from quire_client.cli.failures import command_error
from quire_client.cli.output import check_out, is_special, write_whole
from quire_client.documents import DocumentClient
from quire_client.errors import QuireCallError

FORMATS: "dict[str, DocumentFormat.ValueType]" = {
    ".md": DOCUMENT_FORMAT_MARKDOWN,
    ".markdown": DOCUMENT_FORMAT_MARKDOWN,
    ".html": DOCUMENT_FORMAT_HTML,
    ".htm": DOCUMENT_FORMAT_HTML,
    ".docx": DOCUMENT_FORMAT_DOCX,
    ".pdf": DOCUMENT_FORMAT_PDF,
}
_CANNOT_BE_MADE = ("FORMAT_FONT_MISSING", "FORMAT_LIMIT", "NOT_SUPPORTED")


def document_format(out: Path) -> "DocumentFormat.ValueType":
    """Return the format that a path names; Markdown for a device or a pipe.

    Raises:
        CommandError: its extension is that of no format.

    """
    if is_special(out.resolve()):
        return DOCUMENT_FORMAT_MARKDOWN
    found = FORMATS.get(out.suffix.lower())
    if found is None:
        raise usage(
            f"--out {out}: no document is written as {out.suffix or 'a file without extension'}",
            f"name a file that ends with {', '.join(FORMATS)}",
        )
    return found


def check_document_out(out: Path | None) -> None:
    """Refuse a path to which no document could be written later.

    Raises:
        CommandError: its folder is missing or not writable, it is a folder, or its
            extension is that of no format.

    """
    check_out(out)
    if out is not None:
        document_format(out)


async def write_document(documents: DocumentClient, job_id: str, text: str, out: Path) -> None:
    """Write a finished document in the format that the path names.

    Args:
        text: the document's Markdown, which need not be downloaded again.

    Raises:
        CommandError: the file cannot be written, or the service cannot make this format.
        QuireCallError: the call fails for another reason.

    """
    wanted = document_format(out)
    if wanted == DOCUMENT_FORMAT_MARKDOWN:
        write_whole(out, text)
    else:
        write_whole(out, await _made(documents, job_id, wanted, out))


async def _made(
    documents: DocumentClient, job_id: str, wanted: "DocumentFormat.ValueType", out: Path
) -> bytes:
    try:
        return (await documents.download(job_id, wanted)).content
    except QuireCallError as error:
        if error.reason not in _CANNOT_BE_MADE:
            raise
        failed = command_error(error)
        other = shlex.join(("quire", "watch", job_id, "--out", str(out.with_suffix(".html"))))
        raise CommandError(
            failed.code,
            failed.message,
            *failed.hints,
            f"the document itself is done; get it in another format: {other}",
        ) from error
