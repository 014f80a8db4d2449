"""What is compared with: lead sentences, a model without sources, one grounded prompt."""

import hashlib
import re
import time
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from benchmarks.quality.checker_markdown import sentences
from benchmarks.quality.made import Made
from benchmarks.quality.metrics import length
from benchmarks.quality.subjects import Subject
from shared.authoring.model import Passage, SourceDocument
from shared.authoring.models.port import Model
from shared.authoring.models.prompt import Material, Prompt, Words
from shared.authoring.retrieval import Index
from shared.authoring.text.offsets import slice_bytes
from shared.errors import QuireError

Told = tuple[str, Passage]
"""A sentence and where it stands."""

LEAD, PROMPT, GROUNDED = "lead sentences", "prompt only", "one grounded prompt"

_TITLE_WORDS = 6
_MARKER = re.compile(r"\[(\d{1,3})\]")
_ANSWER = 900
_SPARE = 96
_HEADING = re.compile(
    r"^(?:(?P<level>#{1,6})[ \t]*(?:\d+[.)][ \t]*)?(?P<title>\S.*?)"
    r"|\*\*(?P<bold>[^*\n]+)\*\*:?)[ \t#*]*$",
    re.MULTILINE,
)
_END = re.compile(r"References|参考文献", re.IGNORECASE)
_TASK = {
    "en": "Write a report in Markdown of about {length} words on the question. Give it five to "
    "eight chapters, each with a heading that begins with ##.",
    "zh": "就下面的问题用 Markdown 写一篇约 {length} 字的报告，分五到八章，每章的标题以 ## 开头。",
}
_GROUNDED = {
    "en": " Use only the numbered passages and put the number of the passage, as [1], after each "
    "sentence.",
    "zh": "只用有编号的资料，每句话后面注明资料的编号，如 [1]。",
}
_REFERENCES = {"en": "References", "zh": "参考文献"}


def lead(subject: Subject) -> Made:
    """Name a chapter for each source and give it the source's first sentences.

    As many of each source as come to the length asked. The heading is the source's
    title, or the first words of its first sentence if it has none of its own.
    """
    began = time.perf_counter()
    told = [list(_sentences(source)) for source in subject.sources]
    taken = _within(subject.target_length, told)
    titles: list[str] = []
    pieces: list[str | Passage] = [f"# {subject.query}\n\n"]
    for source, said in zip(subject.sources, taken, strict=True):
        own = source.headings[0].title if source.headings else ""
        titles.append(own or _first_words(said[0][0] if said else source.info.title))
        pieces.append(f"## {titles[-1]}\n\n")
        for text, passage in said:
            pieces += [text.replace("[", "\\["), passage, " "]
        pieces.append("\n\n")
    made = document(subject, pieces)
    return Made(LEAD, tuple(titles), made, time.perf_counter() - began)


async def prompt_only(subject: Subject, model: Model) -> Made:
    """Ask a model for the document without any source."""
    began = time.perf_counter()
    task = _TASK[subject.language].format(length=subject.target_length)
    text = await _ask(model, Prompt(task, (Words(subject.query),), subject.language))
    made = document(subject, [text])
    return Made(PROMPT, _titles(text), made, time.perf_counter() - began)


async def one_grounded_prompt(subject: Subject, model: Model) -> Made:
    """Ask a model once, with as many of the best passages as its window takes."""
    began = time.perf_counter()
    task = _TASK[subject.language].format(length=subject.target_length)
    task += _GROUNDED[subject.language]
    index = Index(subject.sources)
    ranked = [found.passage for found in index.search(subject.query, len(index.passages))]
    ranked += [passage for passage in index.passages if passage not in ranked]
    texts = dict(zip(index.passages, index.texts, strict=True))
    window = await model.window() or 4096
    room = window - min(_ANSWER, window // 2) - _SPARE - await model.count(task + subject.query)
    given: list[Passage] = []
    for passage in ranked:
        room -= await model.count(texts[passage]) + 40
        if room < 0:
            break
        given.append(passage)
    parts = [Material(str(number), texts[one]) for number, one in enumerate(given, 1)]
    prompt = Prompt(task, (*parts, Words(subject.query)), subject.language)
    text = await _ask(model, prompt)
    pieces: list[str | Passage] = []
    last = 0
    for marker in _MARKER.finditer(text):
        number = int(marker[1])
        if 0 < number <= len(given):
            pieces += [text[last : marker.start()], given[number - 1]]
            last = marker.end()
    made = document(subject, [*pieces, text[last:]])
    return Made(GROUNDED, _titles(text), made, time.perf_counter() - began)


def document(subject: Subject, pieces: Sequence[str | Passage]) -> dict[str, object]:
    """Return the JSON of a document as the checker reads it.

    Args:
        pieces: Markdown, and between its pieces the passages that are cited there.

    """
    stored = {source.info.id: source for source in subject.sources}
    numbers: dict[str, int] = {}
    citations: list[dict[str, object]] = []
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        source = stored[piece.source_id]
        number = numbers.setdefault(piece.source_id, len(numbers) + 1)
        citations.append(
            {
                "number": number,
                "marker_start": len(text.encode()),
                "passage": piece.model_dump(mode="json"),
                "quote": slice_bytes(source.text.encode(), piece.start, piece.end),
                "source_sha256": source.info.sha256,
            }
        )
        text += f"[{number}]"
    text = text.strip() + "\n"
    if numbers:
        text += f"\n## {_REFERENCES[subject.language]}\n"
    for source_id, number in numbers.items():
        text += f"\n[{number}] {stored[source_id].info.title}\n"
    return {
        "title": subject.query,
        "language": subject.language,
        "text": text,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "wording": "checked",
        "bibliography_style": "numeric",
        "citations": citations,
        "bibliography": [
            {"number": number, "source_id": source_id} for source_id, number in numbers.items()
        ],
        "sources": [source.info.model_dump(mode="json") for source in subject.sources],
    }


async def _ask(model: Model, prompt: Prompt) -> str:
    window = await model.window() or 4096
    try:
        answer = await model.complete(prompt, max_tokens=min(_ANSWER, window // 2))
    except QuireError as error:
        return f"# {error.reason}\n"
    return answer.text


def _titles(text: str) -> tuple[str, ...]:
    """Return the chapters of an answer: its headings of the level that most have.

    What a small model may write for a heading counts: ``##1. Title``, a line in bold.
    """
    found = [
        (len(line["level"] or ""), line["title"] or line["bold"])
        for line in _HEADING.finditer(text)
        if not _END.fullmatch(line["title"] or line["bold"])
    ]
    levels = [level for level, _ in found]
    level = max(set(levels), key=levels.count, default=0)
    return tuple(title for one, title in found if one == level)


def _within(target: int, told: Sequence[Sequence[Told]]) -> list[list[Told]]:
    """Take a sentence of each source by turns until the next one passes the length."""
    taken: list[list[Told]] = [[] for _ in told]
    for row in zip_longest(*told):
        for at, one in enumerate(row):
            if one is None:
                continue
            target -= length([one[0]])
            if target < 0:
                return taken
            taken[at].append(one)
    return taken


def _sentences(source: SourceDocument) -> Iterator[Told]:
    position = 0
    known = {heading.title for heading in source.headings}
    for line in source.text.split("\n"):
        if line.strip() and line.lstrip("# ").strip() not in known:
            for sentence in sentences(line):
                start = len(source.text[: position + line.find(sentence)].encode())
                passage = Passage(
                    source_id=source.info.id, start=start, end=start + len(sentence.encode())
                )
                yield sentence, passage
        position += len(line) + 1


def _first_words(sentence: str) -> str:
    words = sentence.split()
    return " ".join(words[:_TITLE_WORDS]) if len(words) > 1 else sentence[:12]
