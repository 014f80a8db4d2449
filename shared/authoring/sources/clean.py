"""Text as it is stored: Unicode NFC, no control characters, single spaces."""

import re
import unicodedata

from shared.authoring.text.scripts import HAN, KANA

_CJK = f"{HAN}{KANA}\u3000-\u303f\uff00-\uff65\u2018-\u201d\u2026\u2014"
_NO_SPACE_BETWEEN = re.compile(f"[{HAN}{KANA}\u3001-\u303f\uff01-\uff65]")
_CJK_GAP = re.compile(f"(?<=[{_CJK}])\\s+(?=[{_CJK}])")
_SPACES = re.compile(r"\s+")
_DROPPED = re.compile(
    # C0 and C1 controls but white space, soft hyphen, zero-width space and byte-order
    # mark, direction overrides, lone surrogates, private use, non-characters
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e"
    "\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufff9-\ufffb\ufffe\uffff"
    "\U000f0000-\U0010ffff]"
)
_LETTER = re.compile(r"[^\W_]")


def line(text: str) -> str:
    """Return ``text`` as one clean line, in NFC."""
    return unicodedata.normalize("NFC", _SPACES.sub(" ", _DROPPED.sub("", text)).strip())


def code_line(text: str) -> str:
    """Return a line of code: inner spaces stay."""
    return unicodedata.normalize("NFC", _DROPPED.sub("", text).expandtabs(4).rstrip())


def lines(text: str) -> list[str]:
    """Split at every kind of line end (CR LF, CR, LF, NEL, LS, PS, VT, FF)."""
    return text.splitlines()


def join(left: str, right: str) -> str:
    """Put two lines of one paragraph together, without a space within Chinese or Japanese."""
    left, right = left.rstrip(), right.lstrip()
    if not left or not right:
        return left + right
    if _NO_SPACE_BETWEEN.match(left[-1]) and _NO_SPACE_BETWEEN.match(right[0]):
        return left + right
    return f"{left} {right}"


def close_cjk_gaps(text: str) -> str:
    """Remove spaces between Chinese or Japanese characters, as layout programs leave them."""
    return _CJK_GAP.sub("", text)


def has_text(text: str) -> bool:
    """Whether there is a letter or a digit."""
    return _LETTER.search(text) is not None


def width(text: str) -> int:
    """Columns that ``text`` takes in a fixed-width font; a wide character takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
