"""Character indexes and byte offsets are each other's inverse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.authoring.text.offsets import ByteOffsets, slice_bytes

_MIXED = st.text(alphabet=st.sampled_from("ab é中文🌳\n"), max_size=400)


@given(_MIXED)
def test_there_and_back(text: str) -> None:
    offsets = ByteOffsets(text)
    assert offsets.size == len(text.encode())
    for index in {0, len(text) // 3, len(text) // 2, len(text)}:
        byte = offsets.to_byte(index)
        assert byte == len(text[:index].encode())
        assert offsets.to_char(byte) == index


def test_offsets_within_a_character_or_outside_are_refused() -> None:
    offsets = ByteOffsets("a中")
    with pytest.raises(ValueError, match="within a character"):
        offsets.to_char(2)
    with pytest.raises(IndexError):
        offsets.to_char(5)
    with pytest.raises(IndexError):
        offsets.to_byte(3)


def test_slices_cut_between_characters_only() -> None:
    encoded = "热🌳a".encode()
    assert slice_bytes(encoded, 3, 7) == "🌳"
    for start, end in ((1, 3), (0, 4), (4, 3), (0, 99), (-1, 2)):
        with pytest.raises(ValueError, match="bytes"):
            slice_bytes(encoded, start, end)
