"""Names of files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.authoring.delivery.formats import Format, file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Cooling cities", "Cooling cities.pdf"),
        ("城市如何降温？", "城市如何降温？.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ('a\\b:c*d?e"f<g>h|i', "a b c d e f g h i.pdf"),
        ("con", "document con.pdf"),
        ("NUL.txt", "document NUL.txt.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("a\nb\x00c\u202ed", "a b c d.pdf"),
    ],
)
def test_names(title: str, name: str) -> None:
    assert file_name(title, Format.PDF) == name


@given(st.text())
def test_any_title_gives_a_name_that_can_be_written(title: str) -> None:
    name = file_name(title, Format.DOCX)
    assert 0 < len(name.encode()) <= 140
    assert not set('/\\:*?"<>|\x00\n') & set(name)
    assert not name.startswith(".")
    assert name.endswith(".docx")
