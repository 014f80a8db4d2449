"""Files that must be refused, made here so that nothing harmful is checked in."""

import io
import zipfile

from pypdf import PdfWriter


def encrypted_pdf() -> bytes:
    """Return a PDF of one blank page that needs a password."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def docx_bomb(expanded: int = 300 * 1024 * 1024) -> bytes:
    """Return a DOCX of some hundred KiB whose text part unpacks to ``expanded`` bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            block = b" " * (1024 * 1024)
            for _ in range(expanded // len(block)):
                part.write(block)
    return buffer.getvalue()
