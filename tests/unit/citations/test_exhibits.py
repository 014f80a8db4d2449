"""Tables, code and formulas of sources in the document, verified like all that is cited."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from shared.authoring import render, verbatim
from shared.authoring.bibliography import number
from shared.authoring.citations import verify
from shared.authoring.exhibits import with_exhibits
from shared.authoring.model import Document, Draft, Paragraph, Passage, Sentence, SourceDocument
from tests.unit.citations.documents import chapter, cited, source, texts

TEXT = """\
# Trees

Trees cool streets. The count was made in May.

| City | Trees [1] |
| --- | --- |
| Lund | 12\\|000 |
| 广州 | <b>3</b> |

Elsewhere it is told.

## Method

The mean is $\\bar{x} = \\frac{1}{n}$ here.

    a[0] = "``` [2]"
    print(a)

Afterwards it rained.

```python
b = [3]

c = 1
```
"""


def shown(*words: str) -> tuple[Document, SourceDocument]:
    origin = source("s1", TEXT, "Trees", "trees.md")
    draft = Draft(
        title="T",
        language="en",
        chapters=(chapter("1", "C", *(cited(origin, one) for one in words)),),
    )
    return number(draft, (origin,)), origin


def test_a_table_comes_with_the_prose_before_it() -> None:
    document, origin = shown("Trees cool streets.")
    assert document.text == (
        "# T\n\n## C\n\nTrees cool streets.[1]\n\n"
        "| City | Trees \\[1\\] |\n|---|---|\n| Lund | 12\\|000 |\n| 广州 | \\<b>3\\</b> |\n\n"
        "[1]\n\n## References\n\n[1] Trees. trees.md\n"
    )
    assert verify(document, texts((origin,))) == []
    assert document.chapters[0].citations == 2


def test_code_and_formulas_come_too_once() -> None:
    document, origin = shown(
        "The mean is $\\bar{x} = \\frac{1}{n}$ here.", "The mean is", "Afterwards it rained."
    )
    assert "The mean is $`\\bar{x} = \\frac{1}{n}`$ here.[1]" in document.text
    assert document.text.count('````\na[0] = "``` [2]"\nprint(a)\n````\n\n[1]') == 1
    assert document.text.count("```\nb = [3]\n \nc = 1\n```\n\n[1]") == 1
    assert verify(document, texts((origin,))) == []


def test_nothing_comes_over_a_heading() -> None:
    document, _ = shown("Elsewhere it is told.")
    assert "|" not in document.text
    assert "```" not in document.text


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        ("Trees cool streets.", "| Lund |", "| Oslo |"),
        ("Trees cool streets.", "12\\|000", "12\\|001"),
        ("The mean is", "print(a)", "print(b)"),
    ],
)
def test_an_altered_table_or_listing_is_found(words: str, old: str, new: str) -> None:
    document, origin = shown(words)
    assert old in document.text
    text = document.text.replace(old, new)
    wrong = document.model_copy(
        update={"text": text, "text_sha256": hashlib.sha256(text.encode()).hexdigest()}
    )
    problems = [problem.message for problem in verify(wrong, texts((origin,)))]
    assert any("not in its quote" in problem for problem in problems)


def test_introduction_and_summary_get_none() -> None:
    origin = source("s1", TEXT)
    one = chapter("1", "C", cited(origin, "Trees cool streets."))
    draft = Draft(title="T", language="en", chapters=(one.model_copy(update={"role": "summary"}),))
    assert with_exhibits(draft, (origin,)) == draft


@pytest.mark.parametrize(
    "formula", ["$$ x[1] + y_{[2]} $$", r"\[ a [1] \le b \]", "$$\na [3]\n+ [4]\n$$"]
)
def test_a_formula_with_brackets_is_one_and_has_no_marker(formula: str) -> None:
    markdown = verbatim.write("code", formula)
    assert markdown.startswith("```math\n")
    assert not list(render.markers(f"Said.[1]\n\n{markdown}\n\n".encode()))[1:]
    _check("code", formula)


lines = st.text(alphabet="ab |`~$\\^[]1()<&*_#-中\t", max_size=20)


@settings(max_examples=200, deadline=None)
@given(st.lists(lines, min_size=1, max_size=4))
def test_any_code_is_shown_as_it_is_and_verifies(rows: list[str]) -> None:
    stored = "\n".join(f"    {row}" for row in rows if row.strip())
    if not stored:
        return
    markdown = verbatim.write("code", stored)
    (fence,) = MarkdownIt("commonmark").parse(markdown)
    assert fence.content.split() == stored.split()
    assert not list(render.markers(markdown.encode()))
    _check("code", stored)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(lines, min_size=1, max_size=3), min_size=1, max_size=4))
def test_any_table_is_shown_as_it_is_and_verifies(cells: list[list[str]]) -> None:
    rows = [[" ".join(cell.replace("|", "/").split()) for cell in row] for row in cells]
    stored = "\n".join(f"| {' | '.join(row)} |" for row in rows if any(row))
    markdown = verbatim.write("table", stored) if stored else ""
    if not markdown:
        return
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    assert tokens[0].type == "table_open"
    kinds = {c.type for token in tokens for c in token.children or ()}
    assert kinds <= {"text", "text_special", "code_inline"}
    assert not list(render.markers(markdown.encode()))
    _check("table", stored)


def _check(kind: verbatim.VerbatimKind, stored: str) -> None:
    # Under a heading: so it is here by the test alone.
    origin = source("s1", f"Said.\n\n# Head\n\n{stored}\n")
    start = len("Said.\n\n# Head\n\n")
    whole = Passage(source_id="s1", start=start, end=start + len(stored.encode()))
    block = Paragraph(sentences=(Sentence(text=stored, evidence=(whole,)),), kind=kind)
    one = chapter("1", "C", cited(origin, "Said."))
    section = one.section.model_copy(update={"paragraphs": (*one.section.paragraphs, block)})
    draft = Draft(title="T", language="en", chapters=(one.model_copy(update={"section": section}),))
    assert verify(number(draft, (origin,)), texts((origin,))) == []
