"""Runs, links and bookmarks in a paragraph of a DOCX."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from shared.authoring.delivery.content import Cite, Inline, Span

_MONO = "Consolas"
_MATH = "Cambria Math"


def add_inlines(paragraph: Paragraph, inlines: Iterable[Inline]) -> None:
    """Add spans and citations; a citation leads to the passage that it cites."""
    for inline in inlines:
        if isinstance(inline, Cite):
            internal_link(paragraph, f"quote_{inline.quote}", inline.text)
        elif inline.href:
            web_link(paragraph, inline.href, inline.text)
        else:
            _look(paragraph.add_run(inline.text), inline)


def internal_link(paragraph: Paragraph, anchor: str, text: str) -> None:
    """Add a link to a bookmark."""
    _link(paragraph, "w:anchor", anchor, text)


def web_link(paragraph: Paragraph, address: str, text: str) -> None:
    """Add a link to a web address."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    _link(paragraph, "r:id", relation, text)


@contextmanager
def bookmark(paragraph: Paragraph, name: str, number: int) -> Iterator[None]:
    """Put a bookmark around what is added within.

    Args:
        number: an id that no other bookmark of the document has.

    """
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (begin, end):
        element.set(qn("w:id"), str(number))
    begin.set(qn("w:name"), name)
    paragraph._p.append(begin)
    yield
    paragraph._p.append(end)


def _link(paragraph: Paragraph, attribute: str, target: str, text: str) -> None:
    element = OxmlElement("w:hyperlink")
    element.set(qn(attribute), target)
    run = paragraph.add_run(text)
    style = OxmlElement("w:rStyle")
    style.set(qn("w:val"), "Hyperlink")
    run._r.get_or_add_rPr().append(style)
    element.append(run._r)
    paragraph._p.append(element)


def _look(run: Run, span: Span) -> None:
    if span.bold:
        run.bold = True
    if span.italic or span.math:
        run.italic = True
    if span.strike:
        run.font.strike = True
    if span.code or span.math:
        run.font.name = _MATH if span.math else _MONO
