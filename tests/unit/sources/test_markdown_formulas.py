"""Formulas in Markdown are stored as they are written, where Markdown would take them apart."""

import pytest

from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file


def stored(text: str) -> str:
    return parse_file("s1", "f.md", "f.md", text.encode(), FileLimits()).text


@pytest.mark.parametrize(
    "formula",
    [r"\(a_1 * b * c\)", r"$x_1 \\ y$", r"$a^* b^*$", r"\(\{1, 2\}\)", r"$$a_{1}^2$$", "$a_1_b$"],
)
def test_a_formula_in_a_line_stays(formula: str) -> None:
    said = f"The area is {formula} and *no* more."
    assert stored(said) == f"The area is {formula} and no more."
    assert stored(f"# Of {formula}\n\n- {formula}\n") == f"Of {formula}\n\n- {formula}"


def test_a_formula_by_itself_is_a_block_of_its_own_on_one_line() -> None:
    text = "It holds that\n$$\nE = mc^2\n+ p^2 \\\\\n- q\n$$\nfor all.\n\n\\[\na * b * c\n\\]\n"
    assert stored(text) == (
        "It holds that\n\n$$ E = mc^2 + p^2 \\\\ - q $$\n\nfor all.\n\n\\[ a * b * c \\]"
    )


def test_in_an_item_of_a_list_it_stays_in_the_item() -> None:
    text = "1. First\n\n   $$\n   a_1\n   + b\n   $$\n\n2. Second\n"
    assert stored(text) == "1. First $$ a_1 + b $$\n2. Second"


def test_money_and_code_are_no_formulas() -> None:
    assert stored("It costs $5 and *then* $6.") == "It costs $5 and then $6."
    assert stored("Write `\\(x\\)` *here*.") == "Write \\(x\\) here."
    assert stored("````\n```\n$$\na\n+ b\n$$\n```\n````\n") == (
        "    ```\n    $$\n    a\n    + b\n    $$\n    ```"
    )


def test_the_words_that_stand_for_formulas_are_none_of_the_text() -> None:
    assert stored("formula0e and $x_1$ and formulaz0e") == "formula0e and $x_1$ and formulaz0e"


def test_a_formula_that_does_not_end_is_text() -> None:
    assert stored("$$\na + b\n\nMore *text*.") == "$$ a + b\n\nMore text."
