"""A finished document, Markdown with citations, as content to be set."""

from collections.abc import Mapping

from shared.authoring import render
from shared.authoring.bibliography_styles import is_numbered
from shared.authoring.delivery.blocks import body_blocks
from shared.authoring.delivery.content import Cite, Content, Entry, Quote, quote_key
from shared.authoring.delivery.stored import stored_blocks
from shared.authoring.delivery.words import printable
from shared.authoring.model import Document

_WEB = ("http://", "https://")


def read(document: Document) -> Content:
    """Return the content of a document whose citations hold."""
    numbers: dict[tuple[str, int, int], int] = {}
    cites: dict[int, list[int]] = {}
    for place, citation in enumerate(document.citations):
        number = numbers.setdefault(quote_key(citation), len(numbers) + 1)
        cites.setdefault(number, []).append(place)
    text = document.text.encode()
    end = document.chapters[-1].end if document.chapters else 0
    start = document.chapters[0].start if document.chapters else 0
    pieces, shown = _with_places(document, numbers, text[start:end], start)
    entries = _entries(document)
    labels = {cite.source: cite.text for cite in shown}
    return Content(
        title=_line(document.title),
        language=document.language,
        body=body_blocks(pieces, shown),
        entries=entries,
        quotes=tuple(
            Quote(
                number=number,
                source=document.citations[places[0]].number,
                label=labels.get(document.citations[places[0]].number, ""),
                place=_line(document.citations[places[0]].passage.place),
                blocks=stored_blocks(document.citations[places[0]].quote),
                cites=tuple(places),
            )
            for number, places in cites.items()
        ),
        partial=document.partial,
    )


def _with_places(
    document: Document, numbers: Mapping[tuple[str, int, int], int], body: bytes, start: int
) -> tuple[list[str | Cite], list[Cite]]:
    """Return the body cut at its markers, which stand as citations between the pieces."""
    ends = {at + start: (stop + start, marker) for at, stop, marker in render.markers(body)}
    pieces: list[str | Cite] = []
    cites: list[Cite] = []
    position = start
    for place, citation in enumerate(document.citations):
        at = citation.marker_start
        if at not in ends or at < position:
            continue
        stop, marker = ends[at]
        cite = Cite(
            place=place,
            text=printable(render.unescape(marker)),
            source=citation.number,
            quote=numbers[quote_key(citation)],
        )
        pieces += [body[position - start : at - start].decode(errors="replace"), cite]
        cites.append(cite)
        position = stop
    pieces.append(body[position - start :].decode(errors="replace"))
    return pieces, cites


def _entries(document: Document) -> tuple[Entry, ...]:
    addresses = {source.id: source.uri for source in document.sources}
    found = []
    for entry in document.bibliography:
        text = _line(entry.text)
        address = _line(addresses.get(entry.source_id, ""))
        leads = address.lower().startswith(_WEB) and text.endswith(address) and " " not in address
        found.append(
            Entry(
                number=entry.number,
                label=f"[{entry.number}]" if is_numbered(document.bibliography_style) else "",
                text=text,
                address=address if leads else "",
            )
        )
    return tuple(found)


def _line(text: str) -> str:
    return " ".join(printable(text).split())
