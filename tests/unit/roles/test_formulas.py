r"""Formulas of sources in documents: within a sentence, and by themselves."""

import pytest
from lxml import html as lxml_html

from shared.authoring import render, verbatim
from shared.authoring.bibliography import number
from shared.authoring.citations import verify
from shared.authoring.delivery.html import html
from shared.authoring.delivery.read import read
from shared.authoring.model import Document, Draft, SourceDocument
from tests.unit.citations.documents import chapter, cited, source, texts


def shown(text: str, *words: str) -> tuple[Document, SourceDocument]:
    origin = source("s1", text, "Sums", "sums.md")
    said = (cited(origin, one) for one in words)
    draft = Draft(title="T", language="en", chapters=(chapter("1", "C", *said),))
    return number(draft, (origin,)), origin


@pytest.mark.parametrize(
    ("stored", "tex"),
    [
        ("$$S_n = \\sum_{i=1}^{n} x_i * y_i$$", "S_n = \\sum_{i=1}^{n} x_i * y_i"),
        ("$$\n\na^2 + b^2\n\n= c^2\n\n$$", "a^2 + b^2\n= c^2"),
        ("\\[ E = mc^2 \\].", "E = mc^2"),
    ],
)
def test_a_formula_by_itself_comes_with_the_sentence_before_it(stored: str, tex: str) -> None:
    text = f"# Sums\n\nThe sum obeys a law.\n\n{stored}\n\nIt grows without limit."
    document, origin = shown(text, "The sum obeys a law.", "It grows without limit.")
    assert "The sum obeys a law.[1]" in document.text
    assert document.text.count(f"```math\n{tex}\n```\n\n[1]") == 1
    assert verify(document, texts((origin,))) == []
    assert document.citations[-1].quote.startswith(stored[:2])


def test_brackets_in_a_formula_are_no_markers() -> None:
    text = "Roots are hard.\n\n$$\\sqrt[3]{x} = [2]$$\n\nThey are known."
    document, origin = shown(text, "Roots are hard.")
    assert "\\sqrt[3]{x} = [2]" in document.text
    assert len(list(render.markers(document.text.encode()))) == 3
    assert verify(document, texts((origin,))) == []


def test_an_altered_formula_is_found() -> None:
    document, origin = shown("A law.\n\n$$x_1 = 2$$", "A law.")
    altered = document.model_copy(update={"text": document.text.replace("x_1 = 2", "x_1 = 3")})
    problems = [one.message for one in verify(altered, texts((origin,)))]
    assert any("not in its quote" in problem for problem in problems)


@pytest.mark.parametrize("text", ["It costs $$5 or $$6.", "$$", "$$ $$", "\\[ open", "a $$x$$ b"])
def test_what_is_no_formula_by_itself_is_none(text: str) -> None:
    assert [text[a:b] for a, b in verbatim.displayed(text) if text[a:b].strip(" $")] == []


def test_formulas_reach_the_page() -> None:
    text = "# S\n\nEnergy is $E_0 = m * c^2 * k_1$ at rest.\n\n$$a_1 < b_1$$"
    document, _ = shown(text, "Energy is $E_0 = m * c^2 * k_1$ at rest.")
    assert "$`E_0 = m * c^2 * k_1`$" in document.text
    page = lxml_html.fromstring(html(read(document)))
    code = {one.get("class"): one.text for one in page.iter("code")}
    assert code == {"math": "E_0 = m * c^2 * k_1", "language-math": "a_1 < b_1"}
