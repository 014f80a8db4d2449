"""Character indexes of a text and its UTF-8 byte offsets."""

from bisect import bisect_right

_STEP = 128


class ByteOffsets:
    """Converts between the character indexes and the UTF-8 byte offsets of a text.

    Checkpoints stand every 128 characters, so a conversion encodes or decodes one
    such piece whatever the size of the text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._ascii = text.isascii()
        self._marks: list[int] = []
        if self._ascii:
            self._size = len(text)
            return
        total = 0
        for start in range(0, len(text), _STEP):
            self._marks.append(total)
            total += len(text[start : start + _STEP].encode())
        self._size = total

    @property
    def size(self) -> int:
        """Bytes of the whole text."""
        return self._size

    def to_byte(self, index: int) -> int:
        """Return the byte offset of the character at ``index``; the length gives the size.

        Raises IndexError for an index outside of the text.
        """
        if not 0 <= index <= len(self._text):
            raise IndexError(f"no character {index} in a text of {len(self._text)}")
        if self._ascii:
            return index
        mark = min(index // _STEP, len(self._marks) - 1)
        return self._marks[mark] + len(self._text[mark * _STEP : index].encode())

    def to_char(self, offset: int) -> int:
        """Return the index of the character that begins at byte ``offset``.

        Raises IndexError for an offset outside of the text, ValueError for one
        within a character.
        """
        if not 0 <= offset <= self._size:
            raise IndexError(f"no byte {offset} in a text of {self._size} bytes")
        if self._ascii:
            return offset
        mark = bisect_right(self._marks, offset) - 1
        piece = self._text[mark * _STEP : (mark + 1) * _STEP].encode()
        inside = piece[: offset - self._marks[mark]]
        try:
            return mark * _STEP + len(inside.decode())
        except UnicodeDecodeError:
            raise ValueError(f"byte {offset} lies within a character") from None


def slice_bytes(text_bytes: bytes, start: int, end: int) -> str:
    """Return the text between two byte offsets.

    Raises ValueError when the offsets lie outside of the text, are the wrong way
    round, or cut a character.
    """
    if not 0 <= start <= end <= len(text_bytes):
        raise ValueError(f"bytes {start}..{end} do not lie in a text of {len(text_bytes)} bytes")
    try:
        return text_bytes[start:end].decode()
    except UnicodeDecodeError:
        raise ValueError(f"bytes {start}..{end} cut a character") from None
