"""From bytes to text: UTF-8, UTF-16, UTF-32 and GB18030, and what a web page declares."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.01
_MIN_ZERO_SHARE = 0.3
_MIN_COMMON_SHARE = 0.85
_TWO_BYTES = 0x80
_GB2312_TRAIL = 0xA1
_SYMBOLS = range(0xA1, 0xAA)
_COMMON_HAN = range(0xB0, 0xD8)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I)
_DECLARABLE = [
    "gb2312",
    "gbk",
    "gb18030",
    "big5",
    "big5-hkscs",
    "euc-jp",
    "shift_jis",
    "euc-kr",
    "koi8-r",
    "koi8-u",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-5",
    "iso-8859-7",
    "iso-8859-9",
    "iso-8859-15",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1257",
]


def decode(content: bytes) -> str | None:
    """Return the text of ``content``; ``None`` if it is not text in a known encoding.

    A byte-order mark decides; else UTF-8 if valid, UTF-16 if the zero bytes of
    Latin text show it, GB18030 if what comes out is Chinese as it is written
    (GB 2312 puts the characters in common use first, which other encodings miss).
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _plausible(_strict(content[len(mark) :], encoding))
    text = _strict(content, "utf-8")
    if text is not None and "\0" not in text[:_SAMPLE]:
        return _plausible(text)
    encoding = _wide_encoding(content[:_SAMPLE])
    if encoding:
        return _plausible(_strict(content, encoding))
    if text is None and _is_common_chinese(content):
        return _plausible(_strict(content, "gb18030"))
    return None


def decode_html(content: bytes) -> str | None:
    """Return the text of a web page: like `decode`, else in the encoding that it declares."""
    text = decode(content)
    if text is not None:
        return text
    declared = _DECLARED.search(content[:_SAMPLE])
    label = declared[1].decode("ascii").lower() if declared else ""
    if label not in _DECLARABLE:
        return None
    encoding = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "windows-1252"}.get(label)
    return _plausible(content.decode(encoding or label, errors="replace"))


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible(text: str | None) -> str | None:
    if text is None:
        return None
    controls = len(_CONTROL.findall(text))
    return text if controls <= len(text) * _MAX_CONTROL_SHARE else None


def _wide_encoding(sample: bytes) -> str:
    pairs = len(sample) // 2
    if pairs == 0:
        return ""
    if sample[1::2].count(0) > pairs * _MIN_ZERO_SHARE and sample[::2].count(0) == 0:
        return "utf-16-le"
    if sample[::2].count(0) > pairs * _MIN_ZERO_SHARE and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return ""


def _is_common_chinese(content: bytes) -> bool:
    common = other = index = 0
    while index < min(len(content) - 1, 16 * _SAMPLE):
        lead, trail = content[index], content[index + 1]
        if lead < _TWO_BYTES:
            index += 1
            continue
        index += 2
        if lead in _COMMON_HAN and trail >= _GB2312_TRAIL:
            common += 1
        elif not (lead in _SYMBOLS and trail >= _GB2312_TRAIL):
            other += 1
    return common > 0 and common >= (common + other) * _MIN_COMMON_SHARE
