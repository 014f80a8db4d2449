"""Sentences of a model with what they cite, sampled to be labelled by a reader.

``python -m benchmarks.quality.labels sample FOLDER`` takes them from the documents that
``python -m benchmarks.quality --authors llm --keep FOLDER`` wrote; a reader then sets each
``label`` in the file to true if the quotes bear the sentence, to false if not, and says why.
``python -m benchmarks.quality.labels report`` counts, and exits with 1 if fewer than
``GOAL`` are borne or a label is missing.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from benchmarks.quality.checker import check
from benchmarks.quality.checker_rules import bare

GOAL = 0.9
FILE = Path(__file__).with_name("labels.json")

_AUTHOR = "Quire,_model"
_SEED = 5
_SIZE = 50


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence with one of its citations.

    Args:
        quote: that of the citation; ``others``, those of the sentence's other citations.
        copied: whether the sentence stands word for word in its source.
        holds: whether the checker passes the citation.
        label: whether a reader finds that the quotes bear the sentence; ``None`` before.
        reason: why not.

    """

    subject: str
    chapter: str
    sentence: str
    quote: str
    others: tuple[str, ...]
    copied: bool
    holds: bool
    label: bool | None = None
    reason: str = ""


def pairs(folder: Path, language: str = "en") -> list[Pair]:
    """Return all pairs of the kept documents of the model in a language, in order."""
    found: list[Pair] = []
    for path in sorted(folder.glob(f"*/{_AUTHOR}/document.json")):
        document = json.loads(path.read_text("utf-8"))
        if document["language"].startswith(language):
            texts = [one.read_bytes() for one in sorted((path.parent / "sources").iterdir())]
            found += _pairs(path.parents[1].name, document, texts)
    return found


def sample(found: Sequence[Pair], size: int = _SIZE, seed: int = _SEED) -> list[Pair]:
    """Draw pairs at random; each sentence at most once."""
    drawn: dict[str, Pair] = {}
    order = random.Random(seed)  # noqa: S311  # it must be the same each time
    for pair in order.sample(list(found), len(found)):
        if len(drawn) < size:
            drawn.setdefault(pair.sentence, pair)
    return list(drawn.values())


def summary(labelled: Sequence[Pair]) -> tuple[str, bool]:
    """Return the figures in a few lines, and whether ``GOAL`` is reached by all labels."""
    known = [pair for pair in labelled if pair.label is not None]
    own = [pair for pair in known if not pair.copied]
    agreed = sum(pair.label == pair.holds for pair in known)
    lines = [
        f"{_count(known)} are borne by their quotes, as read by hand",
        f"{len(known) - len(own)} of them are word for word; of the others {_count(own)} are borne",
        f"the checker passes {sum(pair.holds for pair in known)} and agrees on {agreed}",
    ]
    lines += [f"- not borne: {pair.sentence} ({pair.reason})" for pair in known if not pair.label]
    if missing := len(labelled) - len(known):
        lines.append(f"{missing} have no label")
    reached = bool(known) and sum(map(_is_borne, known)) >= GOAL * len(known)
    return "\n".join(lines), reached and not missing


def load(path: Path = FILE) -> list[Pair]:
    """Read labelled pairs."""
    content = json.loads(path.read_text("utf-8"))
    return [Pair(**{**one, "others": tuple(one["others"])}) for one in content]


def save(found: Sequence[Pair], path: Path = FILE) -> None:
    """Write pairs as JSON."""
    content = [asdict(pair) for pair in found]
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def main() -> int:
    """Draw or count."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.labels")
    parser.add_argument("--file", type=Path, default=FILE, help="of the labels")
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("sample", help="draw pairs; labels of the same ones are kept")
    drawing.add_argument("folder", type=Path, help="of kept documents")
    drawing.add_argument("--size", type=int, default=_SIZE)
    drawing.add_argument("--seed", type=int, default=_SEED)
    commands.add_parser("report", help="count what is borne")
    given = parser.parse_args()
    if given.command == "sample":
        drawn = sample(pairs(given.folder), given.size, given.seed)
        save(_relabelled(drawn, load(given.file) if given.file.exists() else []), given.file)
        print(f"{len(drawn)} pairs in {given.file}")
        return 0
    text, reached = summary(load(given.file))
    print(text)
    return 0 if reached else 1


def _pairs(subject: str, document: dict[str, object], texts: Sequence[bytes]) -> Iterator[Pair]:
    judged = check(document, texts).citations
    sources = [bare(text.decode()) for text in texts]
    for one in judged:
        others = [
            other.quote for other in judged if other is not one and other.sentence == one.sentence
        ]
        yield Pair(
            subject,
            _chapter(document, one.start),
            one.sentence,
            one.quote,
            tuple(others),
            any(bare(one.sentence) in source for source in sources),
            not one.problems,
        )


def _chapter(document: dict[str, object], position: int) -> str:
    chapters = document["chapters"]
    assert isinstance(chapters, list)
    return next((one["title"] for one in chapters if one["start"] <= position < one["end"]), "")


def _relabelled(drawn: Sequence[Pair], before: Sequence[Pair]) -> list[Pair]:
    known = {(pair.sentence, pair.quote): pair for pair in before}
    return [
        replace(pair, label=old.label, reason=old.reason)
        if (old := known.get((pair.sentence, pair.quote)))
        else pair
        for pair in drawn
    ]


def _is_borne(pair: Pair) -> bool:
    return pair.label is True


def _count(found: Sequence[Pair]) -> str:
    borne = sum(map(_is_borne, found))
    return f"{borne} of {len(found)}" + (f" ({borne / len(found):.0%})" if found else "")


if __name__ == "__main__":
    sys.exit(main())
