"""A document as one HTML file that needs no other: no script, no font, no address is loaded.

Anchors: ``h-N`` headings, ``cite-N`` citations, ``source-N`` entries of the bibliography,
``quote-N`` cited passages.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from shared.authoring.delivery.content import (
    Block,
    Cite,
    Code,
    Content,
    Entry,
    Heading,
    Inline,
    Inlines,
    Items,
    Paragraph,
    Quotation,
    Quote,
    Table,
)
from shared.authoring.delivery.style import STYLE
from shared.authoring.delivery.words import Words, words

_CONTENTS_DEPTH = 3


def html(content: Content) -> bytes:
    """Return the file, in UTF-8. All that the document says is escaped."""
    return "".join(_Page(content).parts()).encode()


class _Page:
    def __init__(self, content: Content) -> None:
        self._content = content
        self._words = words(content.language)

    def parts(self) -> Iterator[str]:
        content, title = self._content, escape(self._content.title)
        language = escape(content.language or "und")
        yield f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        yield '<meta http-equiv="Content-Security-Policy" '
        yield "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        yield f"<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
        yield f"<header>\n<h1>{title}</h1>\n"
        if content.partial:
            yield f'<p class="partial">{escape(self._words.partial)}</p>\n'
        yield "</header>\n"
        yield from self._contents()
        yield "<main>\n"
        for block in content.body:
            yield _block(block)
        yield "</main>\n"
        yield from self._references()
        yield from self._quotes()
        yield "</body>\n</html>\n"

    def _contents(self) -> Iterator[str]:
        lines = [
            (heading.level, f"h-{heading.number}", _inlines(heading.inlines, linked=False))
            for heading in self._content.headings
            if heading.level <= _CONTENTS_DEPTH
        ]
        if self._content.entries:
            lines.append((2, "references", escape(self._words.references)))
        if self._content.quotes:
            lines.append((2, "quotes", escape(self._words.quotes)))
        if not lines:
            return
        yield f'<nav aria-labelledby="contents">\n<h2 id="contents">{self._words.contents}</h2>\n'
        yield from _tree(lines)
        yield "</nav>\n"

    def _references(self) -> Iterator[str]:
        if not self._content.entries:
            return
        yield '<section class="references" aria-labelledby="references">\n'
        yield f'<h2 id="references">{self._words.references}</h2>\n<ol>\n'
        for entry in self._content.entries:
            yield _entry(entry)
        yield "</ol>\n</section>\n"

    def _quotes(self) -> Iterator[str]:
        if not self._content.quotes:
            return
        yield '<section class="quotes" aria-labelledby="quotes">\n'
        yield f'<h2 id="quotes">{self._words.quotes}</h2>\n<ol>\n'
        for quote in self._content.quotes:
            yield _quote(quote, self._words)
        yield "</ol>\n</section>\n"


def _tree(lines: Sequence[tuple[int, str, str]]) -> Iterator[str]:
    """Yield (level, anchor, HTML) lines as nested lists."""
    open_levels: list[int] = []
    for level, anchor, label in lines:
        while open_levels and open_levels[-1] > level:
            open_levels.pop()
            yield "</li>\n</ol>\n"
        if open_levels and open_levels[-1] == level:
            yield "</li>\n"
        else:
            open_levels.append(level)
            yield "<ol>\n"
        yield f'<li><a href="#{anchor}">{label}</a>'
    yield "</li>\n</ol>\n" * len(open_levels)


def _block(block: Block) -> str:
    match block:
        case Heading():
            level = min(block.level, 6)
            return f'<h{level} id="h-{block.number}">{_inlines(block.inlines)}</h{level}>\n'
        case Paragraph():
            return f"<p>{_inlines(block.inlines)}</p>\n"
        case Code():
            return f"<pre><code{_language(block)}>{escape(block.text)}</code></pre>\n"
        case Items():
            return _items(block)
        case Table():
            return _table(block)
        case Quotation():
            return f"<blockquote>\n{_blocks(block.blocks)}</blockquote>\n"


def _blocks(blocks: Iterable[Block]) -> str:
    return "".join(_block(block) for block in blocks)


def _language(code: Code) -> str:
    return f' class="language-{escape(code.language)}"' if code.language else ""


def _items(items: Items) -> str:
    tag, start = ("ul", "") if items.first is None else ("ol", f' start="{items.first}"')
    rows = "".join(f"<li>{_item(blocks)}</li>\n" for blocks in items.items)
    return f"<{tag}{start}>\n{rows}</{tag}>\n"


def _item(blocks: tuple[Block, ...]) -> str:
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return _inlines(blocks[0].inlines)
    return _blocks(blocks)


def _table(table: Table) -> str:
    head, *body = [
        "<tr>" + "".join(f"<{tag}>{_inlines(cell)}</{end}>" for cell in row) + "</tr>\n"
        for tag, end, row in _tagged(table)
    ]
    return (
        f'<div class="table"><table>\n<thead>\n{head}</thead>\n'
        f"<tbody>\n{''.join(body)}</tbody>\n</table></div>\n"
    )


def _tagged(table: Table) -> Iterator[tuple[str, str, tuple[Inlines, ...]]]:
    for at, row in enumerate(table.rows):
        yield ("td", "td", row) if at else ('th scope="col"', "th", row)


def _inlines(inlines: Iterable[Inline], *, linked: bool = True) -> str:
    return "".join(_inline(inline, linked) for inline in inlines)


def _inline(inline: Inline, linked: bool) -> str:
    if isinstance(inline, Cite):
        return _cite(inline) if linked else escape(inline.text)
    text = escape(inline.text)
    for tag, wanted in (
        ("code", inline.code),
        ("del", inline.strike),
        ("em", inline.italic),
        ("strong", inline.bold),
    ):
        text = f"<{tag}>{text}</{tag}>" if wanted else text
    if inline.math:
        text = f'<code class="math">{text}</code>'
    if inline.href and linked:
        text = f'<a href="{escape(inline.href)}" rel="noopener noreferrer">{text}</a>'
    return text


def _cite(cite: Cite) -> str:
    number = cite.place + 1
    return (
        f'<span class="cite" id="cite-{number}">'
        f'<a href="#source-{cite.source}">{escape(cite.text)}</a>'
        f'<a class="to-quote" href="#quote-{cite.quote}" aria-label="“{cite.quote}”">'
        f"{cite.quote}</a></span>"
    )


def _entry(entry: Entry) -> str:
    text, tail = entry.text, ""
    if entry.address:
        text = text.removesuffix(entry.address)
        address = escape(entry.address)
        tail = f'<a href="{address}" rel="noopener noreferrer">{address}</a>'
    label = f'<span class="label">{escape(entry.label)}</span> ' if entry.label else ""
    return f'<li id="source-{entry.number}">{label}{escape(text)}{tail}</li>\n'


def _quote(quote: Quote, labels: Words) -> str:
    place = f' <span class="place">{escape(quote.place)}</span>' if quote.place else ""
    backs = " ".join(
        f'<a class="back" href="#cite-{at + 1}" aria-label="{escape(labels.back)}">↩</a>'
        for at in quote.cites
    )
    return (
        f'<li id="quote-{quote.number}"><p><a href="#source-{quote.source}">'
        f"{escape(quote.label)}</a>{place} {backs}</p>\n"
        f"<blockquote>\n{_blocks(quote.blocks)}</blockquote>\n</li>\n"
    )
