"""The one try to put right what the check found wrong in a part."""

import re
from collections.abc import Sequence

from shared.authoring.llm.chapter.answer import Said, read_answer
from shared.authoring.models.port import End

_LINE = re.compile(
    r"\s*(?:[-*•]\s*)?(?:\*\*)?(?:sentence|句子|第)?\s*\(?(\d{1,2})\s*句?(?:[.)）:：、]|\*\*)\s*(?=\S)(.*)$",
    re.IGNORECASE,
)


def read_repairs(
    answer: str,
    end: End,
    count: int,
    language: str,
    *,
    evidence: Sequence[str],
    asked: str,
    key: str,
) -> tuple[tuple[Said, ...], ...]:
    """Return what is to stand for each of ``count`` sentences; nothing for one left out.

    Lines bear the numbers of the sentences; if none does, and there are as many
    sentences as were asked for, they stand in order.
    """
    lines = answer.split("\n")
    found: dict[int, tuple[Said, ...]] = {}
    for at, line in enumerate(lines):
        numbered = _LINE.match(line)
        if numbered is None:
            continue
        last = end if at == len(lines) - 1 else End.DONE
        said = _prose(numbered[2], last, language, evidence, asked, key)
        found.setdefault(int(numbered[1]), said)
    if not found:
        said = _prose(answer, end, language, evidence, asked, key)
        if len(said) == count:
            return tuple((one,) for one in said)
    return tuple(found.get(number, ()) for number in range(1, count + 1))


def _prose(
    text: str, end: End, language: str, evidence: Sequence[str], asked: str, key: str
) -> tuple[Said, ...]:
    read = read_answer(text, end, language, evidence=evidence, asked=asked, key=key)
    return tuple(said for paragraph in read for said in paragraph)
