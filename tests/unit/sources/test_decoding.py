"""From bytes to text, whatever the bytes are; and from blocks to offsets."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from shared.authoring.sources import layout
from shared.authoring.sources.decode import decode, decode_html
from shared.authoring.sources.layout import Block, lay_out

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
COMMON = st.text(
    st.sampled_from(
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动，。"
    ),
    min_size=4,
    max_size=60,
)
BLOCKS = st.lists(
    st.one_of(
        st.builds(layout.heading, st.integers(1, 6), LINES),
        st.builds(layout.prose, LINES),
        st.builds(layout.item_list, st.lists(LINES, max_size=4)),
        st.builds(layout.table, st.lists(st.lists(LINES, min_size=2, max_size=3), max_size=3)),
        st.builds(layout.code, LINES),
    ),
    max_size=12,
)


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_not(content: bytes) -> None:
    for text in (
        decode(content),
        decode_html(content),
        decode_html(b"<meta charset=gbk>" + content),
    ):
        assert text is None or isinstance(text, str)


@given(LINES)
def test_text_in_utf_8_is_read_as_it_is(text: str) -> None:
    assert decode(text.removeprefix("\ufeff").encode()) == text.removeprefix("\ufeff")


@given(LINES, st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_a_byte_order_mark_decides(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(COMMON)
def test_chinese_in_gb18030_is_read_as_it_is(text: str) -> None:
    text = "热" + text  # full stops alone are not Chinese yet
    assert decode(text.encode("gb18030")) == text


@given(BLOCKS)
def test_headings_stand_where_they_are_said_to_stand(blocks: list[Block]) -> None:
    made = lay_out(blocks)
    text = made.text.encode()
    assert unicodedata.is_normalized("NFC", made.text)
    assert "\r" not in made.text
    assert "\n\n\n" not in made.text
    end = 0
    for heading in made.headings:
        assert heading.start >= end
        end = heading.end
        assert text[heading.start : end].decode() == heading.title
        assert heading.start == 0 or text[heading.start - 2 : heading.start] == b"\n\n"
        assert text[end : end + 2] in (b"", b"\n\n")
    assert [heading.level for heading in made.headings] == [
        block.level for block in blocks if block.level and lay_out([block]).text
    ]
