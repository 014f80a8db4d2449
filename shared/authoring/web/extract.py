"""From a fetched page to a source, as from a context file. Pure functions for a `CpuPool`."""

import hashlib
import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from shared.authoring.model import SourceDocument, SourceInfo
from shared.authoring.sources import clean, layout, refusals
from shared.authoring.sources.decode import decode_html
from shared.authoring.sources.filetype import FileType, detect
from shared.authoring.sources.html import html_blocks
from shared.authoring.sources.layout import Block, BlockKind
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file
from shared.authoring.text.duplicates import near_duplicates
from shared.authoring.text.language import detect as detect_language
from shared.authoring.text.words import tokens
from shared.authoring.web.visible import visible_page
from shared.errors import QuireError

VERSION = "web/1"
"""Changes when the same page would be read in another way."""

_MAX_TITLE = 300
_MAX_AUTHORS = 10
_MIN_COLUMNS = 200
_SAME = 0.7
_COMPARED_CHARS = 40_000
_NO_GUESS = (b"%PDF-", b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff")
_SAYS_UTF8 = re.compile(rb"charset\s*=\s*[\"']?\s*utf-?8", re.I)
_BROKEN_SHARE = 0.01
_CHARSET = re.compile(r"[a-z0-9_.:-]{2,40}")
_HTML = ("text/html", "application/xhtml+xml")
_AUTHOR_BREAK = re.compile(r"\s*[;；、]\s*")


def read_page(
    source_id: str, url: str, media_type: str, charset: str, content: bytes, limits: FileLimits
) -> SourceDocument:
    """Return the main text of a page with title, language and what it says of author and date.

    Of a page that trafilatura finds no main text in, all is taken that a context file
    in HTML gives. Raises QuireError with a FILE_* reason; FILE_EMPTY also for a page
    with too little text to be evidence.

    Args:
        url: of the page, kept as ``uri``.
        media_type: as the server says it; the content decides where it says otherwise.
        charset: as the server says it.

    """
    name = _name(url)
    content = _in_utf8(content, charset)
    kind = detect(name, content)
    if kind is FileType.TEXT and media_type in _HTML:
        kind = FileType.HTML
    if kind is FileType.HTML:
        try:
            source = _read_html(source_id, url, content, limits)
        except (QuireError, MemoryError):
            raise
        except Exception as error:  # whatever a hostile page makes a parser raise
            raise refusals.broken(name) from error
    else:
        parsed = parse_file(source_id, name, url, content, limits)
        source = parsed.model_copy(update={"info": parsed.info.model_copy(update={"uri": url})})
    encoded = source.text.encode()
    prose = sum(
        clean.width(encoded[block.start : block.end].decode())
        for block in layout.blocks_of(source)
        if block.kind is not BlockKind.HEADING
    )
    if prose < _MIN_COLUMNS:
        raise refusals.empty(name, "the page has too little text")
    return source


def repeated(sources: list[tuple[str, str]]) -> list[int]:
    """Return the indexes of the texts that say what an earlier one says.

    Args:
        sources: (text, language), the best first.

    """
    words = [tokens(text[:_COMPARED_CHARS], language) for text, language in sources]
    return sorted(near_duplicates(words, _SAME))


def _read_html(source_id: str, url: str, content: bytes, limits: FileLimits) -> SourceDocument:
    name = _name(url)
    text = decode_html(content)
    if not text or not clean.has_text(text):
        raise refusals.empty(name)
    text = visible_page(text)
    title, blocks = html_blocks(text)
    found = _main_blocks(text, url)
    authors: tuple[str, ...] = ()
    published = ""
    if found is not None:
        main, title, authors, published = found[0], found[1] or title, found[2], found[3]
        blocks = main or blocks
    laid_out = layout.lay_out(blocks)
    if len(laid_out.text) > limits.text_chars:
        raise refusals.expands(
            name, f"its text has {len(laid_out.text)} characters", limits.text_chars, "characters"
        )
    encoded = laid_out.text.encode()
    info = SourceInfo(
        id=source_id,
        title=(clean.line(title) or name)[:_MAX_TITLE].rstrip(),
        uri=url,
        sha256=hashlib.sha256(encoded).hexdigest(),
        size=len(encoded),
        media_type=FileType.HTML.media_type,
        language=detect_language(laid_out.text),
        authors=authors,
        published=published,
    )
    return SourceDocument(info=info, text=laid_out.text, headings=laid_out.headings)


def _main_blocks(text: str, url: str) -> tuple[list[Block], str, tuple[str, ...], str] | None:
    """Return blocks, title, authors and date as trafilatura finds them; ``None`` if it fails."""
    # Only with the extra ``web``; not at the top, because the parent has no use for it.
    from trafilatura.core import (  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
        extract_with_metadata,
    )

    try:
        found = extract_with_metadata(
            text,
            url=url,
            output_format="html",
            include_comments=False,
            include_tables=True,
            include_formatting=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except MemoryError:
        raise
    except Exception:  # whatever a hostile page makes it raise; the own reader is left
        return None
    if found is None or not found.text:
        return None
    _, blocks = html_blocks(found.text)
    names = [clean.line(name) for name in _AUTHOR_BREAK.split(found.author or "")]
    return blocks, found.title or "", tuple(filter(None, names))[:_MAX_AUTHORS], found.date or ""


def _in_utf8(content: bytes, charset: str) -> bytes:
    """Return text in UTF-8 where the server names its encoding; all else as it is.

    Bytes that are valid UTF-8 are taken for that, whatever is said of them. With no
    name they stay for `decode_html`, which looks for the page's own word.
    """
    if content.startswith(_NO_GUESS) or _is_utf8(content):
        return content
    if charset.startswith("utf-8") or (not charset and _SAYS_UTF8.search(content[:4096])):
        # A byte out of place among thousands, which browsers pass over.
        text = content.decode("utf-8", "replace")
        return text.encode() if text.count("\ufffd") <= len(text) * _BROKEN_SHARE else content
    if charset.startswith("utf") or not _CHARSET.fullmatch(charset):
        return content
    # One way to decode for both: the reader of context files believes what a page declares.
    named = decode_html(b'<meta charset="' + charset.encode("ascii") + b'">' + content)
    return content if named is None else named.partition(">")[2].encode()


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _name(url: str) -> str:
    """Return what a page without a title is called: the end of its path, or its host."""
    parts = urlsplit(url)
    last = clean.line(unquote(PurePosixPath(parts.path).name))
    return last if clean.has_text(last) else parts.hostname or url
