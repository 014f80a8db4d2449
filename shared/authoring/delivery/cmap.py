"""Which characters a font has: the table ``cmap`` of a TrueType or OpenType file.

Formats 4 and 12 of the OpenType specification 1.9.1, which all fonts of today bear.
"""

import struct
from pathlib import Path

_UNICODE = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}
_COLLECTION = b"ttcf"


def characters_of(path: Path, index: int = 0) -> frozenset[int]:
    """Return the code points for which a font has a glyph; none if it cannot be read.

    Args:
        index: of the font in a collection (TTC).

    """
    try:
        return frozenset(_characters(path.read_bytes(), index))
    except (OSError, struct.error, ValueError):
        return frozenset()


def _characters(data: bytes, index: int) -> set[int]:
    start = 0
    if data[:4] == _COLLECTION:
        (start,) = struct.unpack_from(">I", data, 12 + 4 * index)
    (tables,) = struct.unpack_from(">H", data, start + 4)
    found: set[int] = set()
    for place in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * place)
        if tag == b"cmap":
            found |= _cmap(data, offset)
    return found


def _cmap(data: bytes, start: int) -> set[int]:
    (count,) = struct.unpack_from(">H", data, start + 2)
    found: set[int] = set()
    for place in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * place)
        if (platform, encoding) in _UNICODE:
            (form,) = struct.unpack_from(">H", data, start + offset)
            if form == 4:  # noqa: PLR2004  as the specification numbers it
                found |= _segments(data, start + offset)
            elif form == 12:  # noqa: PLR2004
                found |= _groups(data, start + offset)
    return found


def _segments(data: bytes, start: int) -> set[int]:
    (twice,) = struct.unpack_from(">H", data, start + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", data, start + 14)
    starts = struct.unpack_from(f">{count}H", data, start + 16 + twice)
    deltas = struct.unpack_from(f">{count}H", data, start + 16 + 2 * twice)
    at = start + 16 + 3 * twice
    offsets = struct.unpack_from(f">{count}H", data, at)
    found: set[int] = set()
    for segment in range(count):
        for code in range(starts[segment], min(ends[segment], 0xFFFE) + 1):
            if offsets[segment]:
                place = at + 2 * segment + offsets[segment] + 2 * (code - starts[segment])
                (glyph,) = struct.unpack_from(">H", data, place)
            else:
                glyph = (code + deltas[segment]) & 0xFFFF
            if glyph:
                found.add(code)
    return found


def _groups(data: bytes, start: int) -> set[int]:
    (count,) = struct.unpack_from(">I", data, start + 12)
    found: set[int] = set()
    for place in range(count):
        first, last, _ = struct.unpack_from(">III", data, start + 16 + 12 * place)
        if not first <= last <= 0x10FFFF:  # noqa: PLR2004
            raise ValueError("a group of code points that is none")
        found.update(range(first, last + 1))
    return found
