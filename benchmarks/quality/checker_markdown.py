"""The checker's reading of a document's Markdown: sentences, and the markers behind them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_MARKER = re.compile(
    r"\[(?P<label>\d{1,4}|[^\[\]\\\n]{1,80}?[,，]\s*(?:\d{4}[a-z]?|n\.\s?d\.)[^\[\]\n]{0,8})\]"
)
_ENTRY = re.compile(r"\[(\d{1,4})\]")
_SOURCES = re.compile(r"#{2,3} (?:References|Sources|Bibliography|参考文献)\s*")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_END = re.compile(
    r"(?<![A-Z])(?<!\b(?:Mr|Dr|St|vs|cf|No))(?<!\b(?:e\.g|i\.e|etc|fig|Fig))[.!?]+[\"'”’)\]]*(?=\s|$)"
    r"|(?<=[A-Z]{2})[.!?]+[\"'”’)]*(?=\s|$)"
    r"|[。！？]+[”’」』）】]*"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker; ``start`` in bytes of the document, ``number`` if it bears one."""

    start: int
    label: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a run of markers stands behind: a sentence, a table or code, without escapes."""

    text: str
    kind: Literal["prose", "table", "code"]
    markers: tuple[Marker, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A document as read.

    Args:
        claims: what is cited, in order.
        sentences: how many there are in the prose, cited or not.
        listed: the numbers in the list of sources as printed.
        headings: level and title of each, without that of the list of sources.
        prose: the sentences, cited or not, in order.

    """

    claims: tuple[Claim, ...]
    sentences: int
    listed: tuple[int, ...]
    headings: tuple[tuple[int, str], ...]
    prose: tuple[str, ...]


def read(markdown: str) -> Read:
    """Read the Markdown of a document."""
    claims: list[Claim] = []
    listed: list[int] = []
    headings: list[tuple[int, str]] = []
    prose: list[str] = []
    in_sources = False
    shown: Claim | None = None
    for start, block in _blocks(markdown):
        in_sources = in_sources or bool(_SOURCES.fullmatch(block))
        if in_sources:
            listed += [int(entry[1]) for entry in [_ENTRY.match(block)] if entry]
        elif heading := re.fullmatch(r"(#{1,6}) (.+)", block):
            headings.append((len(heading[1]), _plain(heading[2])))
        elif now := _shown(block):
            shown = now
            continue
        else:
            for text, markers in _sentences(block, start, markdown):
                prose += [text] if text else []
                if markers:
                    kind = shown.kind if shown and not text else "prose"
                    said = shown.text if shown and not text else text
                    claims.append(Claim(said, kind, markers))
        shown = None
    return Read(tuple(claims), len(prose), tuple(listed), tuple(headings), tuple(prose))


def _shown(block: str) -> Claim | None:
    """Return a block that is a table or code, which its markers follow in a block of their own."""
    if block.startswith("```"):
        return Claim("\n".join(block.split("\n")[1:-1]), "code", ())
    return Claim(block, "table", ()) if block.startswith("| ") else None


def sentences(text: str) -> list[str]:
    """Split prose into sentences, in English and Chinese."""
    found: list[str] = []
    last = 0
    for end in _END.finditer(text):
        found.append(text[last : end.end()].strip())
        last = end.end()
    found.append(text[last:].strip())
    # A model may put its marker before the stop, which then begins what follows.
    bare = (one.lstrip(".!?。！？,，;； ") for one in found)
    return [one for one in bare if re.search(r"\w", one)]


def _blocks(markdown: str) -> Iterator[tuple[int, str]]:
    """Yield the blocks, which blank lines part, with their first characters' indexes."""
    position, opened, fence = 0, -1, ""
    for line in [*markdown.split("\n"), ""]:
        ticks = re.match(r"`{3,}", line)
        if opened < 0 and line.strip():
            opened, fence = position, ticks[0] if ticks else ""
        elif fence and line.strip() == fence:
            fence = ""
        elif opened >= 0 and not fence and not line.strip():
            yield opened, markdown[opened : position - 1]
            opened = -1
        position += len(line) + 1


def _sentences(block: str, start: int, markdown: str) -> Iterator[tuple[str, tuple[Marker, ...]]]:
    """Yield each sentence with the markers right behind it."""
    before = 0
    run: list[Marker] = []
    said = ""
    for found in [*_markers(block), None]:
        between = block[before : found.start() if found else len(block)]
        if run and (between.strip() or found is None):
            yield from _last_cited(said, tuple(run))
            said, run = "", []
        said += between
        if found is None:
            yield from ((one, ()) for one in sentences(_plain(said)))
            return
        at = len(markdown[: start + found.start()].encode())
        label = found["label"]
        run.append(Marker(at, found[0], int(label) if label.isdigit() else None))
        before = found.end()


def _markers(block: str) -> Iterator[re.Match[str]]:
    for found in _MARKER.finditer(block):
        slashes = len(block[: found.start()]) - len(block[: found.start()].rstrip("\\"))
        ticks = block[: found.start()].count("`") - block[: found.start()].count("\\`")
        if slashes % 2 == 0 and ticks % 2 == 0:
            yield found


def _last_cited(said: str, markers: tuple[Marker, ...]) -> Iterator[tuple[str, tuple[Marker, ...]]]:
    """Give the markers to the last sentence of what stands before them."""
    found = sentences(_plain(said))
    yield from ((one, ()) for one in found[:-1])
    yield (found[-1] if found else ""), markers


def _plain(markdown: str) -> str:
    text = re.sub(r"\$`([^`\n]*)`\$", r"$\1$", markdown)
    return " ".join(_ESCAPE.sub(r"\1", text).split())
