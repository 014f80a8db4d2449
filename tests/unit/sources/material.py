"""Files made by hand, so that a test says all that is in them."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as WordDocument

from shared.authoring.model import SourceDocument
from shared.authoring.sources.layout import blocks_of
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file


def read(name: str, content: bytes | str, limits: FileLimits | None = None) -> SourceDocument:
    """Read a file; headings must be where they say they are."""
    content = content.encode() if isinstance(content, str) else content
    source = parse_file("s1", name, "", content, limits or FileLimits())
    text = source.text.encode()
    for heading in source.headings:
        assert text[heading.start : heading.end].decode() == heading.title
    return source


def blocks(source: SourceDocument) -> list[tuple[str, str]]:
    """Return (kind, text) of each block."""
    text = source.text.encode()
    return [
        (block.kind.value, text[block.start : block.end].decode()) for block in blocks_of(source)
    ]


def titles(source: SourceDocument) -> list[tuple[int, str]]:
    """Return (level, title) of each heading."""
    return [(heading.level, heading.title) for heading in source.headings]


def word(write: Callable[[WordDocument], object]) -> bytes:
    """Return a Word document that ``write`` has filled."""
    document = Document()
    write(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return buffer.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return what is in a ZIP archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as given:
        return {name: given.read(name) for name in given.namelist()}


@dataclass(frozen=True)
class Placed:
    """A line of a PDF: baseline in points from the lower left corner."""

    text: str
    y: float
    x: float = 72
    size: float = 11


def pdf(*pages: Sequence[Placed]) -> bytes:
    """Return a PDF whose one font has no glyphs, only a map to Unicode: any script goes."""
    characters = sorted({char for page in pages for line in page for char in line.text})
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(len(pages)))),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /None /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /None /DW 500"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(
            "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange "
            f"{len(characters)} beginbfchar\n"
            + "\n".join(f"<{ord(char):04x}> <{ord(char):04x}>" for char in characters)
            + "\nendbfchar endcmap"
        ),
    ]
    for number, page in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            b" /Resources << /Font << /F 3 0 R >> >> /Contents %d 0 R >>" % (7 + 2 * number)
        )
        objects.append(_stream("\n".join(_shown(line) for line in page)))
    return _assembled(objects)


def _shown(line: Placed) -> str:
    coded = line.text.encode("utf-16-be").hex()
    return f"BT /F {line.size} Tf 1 0 0 1 {line.x} {line.y} Tm <{coded}> Tj ET"


def _stream(text: str) -> bytes:
    return b"<< /Length %d >> stream\n%s\nendstream" % (len(text), text.encode("ascii"))


def _assembled(objects: Sequence[bytes]) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(data))
    )
