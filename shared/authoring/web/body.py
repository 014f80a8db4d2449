"""The body of an answer, unpacked within limits."""

import zlib
from collections.abc import AsyncIterable

from shared.authoring.web.problems import PageError, Problem

ACCEPTED_ENCODING = "gzip, deflate"
"""What is asked for. Only of these it is known how to stop in the midst of a bomb."""

_GZIP = 16 + zlib.MAX_WBITS
_ZLIB = zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS
_ZLIB_METHOD = 8


async def read_body(chunks: AsyncIterable[bytes], encoding: str, limit: int) -> bytes:
    """Return a body, unpacked, that has at most ``limit`` bytes both packed and unpacked.

    Never holds more than that and one chunk. Raises PageError (TOO_LARGE,
    UNSUPPORTED for an unknown ``Content-Encoding``, UNREADABLE for damaged packing).
    """
    unpacker = _unpacker(encoding.strip().lower(), limit)
    came = 0
    async for chunk in chunks:
        came += len(chunk)
        if came > limit:
            raise _too_large(limit)
        unpacker.feed(chunk)
    return unpacker.close()


class _Plain:
    """Takes bytes as they come."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._keep(chunk)

    def close(self) -> bytes:
        """Return the whole."""
        return bytes(self._parts)

    def _keep(self, piece: bytes) -> None:
        self._parts += piece
        if len(self._parts) > self._limit:
            raise _too_large(self._limit)


class _Packed(_Plain):
    """Unpacks, member after member, and never more at once than still fits.

    Args:
        window: as ``zlib.decompressobj`` takes it; ``None`` to tell the two that are
            called deflate apart by the first byte (RFC 9110, 8.4.1.2).

    """

    def __init__(self, limit: int, window: int | None) -> None:
        super().__init__(limit)
        self._window = window
        self._unpacker = None if window is None else zlib.decompressobj(window)

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        if not chunk:
            return
        if self._unpacker is None:
            self._window = _ZLIB if chunk[0] & 0x0F == _ZLIB_METHOD else _RAW
            self._unpacker = zlib.decompressobj(self._window)
        try:
            while chunk:
                if self._unpacker.eof:
                    if self._window != _GZIP:
                        return
                    self._unpacker = zlib.decompressobj(_GZIP)
                self._keep(
                    self._unpacker.decompress(chunk, self._limit - len(self._parts) + 1),
                )
                chunk = self._unpacker.unconsumed_tail or self._unpacker.unused_data
        except zlib.error as error:
            raise PageError(Problem.UNREADABLE, "its packing is damaged") from error

    def close(self) -> bytes:
        """Return the whole."""
        if self._unpacker is not None and not self._unpacker.eof and self._parts:
            raise PageError(Problem.UNREADABLE, "it breaks off")
        return super().close()


def _unpacker(encoding: str, limit: int) -> _Plain:
    match encoding:
        case "" | "identity":
            return _Plain(limit)
        case "gzip" | "x-gzip":
            return _Packed(limit, _GZIP)
        case "deflate":
            return _Packed(limit, None)
    raise PageError(Problem.UNSUPPORTED, "it is packed in a way that was not asked for")


def _too_large(limit: int) -> PageError:
    return PageError(Problem.TOO_LARGE, f"it has more than {limit} bytes")
