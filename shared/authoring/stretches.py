"""The stretches of a source that can be evidence: its prose and lists without the apparatus.

Left out are lists of sources, tables of contents and boilerplate, by the heading above or by
their form, and sentences that give orders to a model. Without them a source that carries a
made-up list of sources, or hidden instructions, has nothing of them to be cited.
"""

from collections.abc import Iterator, Sequence

from shared.authoring.model import Heading, SourceDocument
from shared.authoring.text.apparatus import heads_no_evidence, is_apparatus
from shared.authoring.text.commands import commands, without_commands
from shared.authoring.text.language import detect
from shared.authoring.text.offsets import ByteOffsets
from shared.authoring.text.structure import Block, Kind, blocks

_MOST = 0.5
"""Of a text, what sections below a heading such as "Contents" may have to go with it."""


def stretches(source: SourceDocument, headings: Sequence[Heading]) -> list[list[Block]]:
    """Return paragraphs and lists that follow each other with nothing else between.

    A paragraph with an order in it is given without, in parts. A source that stands
    as a whole under a heading such as "Notes" is judged by the form of its blocks alone.

    Args:
        source: its text may be of any form that ``structure.blocks`` reads.
        headings: those of the source, by their place.

    """
    found = blocks(source.text, source.headings)
    language = source.info.language or detect(source.text)
    offsets = ByteOffsets(source.text)
    aside = [
        (offsets.to_char(start), offsets.to_char(end))
        for start, end in _apparatus(headings, len(source.text.encode()))
    ]
    kept = list(_together(source.text, found, aside, language))
    return kept or list(_together(source.text, found, (), language))


def _apparatus(headings: Sequence[Heading], size: int) -> Iterator[tuple[int, int]]:
    """Yield the sections under headings such as "References", in bytes and in order."""
    done = 0
    for at, heading in enumerate(headings):
        if heading.start < done or not heads_no_evidence(heading.title):
            continue
        later = headings[at + 1 :]
        end = next((other.start for other in later if other.level <= heading.level), size)
        if end - heading.start > _MOST * size and later:
            end = later[0].start
        done = end
        yield heading.start, end


def _together(
    text: str, found: Sequence[Block], aside: Sequence[tuple[int, int]], language: str
) -> Iterator[list[Block]]:
    group: list[Block] = []
    sections = iter(aside)
    section = next(sections, None)
    for block in found:
        while section and section[1] <= block.start:
            section = next(sections, None)
        inside = section is not None and section[0] <= block.start
        parts = () if inside else _parts(text, block, language)
        # No block stands for what was left out: nothing goes on across it.
        for part in parts or (None,):
            if part is not None:
                group.append(part)
            elif group:
                yield group
                group = []
    if group:
        yield group


def _parts(text: str, block: Block, language: str) -> tuple[Block | None, ...]:
    """Return a block whole or, where it holds orders, what is left with ``None`` between."""
    if block.kind not in (Kind.PROSE, Kind.LIST):
        return ()
    content = text[block.start : block.end]
    if is_apparatus(content) or heads_no_evidence(content):
        return ()
    if block.kind is Kind.PROSE:
        # The lines of a paragraph may be wrapped.
        content = content.replace("\n", " ")
    if not commands(content, language):
        return (block,)
    left = [
        block._replace(start=block.start + span.start, end=block.start + span.end)
        for span in without_commands(content, language)
    ]
    return (None, *(part for one in left for part in (one, None)))
