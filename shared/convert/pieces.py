"""Cuts long texts into messages."""

from collections.abc import Iterator

PIECE_CHARACTERS = 64 * 1024
"""Characters a piece; at most 256 KiB in UTF-8, as the contract promises."""


def text_pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text in pieces, each with the byte offset (UTF-8) at which it starts.

    An empty text is one empty piece.
    """
    offset = 0
    for first in range(0, max(len(text), 1), PIECE_CHARACTERS):
        piece = text[first : first + PIECE_CHARACTERS]
        yield offset, piece
        offset += len(piece.encode())
