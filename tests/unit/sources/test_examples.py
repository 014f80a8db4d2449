"""The sample files, read; what they should hold is taken from their own markup."""

import io
import re
import sys
import zipfile
from pathlib import Path

import pytest

from scripts import make_examples
from scripts.examples_text import HEAT_PLANS, HEAT_PLANS_TITLE, WATER, WATER_TITLE, Section
from shared.authoring.model import SourceDocument
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file

EXAMPLES = Path(__file__).parents[3] / "examples"
MARKDOWN = "text/markdown"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MIN_LETTERS = 800


def in_markdown(name: str) -> list[tuple[int, str]]:
    text = (EXAMPLES / name).read_text("utf-8")
    return [(len(marks), title) for marks, title in re.findall(r"^(#+) (.+)$", text, re.M)]


def in_html(name: str) -> list[tuple[int, str]]:
    text = (EXAMPLES / name).read_text("utf-8")
    article = text[text.index("<article>") : text.index("</article>")]
    return [(int(n), title) for n, title in re.findall(r"<h(\d)>(.+?)</h\1>", article)]


def in_sections(title: str, sections: list[Section]) -> list[tuple[int, str]]:
    return [(1, title), *((2, heading) for heading, _ in sections)]


CASES = [
    ("cool-roofs.md", MARKDOWN, "en", in_markdown("cool-roofs.md")),
    ("urban-trees.html", "text/html", "en", in_html("urban-trees.html")),
    ("heat-action-plans.docx", WORD, "en", in_sections(HEAT_PLANS_TITLE, HEAT_PLANS)),
    ("water-in-the-city.pdf", "application/pdf", "en", in_sections(WATER_TITLE, WATER)),
    ("城市高温.md", MARKDOWN, "zh", in_markdown("城市高温.md")),
]


def read(name: str) -> SourceDocument:
    return parse_file("s1", name, "", (EXAMPLES / name).read_bytes(), FileLimits())


@pytest.mark.parametrize(("name", "media_type", "language", "expected"), CASES)
def test_an_example_is_read_with_its_structure(
    name: str, media_type: str, language: str, expected: list[tuple[int, str]]
) -> None:
    source = read(name)
    text = source.text.encode()
    assert len(expected) > 3
    assert [(heading.level, heading.title) for heading in source.headings] == expected
    for heading in source.headings:
        assert text[heading.start : heading.end].decode() == heading.title
        assert heading.start == 0 or text[heading.start - 2 : heading.start] == b"\n\n"
    assert source.info.title == expected[0][1]
    assert source.info.language == language
    assert source.info.media_type.startswith(media_type)
    assert len(source.text) >= MIN_LETTERS


def test_every_file_in_the_folder_is_known_here() -> None:
    names = {path.name for path in EXAMPLES.iterdir() if path.name != "README.md"}
    assert names == {name for name, *_ in CASES}


def test_making_them_twice_gives_the_same_bytes_and_the_files_that_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["make_examples", str(tmp_path)])
    made = []
    for _ in range(2):
        make_examples.main()
        made.append({path.name: path.read_bytes() for path in tmp_path.iterdir()})
    assert made[0] == made[1]
    assert set(made[0]) == {"heat-action-plans.docx", "water-in-the-city.pdf"}
    for name, content in made[0].items():
        there = (EXAMPLES / name).read_bytes()
        if name.endswith(".docx"):  # how well zlib packs differs between its builds
            assert parts(content) == parts(there)
        else:
            assert content == there


def parts(docx: bytes) -> dict[str, tuple[bytes, tuple[int, ...]]]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {part.filename: (archive.read(part), part.date_time) for part in archive.infolist()}
