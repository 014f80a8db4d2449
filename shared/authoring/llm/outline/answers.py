"""Reading what models answer when they help with an outline: leniently, as plain lines."""

import re
from dataclasses import dataclass, field

_MARK = re.compile(
    r"(?P<hash>#{1,6})\s+"
    r"|(?P<chapter>(?:chapter|part|section)\s+(?:\d+(?:\.\d+)*|[ivx]{1,5})\b\s*[.:：)–—-]*\s*"
    r"|第[一二三四五六七八九十百\d]{1,4}[章部篇]\s*[:：、.]?\s*)"
    r"|(?P<second>第[一二三四五六七八九十百\d]{1,4}[节節]\s*[:：、.]?\s*"
    r"|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,3}|[a-z])[)）]\s*|[A-Ha-h][.)]\s+)"
    r"|(?P<dotted>\d{1,3}(?:\.\d{1,3})+)[.)、:：]?\s*"
    r"|(?P<number>\d{1,3}\s*[.)、:：．]|[IVX]{1,5}[.)]|[一二三四五六七八九十]{1,3}[、.．])\s*"
    r"|(?P<bullet>[-*•+·–—])\s+",
    re.IGNORECASE,
)
_BOLD = re.compile(r"^\*\*(?P<title>[^*]+)\*\*:?|^__(?P<other>[^_]+)__:?")
_IDS = re.compile(
    r"\s*[\[【(（]\s*(?:q(?:uestions?)?\s*)?(?P<ids>\d[\d\s,，、q]*)[\])】）][\s.。,，;；]*$", re.I
)
_AFTER = re.compile(r"\s+(?:[-–—]{1,2})\s+.*$|\s*(?:——).*$")
_ARROW = re.compile(r"\s*(?:->|→|=>|⇒|——>|\|)\s*(?P<where>.*)$")
_NUMBERED = re.compile(r"^[\s\[(（#*]*(?P<number>\d{1,3})\s*[\])）.、:：．-]+\s*(?P<rest>\S.*)$")
_QUESTION = re.compile(r"[?？]\s*[\"'”’*_)）]*$")
_PREAMBLE = re.compile(
    r"^(?:here (?:is|are)|sure|certainly|of course|okay|ok\b|below|the following|outline\b|"
    r"以下|下面|好的|当然|提纲|大纲|问题如下)", re.I
)  # fmt: skip
_QUOTES = "\"'“”‘’「」『』《》*_` \t"
_LONGEST_BARE = 80
_MOST_LINES = 400


@dataclass(slots=True)
class Entry:
    """A title as a model wrote it, with the numbers that it put behind it, and those below."""

    title: str
    ids: tuple[int, ...] = ()
    below: list["Entry"] = field(default_factory=list)


def questions(text: str, limit: int) -> list[str]:
    """Return the questions of an answer, at most ``limit``, each once.

    What ends with a question mark counts; if nothing does, nothing was asked.
    """
    found: dict[str, str] = {}
    for line in text.splitlines()[:_MOST_LINES]:
        said = _unmarked(line).strip(_QUOTES)
        if _QUESTION.search(said) and len(said) <= 3 * _LONGEST_BARE:
            found.setdefault(said.casefold(), said)
    return list(found.values())[:limit]


def phrases(text: str, limit: int) -> list[str]:
    """Return the lines of an answer without their marks, at most ``limit``, each once."""
    found: dict[str, str] = {}
    for line in text.splitlines()[:_MOST_LINES]:
        said = _unmarked(line).strip(_QUOTES).rstrip(".。；;，,")
        if said and len(said) <= _LONGEST_BARE and not _is_talk(line):
            found.setdefault(said.casefold(), said)
    return list(found.values())[:limit]


def numbered(text: str) -> dict[int, str]:
    """Return what follows each number at the beginning of a line, the first of its number."""
    found: dict[int, str] = {}
    for line in text.splitlines()[:_MOST_LINES]:
        if mark := _NUMBERED.match(line):
            said = mark["rest"].strip(_QUOTES)
            if said:
                found.setdefault(int(mark["number"]), said)
    return found


def placed(line: str) -> tuple[str, str]:
    """Split ``title -> place`` into both; the place is ``""`` if there is none."""
    arrow = _ARROW.search(line)
    if arrow is None:
        return line.strip(_QUOTES), ""
    return line[: arrow.start()].strip(_QUOTES), arrow["where"].strip(_QUOTES + ".。")


def entries(text: str) -> list[Entry]:
    """Return the tree of titles in an answer.

    Marks tell the level: ``#``, ``1.`` above ``1.1``, ``第一章`` above ``第一节``, bullets by
    how far they stand in. Lines without one are taken for talk around the outline,
    unless no line has one: then short lines are titles. A single title above all
    others is the document's and left out.
    """
    lines = [line.expandtabs(4) for line in text.splitlines()[:_MOST_LINES] if line.strip()]
    found = [item for line in lines if (item := _entry(line, bare=False)) is not None]
    if not found:
        found = [item for line in lines if (item := _entry(line, bare=True)) is not None]
    roots: list[Entry] = []
    path: list[tuple[int, Entry]] = []
    for level, entry in found:
        while path and path[-1][0] >= level:
            path.pop()
        (path[-1][1].below if path else roots).append(entry)
        path.append((level, entry))
    if len(roots) == 1 and len(roots[0].below) > 1:
        roots = roots[0].below
    return roots


def _entry(line: str, *, bare: bool) -> tuple[int, Entry] | None:
    stripped = line.strip()
    indent = len(line) - len(line.lstrip())
    level, rest = 30, stripped
    marked = False
    while mark := _MARK.match(rest):
        if not marked:
            level = _level(mark, indent)
        marked, rest = True, rest[mark.end() :]
    bold = _BOLD.match(rest)
    if bold:
        level = level if marked else 8
        ids = _IDS.search(rest)
        rest = (bold["title"] or bold["other"]) + (ids.group() if ids else "")
    elif not marked and (not bare or len(stripped) > _LONGEST_BARE or _is_talk(stripped)):
        return None
    else:
        rest = rest if _IDS.search(rest) else _AFTER.sub("", rest)
    ids = _IDS.search(rest)
    title = (rest[: ids.start()] if ids else rest).strip(_QUOTES)
    while mark := _MARK.match(title):
        title = title[mark.end() :]
    if not title:
        return None
    numbers = tuple(int(n) for n in re.findall(r"\d+", ids["ids"])) if ids else ()
    return level, Entry(title, numbers)


def _level(mark: "re.Match[str]", indent: int) -> int:
    """Return a number that is greater the deeper the mark stands."""
    if mark["hash"]:
        return len(mark["hash"])
    if mark["chapter"]:
        return 7
    if mark["number"]:
        return 10 + indent
    if mark["dotted"]:
        return 10 + mark["dotted"].count(".") + indent
    return (11 if mark["second"] else 20) + indent


def _is_talk(line: str) -> bool:
    said = line.strip()
    return bool(_PREAMBLE.match(said)) or said.endswith((":", "：", ".", "。", "!", "！"))


def _unmarked(line: str) -> str:
    rest = line.strip()
    while mark := _MARK.match(rest):
        rest = rest[mark.end() :]
    return rest


def after_title(line: str, title: str) -> str:
    """Return what a line says without the title that a model may repeat before it."""
    said = line.strip(_QUOTES)
    if said.casefold().startswith(title.casefold()):
        rest = said[len(title) :].lstrip(_QUOTES)
        if rest.startswith((":", "：", "-", "–", "—", "->", "→")):
            return rest.lstrip(":：-–—>→ *").strip(_QUOTES)
    return said
