import pytest

from shared.authoring.roles.style import style_guide
from tests.unit.chapters.corpus import source
from tests.unit.roles.files import parsed

GUIDE = (
    "# House style\n\nWrite short sentences.\n\n## Figures\n\n- Give the year.\n- Give the unit."
)


def test_a_guide_is_markdown_again() -> None:
    guide = parsed("style.md", GUIDE, "style_guide")
    assert style_guide([source("s1", "Data."), guide]) == GUIDE


def test_no_guide_is_no_text() -> None:
    assert style_guide([source("s1", "Write so.")]) == ""


@pytest.mark.parametrize("limit", [40, 100, 1000])
def test_guides_keep_to_the_limit_and_each_says_something(limit: int) -> None:
    one = parsed("a.md", GUIDE, "style_guide", "g1")
    other = parsed("b.txt", "句子要短。" * 100, "style_guide", "g2")
    text = style_guide([one, other], limit)
    assert len(text) <= limit
    assert text.startswith("# House")
    assert "# b\n\n句子" in text


def test_what_a_short_guide_leaves_goes_to_a_long_one() -> None:
    short = parsed("a.txt", "Be brief.", "style_guide", "g1")
    long = parsed("b.txt", "Say it plainly and well. " * 100, "style_guide", "g2")
    text = style_guide([short, long], 1000)
    assert "Be brief." in text
    assert 900 < len(text) <= 1000
