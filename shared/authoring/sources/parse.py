"""From a file to a source: stored text, headings, pages, title, language."""

import hashlib
from pathlib import PurePath

from shared.authoring.model import SourceDocument, SourceInfo, SourceRole
from shared.authoring.sources import clean, layout, refusals
from shared.authoring.sources.check import check_file
from shared.authoring.sources.decode import decode_html
from shared.authoring.sources.docx import docx_blocks
from shared.authoring.sources.filetype import FileType
from shared.authoring.sources.html import html_blocks
from shared.authoring.sources.layout import Block
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.markdown import markdown_blocks
from shared.authoring.sources.pdf import pdf_blocks
from shared.authoring.sources.plain import plain_blocks
from shared.authoring.text.language import detect as detect_language
from shared.errors import QuireError

_MAX_TITLE = 300


def parse_file(
    source_id: str,
    name: str,
    uri: str,
    content: bytes,
    limits: FileLimits,
    *,
    role: SourceRole = "data",
) -> SourceDocument:
    """Read a file; the form of the text is described in `layout`.

    Raises QuireError as `check_file`. A pure function for a `CpuPool`: parsers of
    hostile files may crash or hang.
    """
    kind = check_file(name, content, limits)
    try:
        title, blocks = _blocks(kind, name, content, limits, role)
        laid_out = layout.lay_out(blocks)
    except (QuireError, MemoryError):
        raise
    except Exception as error:  # whatever a damaged file makes a parser raise
        raise refusals.broken(name) from error
    text = laid_out.text
    if not clean.has_text(text):
        raise refusals.empty(name)
    if len(text) > limits.text_chars:
        raise refusals.expands(
            name, f"its text has {len(text)} characters", limits.text_chars, "characters"
        )
    encoded = text.encode()
    info = SourceInfo(
        id=source_id,
        title=_title(title, laid_out, name),
        uri=uri or name,
        sha256=hashlib.sha256(encoded).hexdigest(),
        size=len(encoded),
        media_type=kind.media_type,
        role=role,
        language=detect_language(text),
    )
    return SourceDocument(info=info, text=text, headings=laid_out.headings, pages=laid_out.pages)


def _blocks(
    kind: FileType, name: str, content: bytes, limits: FileLimits, role: SourceRole
) -> tuple[str, list[Block]]:
    match kind:
        case FileType.PDF:
            return pdf_blocks(name, content, limits)
        case FileType.DOCX:
            return docx_blocks(content)
    text = decode_html(content) or ""
    match kind:
        case FileType.HTML:
            return html_blocks(text)
        case _ if role == "outline":
            # A draft is read by its lines and their indentation, which paragraphs would lose.
            return "", [layout.code(text)]
        case FileType.MARKDOWN:
            return markdown_blocks(text)
    return plain_blocks(text)


def _title(named: str, laid_out: layout.Layout, name: str) -> str:
    """Return the file's own title, else its only top heading at the start, else its name."""
    title = clean.line(named)
    if not title and laid_out.headings:
        first = laid_out.headings[0]
        top = [heading for heading in laid_out.headings if heading.level <= first.level]
        if first.start == 0 and len(top) == 1:
            title = first.title
    if not clean.has_text(title):
        title = clean.line(PurePath(name).stem) or clean.line(name)
    return title[:_MAX_TITLE].rstrip()
